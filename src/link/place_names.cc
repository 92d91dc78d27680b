// SPDX-License-Identifier: Apache-2.0
#include "link/place_names.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr uint32_t kMostWords = 8;
// From how many inhabitants a city's name counts without an entity label, and inside an organisation's name.
constexpr double kSupportedCity = 3000, kKnownCity = 50000, kLargeCity = 200000;

bool starts_upper(std::string_view word) {
  size_t at = 0;
  if (word.empty()) return false;
  char32_t c = next_code_point(word, at);
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return to_lower(word.substr(0, at)) != word.substr(0, at);
}

// "d'Ivoire", "al-Bab".
bool has_upper(std::string_view word) {
  return starts_upper(word) || std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// At most three letters, all in capitals, with or without full stops.
bool is_initials(std::string_view word) {
  bool has_lower = std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return !has_lower && word.size() - static_cast<size_t>(std::count(word.begin(), word.end(), '.')) <= 3;
}

struct Match {
  uint32_t first_token = 0, end_token = 0;
  std::string key;
  std::vector<PlaceEntry> entries;
};

class PlaceNameFinder {
 public:
  PlaceNameFinder(const Document& document, const Parse& parse, const PlaceTables& tables)
      : document_(document), parse_(parse), tables_(tables) {}

  PlaceNames find() {
    learn_labels();
    learn_countries();
    for (uint32_t i = 0; i < token_count();) {
      Match match;
      std::string evidence;
      if (!is_abbreviation_behind_comma(i, match, evidence)) match = longest_match(i, evidence);
      if (match.end_token == 0) {
        ++i;
        continue;
      }
      i = match.end_token;
      add(std::move(match), std::move(evidence));
    }
    add_unknown_entities();
    return std::move(found_);
  }

 private:
  uint32_t token_count() const { return static_cast<uint32_t>(parse_.tokens.size()); }
  const Token& token(uint32_t i) const { return parse_.tokens[i]; }
  std::string_view word(uint32_t i) const { return document_.slice(token(i).span); }
  std::string lower(uint32_t i) const { return to_lower(word(i)); }
  bool is_word(uint32_t i, std::string_view kind) const { return i < token_count() && tables_.has_word(kind, lower(i)); }
  bool same_sentence(uint32_t a, uint32_t b) const { return b < token_count() && token(a).sentence == token(b).sentence; }
  Span span(uint32_t first, uint32_t end) const { return {token(first).span.start, token(end - 1).span.end}; }

  // How the recognizer labels each name over the whole text, to judge mentions that it misses or mistakes.
  void learn_labels() {
    for (const Entity& entity : parse_.entities) {
      uint32_t first = entity.first_token;
      if (first + 1 < entity.end_token && lower(first) == "the") ++first;
      std::string key = place_key(document_.slice(span(first, entity.end_token)));
      if (entity.label == "GPE" || entity.label == "LOC") ++place_labels_[key];
      if (entity.label != "PERSON") continue;
      ++person_labels_[key];
      uint32_t end = entity.end_token;
      if (end - first > 1 && (word(end - 1) == "'s" || word(end - 1) == "’s")) --end;
      // "Jordan" after "Michael Jordan".
      if (end - first > 1) {
        for (uint32_t i = first; i < end; ++i) person_words_.insert(place_key(word(i)));
      }
    }
  }

  // Countries that the text names, for names that only they make likely. The United States are left out: nearly every
  // English word and surname is a place there.
  void learn_countries() {
    for (uint32_t i = 0; i < token_count(); ++i) {
      if (!starts_upper(word(i))) continue;
      for (uint32_t end = i + 1; end <= i + 3 && end <= token_count(); ++end) {
        std::string_view text = document_.slice(span(i, end));
        for (const PlaceEntry& entry : tables_.find_own(place_key(text), text)) {
          if (entry.source == PlaceSource::Country && entry.country != "USA") countries_.insert(std::string(entry.country));
        }
      }
    }
  }

  // The longest name at token `i` that is accepted.
  Match longest_match(uint32_t i, std::string& evidence) {
    Match best;
    if (!starts_upper(word(i))) return best;
    for (uint32_t end = i + 1; end <= i + kMostWords && end <= token_count() && same_sentence(i, end - 1); ++end) {
      std::string_view last = word(end - 1);
      if (end > i + 1 && (last == "," || last == ";" || last == "(" || last == "\n")) break;
      if (token(end - 1).tag == "POS" || (!has_upper(last) && !(last.front() >= '0' && last.front() <= '9'))) continue;
      Match match{i, end, place_key(document_.slice(span(i, end))), {}};
      if (match.key.empty()) continue;
      match.entries = tables_.find(match.key, document_.slice(span(i, end)));
      std::string reason;
      if (match.entries.empty() || !is_accepted(match, reason)) continue;
      best = std::move(match);
      evidence = std::move(reason);
    }
    return best;
  }

  // "Ky." in "Louisville, Ky.": taken only behind a place and a comma.
  bool is_abbreviation_behind_comma(uint32_t i, Match& match, std::string& evidence) const {
    if (i < 2 || word(i - 1) != "," || found_.names.empty() || found_.names.back().end_token != i - 1) return false;
    match = {i, i + 1, place_key(word(i)), {}};
    match.entries = tables_.find_behind_comma(match.key, word(i));
    if (match.entries.empty()) {
      match = {};
      return false;
    }
    evidence = "abbreviated region behind a comma";
    return true;
  }

  bool is_curated(const Match& match) const {
    return std::any_of(match.entries.begin(), match.entries.end(), [](const PlaceEntry& entry) {
      return entry.source != PlaceSource::Gazetteer || entry.is_capital || (entry.level == Gazetteer::Admin1 && !entry.is_alternate_name);
    });
  }

  // "entered Goma", "shelled Poti".
  bool is_gone_to(const Match& match) const {
    const Token& last = token(match.end_token - 1);
    return last.dep == "dobj" && tables_.has_word("gone_to", std::string(token(last.head).lemma));
  }

  // "between Dover and Calais".
  bool is_beside_place(const Match& match) const {
    const Token& last = token(match.end_token - 1);
    if (last.dep != "conj") return false;
    int32_t entity = parse_.entity_of[last.head];
    return entity >= 0 && parse_.entities[entity].label == "GPE";
  }

  // "Winona police", "the Woodstock mayor".
  bool is_before_civic(const Match& match) const {
    return match.end_token < token_count() && same_sentence(match.first_token, match.end_token) && is_word(match.end_token, "civic") && largest(match) >= 500;
  }

  bool is_own(const Match& match) const {
    return std::any_of(match.entries.begin(), match.entries.end(), [](const PlaceEntry& entry) { return entry.own != Gazetteer::kNone; });
  }

  // "the town of X", "the province of X".
  bool is_behind_kind(uint32_t first) const {
    if (first > 0 && lower(first - 1) == "the") --first;
    return first > 1 && same_sentence(first - 2, first) && lower(first - 1) == "of" && is_word(first - 2, "kind");
  }

  // A place of some size in a country that the text names.
  bool is_supported(const Match& match) const {
    return std::any_of(match.entries.begin(), match.entries.end(), [&](const PlaceEntry& entry) {
      return !entry.is_alternate_name && entry.level != Gazetteer::Admin2 && entry.population >= kSupportedCity && countries_.contains(std::string(entry.country));
    });
  }

  double largest(const Match& match) const {
    double population = 0;
    for (const PlaceEntry& entry : match.entries) {
      if (!entry.is_alternate_name || entry.population >= 1e6) population = std::max(population, entry.population);
    }
    return population;
  }

  // "in X", "near X", "from X".
  bool is_behind_locative(uint32_t first) const {
    if (first > 0 && lower(first - 1) == "the") --first;
    return first > 0 && same_sentence(first, first - 1) && is_word(first - 1, "locative");
  }

  // "X, Texas": a region or country behind a comma.
  bool is_before_region(uint32_t end) const {
    if (end + 1 >= token_count() || word(end) != "," || !starts_upper(word(end + 1))) return false;
    for (uint32_t last = end + 2; last <= end + 4 && last <= token_count(); ++last) {
      std::string_view text = document_.slice(span(end + 1, last));
      std::string key = place_key(text);
      if (!tables_.find_behind_comma(key, text).empty()) return true;
      for (const PlaceEntry& entry : tables_.find(key, text)) {
        if (!entry.is_adjective && !entry.is_alternate_name && (entry.grain == PlaceGrain::Country || entry.grain == PlaceGrain::Admin1)) return true;
      }
    }
    return false;
  }

  bool is_title_before(uint32_t first) const { return first > 0 && same_sentence(first, first - 1) && is_word(first - 1, "title"); }

  // Sentence in which most words are capitalised: a headline, where capitals say nothing.
  bool is_headline(uint32_t i) const {
    const Sentence& sentence = parse_.sentences[token(i).sentence];
    size_t words = 0, capital = 0;
    for (uint32_t t = sentence.first_token; t < sentence.end_token; ++t) {
      if (word(t).size() < 4) continue;
      ++words;
      capital += starts_upper(word(t));
    }
    return capital * 10 > words * 6;
  }

  bool is_accepted(const Match& match, std::string& reason) const {
    uint32_t first = match.first_token, end = match.end_token;
    bool curated = is_curated(match);
    if (tables_.has_word("never", match.key)) return false;
    // "UN", "PM", "E.U.": short words in capitals are no villages.
    if (end == first + 1 && is_initials(word(first)) && !is_own(match)) return false;
    if (is_word(end, "street") && starts_upper(word(end))) return false;
    if (is_title_before(first) && !curated) return false;
    bool is_stop = tables_.has_word("stop", match.key);
    int32_t index = parse_.entity_of[first];
    std::string_view label = index >= 0 ? parse_.entities[index].label : std::string_view{};
    bool is_whole = false, is_cut = false;
    if (index >= 0) {
      const Entity& entity = parse_.entities[index];
      uint32_t start = entity.first_token;
      if (start < first && lower(start) == "the") ++start;
      uint32_t stop = entity.end_token;
      if (stop > end && token(stop - 1).tag == "POS") --stop;
      is_whole = start >= first && stop <= end;
      is_cut = start < first;  // words of the entity stand before the match
    }
    bool is_adjective = std::any_of(match.entries.begin(), match.entries.end(), [](const PlaceEntry& entry) { return entry.is_adjective; });
    reason = std::string(label.empty() ? "no entity" : label);
    // "Gulf of Alaska" is more than the Gulf.
    if (label == "LOC" && !is_whole && !is_cut && is_own(match) && end < parse_.entities[index].end_token && token(end).tag != "POS") return false;
    if (label == "GPE" || label == "LOC") {
      if (!curated && is_name_of_person(match)) return false;
      return is_whole || curated || !is_cut || largest(match) >= kKnownCity;
    }
    if (label == "NORP") {
      return is_adjective || curated || (is_whole && largest(match) >= (is_behind_locative(first) ? kSupportedCity : kLargeCity));
    }
    if (is_stop) return false;
    if (label == "PERSON") return is_place_in_person(match, is_whole, curated, reason);
    if (label == "LANGUAGE") return is_adjective || (is_whole && curated && is_behind_locative(first));
    if (!label.empty() && !curated && is_name_of_person(match)) return false;
    if (label == "FAC" || label == "ORG" || label == "EVENT" || label == "WORK_OF_ART" || label == "PRODUCT" || label == "LAW") {
      if (curated || place_labels_.contains(match.key) || (end > first + 1 && largest(match) > 0) || is_before_civic(match)) return true;
      if (is_whole && (is_behind_locative(first) || is_behind_kind(first) || is_before_region(end))) return true;
      if (is_whole && label == "ORG" && is_supported(match) && !person_words_.contains(match.key)) {
        reason = "labelled ORG, but a place of a country in the text";
        return true;
      }
      return !person_words_.contains(match.key) && largest(match) >= (is_cut ? kLargeCity : kKnownCity);
    }
    if (!label.empty()) return is_own(match) && !person_words_.contains(match.key);
    return is_accepted_without_label(match, curated, reason);
  }

  // "Machado" after "Alicia Machado", whatever the recognizer calls it.
  bool is_name_of_person(const Match& match) const {
    if (!person_words_.contains(match.key) || is_before_region(match.end_token)) return false;
    return !is_behind_locative(match.first_token) || largest(match) < kLargeCity;
  }

  bool is_place_in_person(const Match& match, bool is_whole, bool curated, std::string& reason) const {
    if (!is_whole || is_title_before(match.first_token)) return false;
    if (is_before_region(match.end_token)) {
      reason = "labelled PERSON, but before a region";
      return true;
    }
    if (person_words_.contains(match.key)) return false;
    if (largest(match) >= kSupportedCity && (is_gone_to(match) || is_beside_place(match))) {
      reason = "labelled PERSON, but as a place is used";
      return true;
    }
    if (place_labels_.contains(match.key)) {
      reason = "labelled PERSON, elsewhere a place";
      return true;
    }
    reason = "labelled PERSON, but a well-known place";
    return (curated || largest(match) >= kKnownCity) && (is_behind_locative(match.first_token) || match.end_token - match.first_token > 1 || curated);
  }

  bool is_accepted_without_label(const Match& match, bool curated, std::string& reason) const {
    if (token(match.first_token).pos != "PROPN" && !curated) return false;
    if (is_before_region(match.end_token)) {
      reason = "before a region";
      return true;
    }
    if (is_before_civic(match)) {
      reason = "before a word for what towns have";
      return true;
    }
    if (person_words_.contains(match.key)) return false;
    if (place_labels_.contains(match.key)) {
      reason = "elsewhere labelled a place";
      return true;
    }
    if (curated) {
      reason = "in the tables";
      return true;
    }
    if ((is_behind_locative(match.first_token) || is_behind_kind(match.first_token)) && largest(match) > 0) {
      reason = "behind a preposition of place";
      return true;
    }
    if (is_supported(match) && !is_headline(match.first_token)) {
      reason = "a place of a country in the text";
      return true;
    }
    reason = "a large city";
    return largest(match) >= kLargeCity && !is_headline(match.first_token);
  }

  void add(Match match, std::string evidence) {
    auto [at, is_new] = sense_of_.try_emplace(match.key, static_cast<uint32_t>(found_.senses.size()));
    if (is_new) found_.senses.push_back({match.key, std::move(match.entries)});
    found_.names.push_back({span(match.first_token, match.end_token), match.first_token, match.end_token, at->second, std::move(evidence)});
  }

  // Places that the recognizer knows and no table does.
  void add_unknown_entities() {
    std::vector<bool> taken(token_count(), false);
    for (const PlaceName& name : found_.names) std::fill(taken.begin() + name.first_token, taken.begin() + name.end_token, true);
    size_t known = found_.names.size();
    for (const Entity& entity : parse_.entities) {
      if (entity.label != "GPE" && entity.label != "LOC") continue;
      if (std::any_of(taken.begin() + entity.first_token, taken.begin() + entity.end_token, [](bool is_taken) { return is_taken; })) continue;
      uint32_t first = entity.first_token, end = entity.end_token;
      if (first + 1 < end && lower(first) == "the") ++first;
      if (first + 1 < end && token(end - 1).tag == "POS") --end;
      if (!starts_upper(word(first)) || is_word(first, "not_place") || place_key(document_.slice(span(first, end))).empty()) continue;
      std::string key = place_key(document_.slice(span(first, end)));
      if (person_words_.contains(key) || person_labels_[key] >= place_labels_[key]) continue;
      add({first, end, "?" + place_key(document_.slice(span(first, end))), {}}, std::string(entity.label) + ", in no table");
    }
    std::inplace_merge(found_.names.begin(), found_.names.begin() + static_cast<long>(known), found_.names.end(),
                       [](const PlaceName& a, const PlaceName& b) { return a.first_token < b.first_token; });
  }

  const Document& document_;
  const Parse& parse_;
  const PlaceTables& tables_;
  PlaceNames found_;
  std::unordered_map<std::string, uint32_t> sense_of_;
  std::unordered_map<std::string, int> place_labels_, person_labels_;
  std::unordered_set<std::string> person_words_, countries_;
};

}  // namespace

PlaceNames find_place_names(const Document& document, const Parse& parse, const PlaceTables& tables) {
  return PlaceNameFinder(document, parse, tables).find();
}

}  // namespace casus
