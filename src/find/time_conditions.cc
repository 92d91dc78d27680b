// SPDX-License-Identifier: Apache-2.0
#include "find/time_conditions.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace casus {
namespace {

using Words = std::initializer_list<std::string_view>;

bool one_of(std::string_view word, Words words) { return std::find(words.begin(), words.end(), word) != words.end(); }

std::string_view word_before(const TimePlace& place) {
  bool reachable = place.first > 0 && !place.atoms[place.first].after_break;
  return reachable ? std::string_view(place.atoms[place.first - 1].text) : std::string_view{};
}

// Empty at the end of a paragraph.
std::string_view word_after(const TimePlace& place, size_t ahead = 0) {
  size_t at = place.last + ahead;
  for (size_t i = place.last; i <= at; ++i) {
    if (i >= place.atoms.size() || place.atoms[i].after_break) return {};
  }
  return place.atoms[at].text;
}

const Token& token_of(const TimePlace& place, size_t atom) { return place.parse.tokens[place.atoms[atom].token]; }

bool is_punctuation(std::string_view word) {
  return word.empty() || one_of(word, {".", ",", ";", ":", ")", "]", "!", "?", "\"", "''", "'", "-", "--", "..."});
}

bool is_noun(std::string_view tag) { return tag.starts_with("NN"); }
bool is_plural(std::string_view tag) { return tag == "NNS" || tag == "NNPS"; }

// True if the number counts the noun behind it: "1500 soldiers", but not "the 2008 elections".
bool counts_things(const TimePlace& place) {
  const Token& token = token_of(place, place.last - 1);
  const Token& head = place.parse.tokens[token.head];
  return token.dep == "nummod" && token.head > place.atoms[place.last - 1].token && is_plural(head.tag);
}

bool year(const TimePlace& place) {
  const TimeAtom& atom = place.atoms[place.first];
  std::string_view before = word_before(place), after = word_after(place);
  bool glued_before = place.first > 0 && atom.glued && !one_of(before, {"(", "[", "-", "/", "\"", "'", "``", "", "—"});
  if (glued_before || one_of(before, {"$", "£", "€", "#", "no", "us$", "number", "page", "room", "boeing", "resolution", "section", "article", "rule"})) return false;
  if (one_of(after, {"%", "percent", "per", "km", "m", "meters", "metres", "kilometers", "kilometres", "miles", "feet", "tons", "dollars", "euros", "hours", "years", "days", "mw", "degrees", "million", "thousand", "billion", "pounds", "yards", "acres"})) return false;
  if (place.last < place.atoms.size() && place.atoms[place.last].glued && one_of(after, {"$", ":"}) && after == "$") return false;
  if (!counts_things(place)) {
    const Token& token = token_of(place, place.first);
    if (atom.number < 1500 && token.dep != "pobj" && token.dep != "npadvmod" && !one_of(before, {"in", "of", "since", "(", "-", "and"})) return false;
    bool amount = one_of(before, {"about", "over", "some", "nearly", "approximately", "least", "than", "almost"});
    return !(amount && token.dep == "nummod");
  }
  bool modern = atom.number >= 1900 && atom.number % 50 != 0;
  return modern && !one_of(before, {"about", "over", "some", "nearly", "approximately", "least", "than", "almost", "another"});
}

// A number of three digits is a year only as the whole object of its preposition: "in 373."
bool year3(const TimePlace& place) {
  return token_of(place, place.first).dep == "pobj" && is_punctuation(word_after(place)) && word_after(place) != "-";
}

// "30 September 420": three digits behind a month, that count nothing.
bool year3_end(const TimePlace& place) { return !counts_things(place) && is_punctuation(word_after(place)); }

bool apostrophe_year(const TimePlace& place) {
  return !place.atoms[place.first].glued && word_after(place) != "'" && !counts_things(place);
}

bool month(const TimePlace& place) {
  const Token& token = token_of(place, place.first);
  if (token.tag == "MD" || token.tag.starts_with("VB")) return false;
  const std::string& word = place.atoms[place.first].text;
  bool ambiguous = one_of(word, {"may", "march", "august", "april", "june", "mar", "jan", "sep", "dec"});
  if (!ambiguous || place.first == 0) return true;
  if (word == "march" && one_of(word_before(place), {"the", "'s", "his", "their", "a"})) return false;
  const TimeAtom& before = place.atoms[place.first - 1];
  bool after_name = before.capital && token_of(place, place.first - 1).tag == "NNP" && before.text.size() > 1 && !place.atoms[place.first].after_break;
  bool in_person = !place.parse.entity_of.empty() && place.parse.entity_of[place.atoms[place.first].token] >= 0 &&
                   place.parse.entities[static_cast<size_t>(place.parse.entity_of[place.atoms[place.first].token])].label == "PERSON";
  return !after_name && !in_person;
}

bool season(const TimePlace& place) {
  const TimeAtom& atom = place.atoms[place.last - 1];
  const Token& token = token_of(place, place.last - 1);
  if (token.tag.starts_with("VB")) return false;
  bool after_name = place.first > 0 && place.atoms[place.first - 1].capital && place.atoms[place.first - 1].text.size() > 3 &&
                    token_of(place, place.first - 1).sentence == token.sentence && place.first + 1 == place.last;
  return !atom.capital || !after_name;
}

bool fall(const TimePlace& place) {
  return one_of(word_before(place), {"in", "by", "during", "until", "since", "from", "through", "throughout"}) && word_after(place) != "of" &&
         is_noun(token_of(place, place.last - 1).tag);
}

// "before" and "after" end an expression only where no noun or clause follows.
bool clause_end(const TimePlace& place) {
  const std::string& last = place.atoms[place.last - 1].text;
  if (word_after(place) == "than") return false;
  bool open = one_of(last, {"before", "after", "prior", "past", "future", "present", "following"});
  if (!open || is_punctuation(word_after(place))) return true;
  std::string_view next = token_of(place, std::min(place.last, place.atoms.size() - 1)).tag;
  return one_of(last, {"future", "past"}) && !is_noun(next) && !next.starts_with("JJ") && next != "CD";
}

bool reference(const TimePlace& place) {
  return word_after(place) != "-" || place.last >= place.atoms.size() || !place.atoms[place.last].glued;
}

// "1991-92": the second year has to follow the first.
bool year_range(const TimePlace& place) { return year(place) && place.values.size() == 2 && place.values[0] < place.values[1]; }

bool range(const TimePlace& place) {
  if (place.values.size() < 2) return true;
  std::string_view a = place.values[0], b = place.values[1];
  return a.size() < 2 || b.size() < 2 || a.substr(0, 10) < b.substr(0, 10);
}

bool clock(const TimePlace& place) {
  for (size_t i = place.first; i < place.last; ++i) {
    if (one_of(place.atoms[i].text, {"am", "pm", "o'clock", "gmt", "utc", "est", "edt", "cet", "bst", "pst", "pdt"})) return true;
  }
  bool led = one_of(word_before(place), {"at", "by", "until", "around", "before", "after", "since", "from", "to", "about", "till"});
  bool two_digits = place.atoms[place.first].text.size() == 5 && place.atoms[place.first].number < 0;
  return led || (two_digits && place.last == place.first + 1 && !one_of(word_before(place), {"[", "-", ":"}));
}

bool adverb(const TimePlace& place) {
  const TimeAtom& atom = place.atoms[place.first];
  bool starts = place.first == 0 || atom.after_break || token_of(place, place.first - 1).sentence != token_of(place, place.first).sentence;
  return !atom.capital || starts;
}

bool amount(const TimePlace& place) {
  std::string_view after = word_after(place), next = word_after(place, 1);
  if (one_of(after, {"old", "older", "younger"}) || (after == "-" && next == "old") || (after == "of" && next == "age")) return false;
  if (one_of(word_before(place), {"age", "ages", "aged"})) return false;
  bool year_like = place.last == place.first + 2 && place.atoms[place.first].number >= 1000;
  if (year_like && !place.atoms[place.last - 1].text.ends_with('s')) return false;
  const std::string& unit = place.atoms[place.last - 1].text;
  bool share = unit.starts_with("quarter") && (after == "of" || one_of(place.atoms[place.first].text, {"a", "one", "three"}));
  return !share;
}

bool bare_units(const TimePlace& place) { return !one_of(word_after(place), {"old", "older"}); }

// "the 20th" stands for a day only where no noun follows, and only in figures.
bool day_number(const TimePlace& place) {
  const std::string& figure = place.atoms[place.last - 1].text;
  bool in_figures = figure.front() >= '0' && figure.front() <= '9';
  bool led = one_of(word_before(place), {"on", "by", "until", "of", "from", "since", "to", "and"});
  bool before_noun = place.last < place.atoms.size() && !word_after(place).empty() &&
                     (is_noun(token_of(place, place.last).tag) || token_of(place, place.last).tag.starts_with("JJ") || word_after(place) == "-" ||
                      token_of(place, place.last).tag == "CD");
  return in_figures && led && !before_noun;
}

// A weekday and a number are a date only where the number counts nothing: "Friday 12", but not "On Friday 12 people".
bool no_unit(const TimePlace& place) {
  std::string_view after = word_after(place);
  if (is_punctuation(after)) return after != "-";
  const Token& next = token_of(place, place.last);
  bool ordinal = place.atoms[place.last - 1].number < 0;
  return ordinal && !is_noun(next.tag) && !next.tag.starts_with("JJ") && next.tag != "CD";
}

using Check = bool (*)(const TimePlace&);
constexpr std::array<std::pair<std::string_view, Check>, 17> kConditions = {{
    {"year", year}, {"year3", year3}, {"apostrophe_year", apostrophe_year}, {"month", month}, {"season", season}, {"fall", fall},
    {"clause_end", clause_end}, {"reference", reference}, {"range", range}, {"clock", clock}, {"adverb", adverb}, {"amount", amount},
    {"bare_units", bare_units}, {"day_number", day_number}, {"no_unit", no_unit}, {"year_range", year_range}, {"year3_end", year3_end},
}};

Check find_check(const std::string& name) {
  for (const auto& [known, check] : kConditions) {
    if (known == name) return check;
  }
  return nullptr;
}

}  // namespace

bool day_counts_things(const TimePlace& place) { return counts_things(place); }

bool is_time_condition(const std::string& name) { return find_check(name) != nullptr; }

bool time_condition_holds(const std::string& name, const TimePlace& place) { return find_check(name)(place); }

}  // namespace casus
