// SPDX-License-Identifier: Apache-2.0
#include "question/wording.h"

#include <algorithm>

#include "base/utf8.h"

namespace casus {
namespace {

using Match = PhraseList::Match;

bool is_gradual(ChangeDirection direction) { return direction == ChangeDirection::Rise || direction == ChangeDirection::Surge || direction == ChangeDirection::Fall; }

bool has_any(std::string_view kind, const QuestionWords& words, const QuestionTables& tables) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (tables.is(kind, words, i)) return true;
  }
  return false;
}

const Match* match_at(const std::vector<Match>& matches, size_t first) {
  auto found = std::find_if(matches.begin(), matches.end(), [&](const Match& match) { return match.first == first; });
  return found == matches.end() ? nullptr : &*found;
}

// "Russia to step up attacks?"
bool is_headline_future(const Wording& wording) {
  return std::any_of(wording.changes.begin(), wording.changes.end(), [&](const Match& change) { return change.first > 0 && wording.words.written[change.first - 1] == "to"; });
}

bool asks_twice(const Wording& wording, const QuestionTables& tables) {
  const QuestionWords& words = wording.words;
  if (std::count(words.written.begin(), words.written.end(), "?") > 1) return true;
  for (size_t i = 1; i + 1 < words.size(); ++i) {
    if (tables.is("together", words, i) && (words.written[i] == "and") && (tables.is("future", words, i + 1) || tables.is("open", words, i + 1))) return true;
  }
  return false;
}

// "rising tensions", "the escalation": the thing that changes, not the change.
bool is_thing(const Wording& wording, const QuestionTables& tables, const Match& change) {
  bool is_modifier = wording.words.written[change.first].ends_with("ing") && match_at(wording.kinds, change.end);
  bool is_named = change.first > 0 && tables.is("determiner", wording.words, change.first - 1) && tables.changes[change.row].speaks_of_conflict;
  return is_modifier || is_named;
}

std::vector<Match> gradual_changes(const Wording& wording, const QuestionTables& tables) {
  std::vector<Match> found;
  for (const Match& change : wording.changes) {
    const ChangeRow& row = tables.changes[change.row];
    if (!is_gradual(row.direction)) continue;
    bool is_by_kind = match_at(wording.kinds, change.end) || match_at(wording.kinds, change.end + 1) || match_at(wording.kinds, change.end + 2);
    if (row.is_next_to_kind && !is_by_kind) continue;
    found.push_back(change);
  }
  if (found.size() > 1) {
    auto last = std::remove_if(found.begin(), found.end(), [&](const Match& change) { return is_thing(wording, tables, change); });
    if (last != found.begin()) found.erase(last, found.end());
  }
  return found;
}

// What changes: behind "a surge in", else what is no circumstance and stands nearest.
std::optional<Match> kind_of_change(const Wording& wording, const QuestionTables& tables, const Match& change) {
  const auto& words = wording.words;
  if (change.end < words.size() && (words.written[change.end] == "in" || words.written[change.end] == "of")) {
    for (size_t ahead = 1; ahead <= 3; ++ahead) {
      if (const Match* kind = match_at(wording.kinds, change.end + ahead)) return *kind;
    }
  }
  std::optional<Match> best;
  size_t best_distance = 0;
  for (const Match& kind : wording.kinds) {
    if (kind.first < change.end && change.first < kind.end) continue;
    size_t before = kind.first;
    while (before > 0 && tables.is("determiner", words, before - 1)) --before;
    bool is_circumstance = before > 0 && tables.is("circumstance", words, before - 1);
    size_t distance = (kind.first >= change.end ? kind.first - change.end : change.first - kind.end) + (is_circumstance ? words.size() : 0);
    if (!best || distance < best_distance) {
      best = kind;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace

Wording::Wording(const Analysis& analysis, const QuestionTables& tables) {
  const Parse& parse = analysis.parse;
  for (const Token& token : parse.tokens) {
    words.written.push_back(to_lower(analysis.document.slice(token.span)));
    words.lemmas.push_back(to_lower(token.lemma));
  }
  is_known.assign(words.size(), false);
  horizons = tables.horizon_phrases.all(words);
  kinds = tables.kind_phrases.all(words);
  for (size_t at = 0; at < words.size();) {
    Match found = tables.change_phrases.match(words, at);
    if (found.end == at || found.end == at + 1) {
      Match apart = tables.change_phrases.apart(words, at, tables.words.find("particle")->second);
      if (apart.end > at) found = apart;
    }
    if (found.end > at) changes.push_back(found);
    at = std::max(found.end, at + 1);
  }
  // "Congolese troops" and "the Somali government" act; they are not what changes.
  auto is_of_actor = [&](const Match& kind) {
    for (size_t i = 0; i < analysis.links.actors.size(); ++i) {
      const Mention& mention = analysis.mentions.actors[i];
      bool is_told = analysis.links.actors[i].actor.coded() && !analysis.links.actors[i].country_guessed;
      if (is_told && mention.head > mention.first_token && mention.head + 1 == kind.end) return true;
    }
    return false;
  };
  std::erase_if(kinds, is_of_actor);
  auto mark = [&](const std::vector<Match>& matches) {
    for (const Match& match : matches) std::fill(is_known.begin() + static_cast<ptrdiff_t>(match.first), is_known.begin() + static_cast<ptrdiff_t>(match.end), true);
  };
  mark(horizons);
  mark(kinds);
  mark(changes);
  for (const auto& [kind, phrases] : tables.words) mark(phrases.all(words));
  for (size_t i = 0; i < words.size(); ++i) {
    for (const TimeExpression& time : analysis.links.times) is_known[i] = is_known[i] || time.span.overlaps(parse.tokens[i].span);
  }
}

QuestionFault fault_of_form(const Wording& wording, const QuestionTables& tables, std::string_view text) {
  const QuestionWords& words = wording.words;
  if (words.size() == 0) return QuestionFault::NotQuestion;
  bool is_marked = text.find('?') != std::string_view::npos;
  bool is_opened = tables.is("future", words, 0) || tables.is("chance", words, 0);
  bool is_present = tables.is("present", words, 0), is_past = tables.is("past", words, 0), is_open = tables.is("open", words, 0), is_opinion = tables.is("opinion", words, 0);
  if (!is_marked && !is_opened && !is_present && !is_past && !is_open && !is_opinion) return QuestionFault::NotQuestion;
  if (asks_twice(wording, tables)) return QuestionFault::Several;
  if (is_opened) return QuestionFault::None;
  if (is_open) return QuestionFault::Open;
  if (is_opinion) return QuestionFault::Opinion;
  if (is_past) return QuestionFault::NotFuture;
  bool is_ahead = has_any("future", words, tables) || has_any("ahead", words, tables) || (!is_present && is_headline_future(wording));
  return is_ahead ? QuestionFault::None : QuestionFault::NotFuture;
}

QuestionFault fault_of_limits(const Wording& wording, const Analysis& analysis, const QuestionTables& tables) {
  const QuestionWords& words = wording.words;
  if (has_any("condition", words, tables)) return QuestionFault::Conditional;
  for (size_t i = 0; i < words.size(); ++i) {
    if (tables.is("negation", words, i) && (i == 0 || !tables.is("alternative", words, i - 1))) return QuestionFault::Negated;
    bool is_number = analysis.parse.tokens[i].tag == "CD" || (!words.written[i].empty() && is_digit(words.written[i][0]));
    if (!is_number || wording.is_known[i]) continue;
    for (size_t k = i + 1; k < std::min(words.size(), i + 4); ++k) {
      if (tables.is("counted", words, k)) return QuestionFault::Number;
    }
  }
  return QuestionFault::None;
}

AskedChange find_change(const Wording& wording, const QuestionTables& tables) {
  AskedChange asked;
  std::vector<Match> gradual = gradual_changes(wording, tables);
  for (const Match& change : gradual) {
    ChangeDirection direction = tables.changes[change.row].direction;
    bool is_first = !asked.change.has_value();
    if (is_first) {
      asked.change = change;
      asked.direction = direction;
    } else if ((direction == ChangeDirection::Fall) != (asked.direction == ChangeDirection::Fall)) {
      asked.has_two = true;
    } else if (direction == ChangeDirection::Surge) {
      asked.direction = direction;
    }
  }
  for (const Match& change : wording.changes) {
    ChangeDirection direction = tables.changes[change.row].direction;
    // "stop escalating" is neither a rise nor a fall.
    bool ends_it = asked.change && direction == ChangeDirection::End && change.end == asked.change->first;
    bool is_thing_too = std::any_of(wording.kinds.begin(), wording.kinds.end(), [&](const Match& kind) { return kind.first <= change.first && change.first < kind.end; });
    if (is_gradual(direction) || (asked.change && !ends_it)) continue;
    if (asked.change || !is_thing_too || direction == ChangeDirection::Begin) {
      asked.change = change;
      asked.direction = direction;
    }
  }
  if (asked.change) asked.kind = kind_of_change(wording, tables, *asked.change);
  else if (!wording.kinds.empty()) asked.kind = wording.kinds.front();
  return asked;
}

}  // namespace casus
