// SPDX-License-Identifier: Apache-2.0
#include "link/name_matches.h"

#include <algorithm>
#include <cctype>

namespace casus {
namespace {

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0xC3; });
}

// A surname that another word of the same name follows is the first name of somebody else ("Walesa Kowalski").
bool is_first_name(const Document& document, const Parse& parse, const NameMatch& match) {
  uint32_t next = match.end_token;
  if (match.rows->front().kind != NameKind::Person || next != match.first_token + 1 || next >= parse.tokens.size()) return false;
  int32_t entity = parse.entity_of[match.first_token];
  if (entity < 0 || parse.entity_of[next] != entity || parse.entities[entity].label != "PERSON" || parse.tokens[next].tag != "NNP") return false;
  std::string name = name_key(match.rows->front().actor.name);
  return has_capital(document.slice(parse.tokens[next].span)) && name.ends_with(' ' + name_key(document.slice(parse.tokens[match.first_token].span)));
}

// A surname that follows another capitalised name is not the famous bearer of it, unless the table has the whole name.
bool is_part_of_other_name(const Document& document, const Parse& parse, const NameMatch& match) {
  if (match.rows->front().kind != NameKind::Person || match.first_token == 0) return false;
  const Token& before = parse.tokens[match.first_token - 1];
  const Token& first = parse.tokens[match.first_token];
  int32_t entity = parse.entity_of[match.first_token];
  return entity >= 0 && parse.entity_of[match.first_token - 1] == entity && parse.entities[entity].label == "PERSON" &&
         before.tag == "NNP" && first.head == before.head && has_capital(document.slice(before.span));
}

}  // namespace

bool is_in_time(const Analysis& text, uint32_t token) {
  return std::any_of(text.mentions.times.begin(), text.mentions.times.end(), [&](const TimeMention& time) { return time.first_token <= token && token < time.end_token; });
}

namespace {

// "Keron Blair": a name of two words that is neither known nor another spelling of the bearer's.
bool is_rare_given_name(const Analysis& text, const NameMatch& match, const std::string& given, const ActorTables& tables) {
  const Parse& parse = text.parse;
  const int32_t entity = parse.entity_of[match.first_token];
  if (given.empty() || entity < 0 || parse.entities[entity].label != "PERSON" || parse.entities[entity].first_token + 1 != match.first_token) return false;
  if (parse.tokens[match.first_token - 1].head != match.first_token || tables.agent(given) || tables.modifier(given) || tables.named(given)) return false;
  return std::none_of(match.rows->begin(), match.rows->end(), [&](const NamedActor& row) {
    const std::string name = name_key(row.actor.name);
    return name.find(' ') == std::string::npos || name.front() == given.front();
  });
}

// "Ivana Trump": a given name that is not the bearer's stands before the surname.
bool has_other_given_name(const Analysis& text, const NameMatch& match, const ActorTables& tables) {
  const Document& document = text.document;
  const Parse& parse = text.parse;
  if (match.rows->front().kind != NameKind::Person || match.first_token == 0 || match.end_token != match.first_token + 1) return false;
  const Token &before = parse.tokens[match.first_token - 1], &first = parse.tokens[match.first_token];
  if (before.tag != "NNP" || before.sentence != first.sentence || !has_capital(document.slice(before.span))) return false;
  if (is_in_time(text, match.first_token - 1)) return false;
  std::string given = name_key(document.slice(before.span));
  if (tables.genders().of_title(given) != Gender::Unknown) return false;
  if (tables.genders().of_given_name(given) == Gender::Unknown && !is_rare_given_name(text, match, given, tables)) return false;
  return std::none_of(match.rows->begin(), match.rows->end(), [&](const NamedActor& row) { return name_key(row.actor.name).starts_with(given + " "); });
}

bool is_inside_longer_place(const Analysis& text, const NameMatch& match) {
  NameKind kind = match.rows->front().kind;
  if (kind != NameKind::Country && kind != NameKind::CountryAdjective && kind != NameKind::Capital) return false;
  return std::any_of(text.links.places.begin(), text.links.places.end(), [&](const PlaceMention& place) {
    bool longer = place.end_token - place.first_token > match.end_token - match.first_token;
    // Only regions of a state: "South Lebanon" is Lebanon.
    return longer && place.place && place.place->grain == PlaceGrain::Admin1 && !place.place->country.empty() && place.first_token <= match.first_token && match.end_token <= place.end_token;
  });
}

class NameFinder {
 public:
  NameFinder(const Analysis& text, const ActorTables& tables) : text_(text), tables_(tables), keys_(text.parse.tokens.size()) {
    for (size_t i = 0; i < keys_.size(); ++i) keys_[i] = name_key(text.document.slice(text.parse.tokens[i].span));
  }

  std::vector<NameMatch> run() const {
    std::vector<NameMatch> matches;
    for (uint32_t i = 0; i < keys_.size();) {
      NameMatch best = longest_at(i);
      // "President Moon Jae-in": the name that begins inside and goes on wins.
      for (uint32_t j = i + 1; best.rows && j < best.end_token; ++j) {
        if (NameMatch later = longest_at(j); later.rows && later.end_token > best.end_token) best = later;
      }
      if (best.rows && !belongs_to_others(best)) matches.push_back(best), i = best.end_token;
      else ++i;
    }
    return matches;
  }

 private:
  NameMatch longest_at(uint32_t i) const {
    NameMatch best;
    const auto& tokens = text_.parse.tokens;
    size_t longest = keys_[i].empty() ? 0 : tables_.longest_name(keys_[i].substr(0, keys_[i].find(' ')));
    std::string key;
    size_t words = 0;
    bool capital = false;
    for (uint32_t j = i; longest > 0 && j < keys_.size() && words < longest && tokens[j].sentence == tokens[i].sentence; ++j) {
      std::string_view surface = text_.document.slice(tokens[j].span);
      if (keys_[j].empty() && surface != "-" && surface != "." && surface != "/") break;
      if (!keys_[j].empty()) {
        if (!key.empty()) key += ' ';
        key += keys_[j];
        words += 1 + static_cast<size_t>(std::count(keys_[j].begin(), keys_[j].end(), ' '));
      }
      capital = capital || has_capital(surface);
      if (const auto* rows = capital ? tables_.named(key) : nullptr) best = {i, j + 1, rows};
    }
    return best;
  }

  bool belongs_to_others(const NameMatch& match) const {
    return is_part_of_other_name(text_.document, text_.parse, match) || is_first_name(text_.document, text_.parse, match) ||
           has_other_given_name(text_, match, tables_) || is_inside_longer_place(text_, match);
  }

  const Analysis& text_;
  const ActorTables& tables_;
  std::vector<std::string> keys_;
};

}  // namespace

std::vector<NameMatch> find_name_matches(const Analysis& text, const ActorTables& tables) { return NameFinder(text, tables).run(); }

}  // namespace casus
