// SPDX-License-Identifier: Apache-2.0
#include "find/time_conditions.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace casus {
namespace {

bool has(const TimePlace& place, const char* list, std::string_view word) { return place.lists.has(list, word); }

std::string_view word_before(const TimePlace& place) {
  bool reachable = place.first > 0 && !place.atoms[place.first].after_break;
  return reachable ? std::string_view(place.atoms[place.first - 1].text) : std::string_view{};
}

// The atom `ahead` of the end of the expression; nothing at the end of a paragraph.
const TimeAtom* atom_after(const TimePlace& place, size_t ahead = 0) {
  for (size_t i = place.last; i <= place.last + ahead; ++i) {
    if (i >= place.atoms.size() || place.atoms[i].after_break) return nullptr;
  }
  return &place.atoms[place.last + ahead];
}

std::string_view word_after(const TimePlace& place, size_t ahead = 0) {
  const TimeAtom* atom = atom_after(place, ahead);
  return atom != nullptr ? std::string_view(atom->text) : std::string_view{};
}

const Token& token_of(const TimePlace& place, size_t atom) { return place.parse.tokens[place.atoms[atom].token]; }

std::string_view tag_after(const TimePlace& place) {
  const TimeAtom* atom = atom_after(place);
  return atom != nullptr ? place.parse.tokens[atom->token].tag : std::string_view{};
}

// Empty counts as punctuation: the paragraph ends.
bool is_punctuation(std::string_view word) {
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return std::string_view(".,;:)]!?\"'-").find(c) != std::string_view::npos; });
}

bool is_noun(std::string_view tag) { return tag.starts_with("NN"); }
bool begins_noun_phrase(std::string_view tag) { return is_noun(tag) || tag.starts_with("JJ") || tag == "CD"; }

// "1600 Pennsylvania Avenue".
bool opens_address(const TimePlace& place) {
  constexpr size_t kMostWords = 4;
  for (size_t ahead = 0; ahead < kMostWords; ++ahead) {
    const TimeAtom* atom = atom_after(place, ahead);
    if (atom == nullptr || !atom->capital) return false;
    if (ahead > 0 && has(place, "street", atom->text)) return true;
  }
  return false;
}

bool year(const TimePlace& place) {
  const TimeAtom& atom = place.atoms[place.first];
  std::string_view before = word_before(place);
  if (place.first > 0 && atom.glued && !has(place, "opening", before)) return false;
  if (opens_address(place)) return false;
  if (has(place, "before_number", before) || has(place, "after_number", word_after(place))) return false;
  const Token& token = token_of(place, place.first);
  bool amount = has(place, "amount", before);
  if (counts_things(place)) return atom.number >= 1900 && atom.number % 50 != 0 && !amount;
  bool early =
      atom.number < 1500 && token.dep != "pobj" && token.dep != "npadvmod" && !has(place, "before_year", before);
  return !early && !(amount && token.dep == "nummod");
}

bool year_range(const TimePlace& place) {
  return year(place) && place.values.size() == 2 && place.values[0] < place.values[1];
}

bool year3(const TimePlace& place) {
  return token_of(place, place.first).dep == "pobj" && is_punctuation(word_after(place)) && word_after(place) != "-";
}

bool year3_end(const TimePlace& place) { return !counts_things(place) && is_punctuation(word_after(place)); }

bool apostrophe_year(const TimePlace& place) {
  return !place.atoms[place.first].glued && word_after(place) != "'" && !counts_things(place);
}

bool in_person_name(const TimePlace& place) {
  const uint32_t token = place.atoms[place.first].token;
  if (token >= place.parse.entity_of.size() || place.parse.entity_of[token] < 0) return false;
  return place.parse.entities[static_cast<size_t>(place.parse.entity_of[token])].label == "PERSON";
}

bool month(const TimePlace& place) {
  const Token& token = token_of(place, place.first);
  if (token.tag == "MD" || token.tag.starts_with("VB")) return false;
  const std::string& word = place.atoms[place.first].text;
  std::string_view before = word_before(place);
  if (!has(place, "name_month", word) || before.empty()) return true;
  if (word == "march" && has(place, "no_march", before)) return false;
  bool after_name =
      place.atoms[place.first - 1].capital && before.size() > 1 && token_of(place, place.first - 1).tag == "NNP";
  return !after_name && !in_person_name(place);
}

// "the Prague Spring" is a name; "the Spring Offensive" still says when.
bool season(const TimePlace& place) {
  const TimeAtom& atom = place.atoms[place.last - 1];
  const Token& token = token_of(place, place.last - 1);
  if (token.tag.starts_with("VB")) return false;
  bool after_name = place.first + 1 == place.last && word_before(place).size() > 3 &&
                    place.atoms[place.first - 1].capital && token_of(place, place.first - 1).sentence == token.sentence;
  return !atom.capital || !after_name;
}

bool fall(const TimePlace& place) {
  return has(place, "led_by_fall", word_before(place)) && word_after(place) != "of" &&
         is_noun(token_of(place, place.last - 1).tag);
}

bool clause_end(const TimePlace& place) {
  const std::string& last = place.atoms[place.last - 1].text;
  if (word_after(place) == "than") return false;
  if (is_punctuation(word_after(place))) return true;
  if (has(place, "open_noun", last)) return !begins_noun_phrase(tag_after(place));
  return !has(place, "open_end", last);
}

bool reference(const TimePlace& place) {
  const TimeAtom* after = atom_after(place);
  return after == nullptr || after->text != "-" || !after->glued;
}

bool range(const TimePlace& place) {
  if (place.values.size() < 2) return true;
  std::string_view first = place.values[0], second = place.values[1];
  return first.substr(0, 10) < second.substr(0, 10);
}

bool clock(const TimePlace& place) {
  for (size_t i = place.first; i < place.last; ++i) {
    if (has(place, "clock_mark", place.atoms[i].text)) return true;
  }
  std::string_view before = word_before(place);
  bool two_digits = place.last == place.first + 1 && place.atoms[place.first].text.size() == 5;
  return has(place, "led_by_clock", before) || (two_digits && before != "[" && before != "-" && before != ":");
}

// "the Daily Herald" is a name.
bool adverb(const TimePlace& place) {
  const TimeAtom& atom = place.atoms[place.first];
  if (!atom.capital || place.first == 0 || atom.after_break) return true;
  return token_of(place, place.first - 1).sentence != token_of(place, place.first).sentence;
}

bool amount(const TimePlace& place) {
  std::string_view after = word_after(place), next = word_after(place, 1), before = word_before(place);
  const TimeAtom& first = place.atoms[place.first];
  const std::string& unit = place.atoms[place.last - 1].text;
  bool age = has(place, "age_after", after) || (after == "-" && has(place, "age_after", next)) ||
             (after == "of" && next == "age") || has(place, "age_before", before);
  bool year_and_day = place.last == place.first + 2 && first.number >= 1000 && !unit.ends_with('s');
  bool share = unit.starts_with("quarter") &&
               (after == "of" || first.text == "a" || first.text == "one" || first.text == "three");
  return !age && !year_and_day && !share && !(after == "-" && next == "long" && place.last - place.first > 1);
}

bool bare_units(const TimePlace& place) { return !has(place, "age_after", word_after(place)); }

bool day_number(const TimePlace& place) {
  const char figure = place.atoms[place.last - 1].text.front();
  if (figure < '0' || figure > '9' || !has(place, "led_by_day", word_before(place))) return false;
  return word_after(place) != "-" && !begins_noun_phrase(tag_after(place));
}

bool no_unit(const TimePlace& place) {
  if (is_punctuation(word_after(place))) return word_after(place) != "-";
  bool ordinal = place.atoms[place.last - 1].number < 0;
  return ordinal && !begins_noun_phrase(tag_after(place));
}

using Check = bool (*)(const TimePlace&);
constexpr std::array<std::pair<std::string_view, Check>, 17> kConditions = {{
    {"year", year},
    {"year_range", year_range},
    {"year3", year3},
    {"year3_end", year3_end},
    {"apostrophe_year", apostrophe_year},
    {"month", month},
    {"season", season},
    {"fall", fall},
    {"clause_end", clause_end},
    {"reference", reference},
    {"range", range},
    {"clock", clock},
    {"adverb", adverb},
    {"amount", amount},
    {"bare_units", bare_units},
    {"day_number", day_number},
    {"no_unit", no_unit},
}};

Check find_check(const std::string& name) {
  for (const auto& [known, check] : kConditions) {
    if (known == name) return check;
  }
  return nullptr;
}

}  // namespace

bool counts_things(const TimePlace& place) {
  const uint32_t last = place.atoms[place.last - 1].token;
  const Token& token = place.parse.tokens[last];
  const std::string_view head = place.parse.tokens[token.head].tag;
  return token.dep == "nummod" && token.head > last && (head == "NNS" || head == "NNPS");
}

bool is_time_condition(const std::string& name) { return find_check(name) != nullptr; }

bool time_condition_holds(const std::string& name, const TimePlace& place) { return find_check(name)(place); }

}  // namespace casus
