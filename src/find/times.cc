// SPDX-License-Identifier: Apache-2.0
#include "find/times.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "find/time_atoms.h"
#include "find/time_conditions.h"
#include "find/time_direction.h"

namespace casus {
namespace {

bool passes(const TimeMatch& match, const Parse& parse, const TimeLists& lists, const std::vector<TimeAtom>& atoms) {
  const TimeMatch::Extent& first = match.extents.front();
  // "In May 12 people": after "in" stands a month, not a day.
  bool bare_day = first.end == first.start + 2 && atoms[first.end - 1].number > 0 && atoms[first.end - 1].number <= 31;
  std::vector<std::string> values;
  for (const TimeMatch::Extent& extent : match.extents) values.push_back(extent.value);
  const TimePlace place{parse, lists, atoms, first.start, first.end, values};
  bool after_in = first.start > 0 && atoms[first.start - 1].text == "in" && first.value.starts_with("XXXX-");
  if (bare_day && atoms[first.start].number < 0 && after_in && counts_things(place)) return false;
  return match.condition.empty() || time_condition_holds(match.condition, place);
}

// "2021-04-28", "XXXX-04-28": with a month and a day.
bool names_a_day(std::string_view value) {
  std::string_view date = value.substr(0, value.find(' '));
  return date.size() == 10 && date[4] == '-' && date[7] == '-';
}

// "the war, which began when troops crossed the river in June 1950": told on the way.
bool in_relative_clause(const Parse& parse, const TimeMention& mention) {
  uint32_t at = mention.first_token;
  for (size_t verbs = 0; verbs < 3 && parse.tokens[at].head != at;) {
    at = parse.tokens[at].head;
    bool verb = parse.tokens[at].pos == "VERB" || parse.tokens[at].pos == "AUX";
    if (verb && parse.tokens[at].dep == "relcl") return true;
    verbs += verb;
  }
  return false;
}

// An expression that only describes a thing ("the 1975 accord", "(1861)") does not move the narrative on.
bool is_aside(const Parse& parse, const TimeMention& mention, std::string_view before, std::string_view after) {
  if ((before == "(" || before == "[") && (after == ")" || after == "]")) return true;
  if (in_relative_clause(parse, mention)) return true;
  if (names_a_day(mention.value)) return false;
  const Token& last = parse.tokens[mention.end_token - 1];
  bool modifies =
      last.dep == "nummod" || last.dep == "compound" || last.dep == "amod" || last.dep == "nmod" || last.dep == "poss";
  return modifies && last.head >= mention.end_token && parse.tokens[last.head].pos != "VERB";
}

std::string_view direction_term(TimeDirection direction) {
  switch (direction) {
    case TimeDirection::Past:
      return " past";
    case TimeDirection::Present:
      return " present";
    case TimeDirection::Future:
      return " future";
    case TimeDirection::Unknown:
      return "";
  }
  return "";
}

void add_terms(TimeMention& mention, const Parse& parse, const TimeLists& lists, std::string_view before,
               std::string_view after) {
  if (mention.type == TimexType::Set || mention.type == TimexType::Duration) return;
  bool year = mention.value.size() >= 4 && mention.value[0] >= '0' && mention.value[0] <= '9';
  bool open = year || mention.value.starts_with("XXXX-") || mention.value.starts_with("weekday:") ||
              mention.value.starts_with("this:") || mention.value == "shift:WE:0";
  bool decided = mention.value.find(" past") != std::string::npos || mention.value.find(" future") != std::string::npos;
  if (open && !decided) {
    bool until = before == "until" || before == "till";
    TimeDirection direction = time_direction(parse, mention.first_token, mention.end_token, lists);
    if (until && direction == TimeDirection::Unknown) direction = TimeDirection::Future;
    mention.value += direction_term(direction);
  }
  if (is_aside(parse, mention, before, after)) mention.value += " aside";
}

}  // namespace

std::vector<TimeMention> find_times(const Document& document, const Parse& parse, const TimeGrammar& grammar) {
  const std::vector<TimeAtom> atoms = time_atoms(document, parse);
  std::vector<TimeMention> mentions;
  std::vector<TimeMatch> waiting;  // matches whose expression starts behind words the pattern only looks back at
  for (size_t at = 0; at < atoms.size();) {
    std::vector<TimeMatch> matches = std::exchange(waiting, {});
    for (TimeMatch& match : grammar.matches_at(atoms, at)) matches.push_back(std::move(match));
    auto later = std::stable_partition(matches.begin(), matches.end(),
                                       [&](const TimeMatch& m) { return m.extents.front().start <= at; });
    std::move(later, matches.end(), std::back_inserter(waiting));
    matches.erase(later, matches.end());
    std::erase_if(matches, [&](const TimeMatch& m) {
      return m.extents.front().start < at || !passes(m, parse, grammar.lists(), atoms);
    });
    auto match = std::max_element(matches.begin(), matches.end(),
                                  [](const TimeMatch& a, const TimeMatch& b) { return a.end < b.end; });
    if (match == matches.end()) {
      ++at;
      continue;
    }
    for (const TimeMatch::Extent& extent : match->extents) {
      TimeMention mention{{atoms[extent.start].span.start, atoms[extent.end - 1].span.end},
                          atoms[extent.start].token,
                          atoms[extent.end - 1].token + 1,
                          match->type,
                          extent.value};
      std::string_view before = extent.start > 0 ? std::string_view(atoms[extent.start - 1].text) : std::string_view{};
      std::string_view after =
          extent.end < atoms.size() ? std::string_view(atoms[extent.end].text) : std::string_view{};
      // In "the night of 15-16 June" only the first is a time of day.
      if (mention.type == TimexType::Time && mention.value.find('T') == std::string::npos &&
          mention.value != "overnight") {
        mention.type = TimexType::Date;
      }
      add_terms(mention, parse, grammar.lists(), before, after);
      mentions.push_back(std::move(mention));
    }
    at = std::max(at + 1, match->extents.back().end);
  }
  return mentions;
}

}  // namespace casus
