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

std::vector<NameMatch> find_name_matches(const Document& document, const Parse& parse, const ActorTables& tables) {
  std::vector<NameMatch> matches;
  std::vector<std::string> keys(parse.tokens.size());
  for (size_t i = 0; i < keys.size(); ++i) keys[i] = name_key(document.slice(parse.tokens[i].span));
  for (uint32_t i = 0; i < keys.size();) {
    NameMatch best;
    size_t longest = keys[i].empty() ? 0 : tables.longest_name(keys[i].substr(0, keys[i].find(' ')));
    std::string key;
    size_t words = 0;
    bool capital = false;
    for (uint32_t j = i; longest > 0 && j < keys.size() && words < longest && parse.tokens[j].sentence == parse.tokens[i].sentence; ++j) {
      std::string_view surface = document.slice(parse.tokens[j].span);
      if (keys[j].empty() && surface != "-" && surface != "." && surface != "/") break;
      if (!keys[j].empty()) {
        if (!key.empty()) key += ' ';
        key += keys[j];
        words += 1 + static_cast<size_t>(std::count(keys[j].begin(), keys[j].end(), ' '));
      }
      capital = capital || has_capital(surface);
      if (const auto* rows = capital ? tables.named(key) : nullptr) best = {i, j + 1, rows};
    }
    if (best.rows && !is_part_of_other_name(document, parse, best) && !is_first_name(document, parse, best)) {
      matches.push_back(best);
      i = best.end_token;
    } else {
      ++i;
    }
  }
  return matches;
}

}  // namespace casus
