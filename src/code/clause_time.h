// SPDX-License-Identifier: Apache-2.0
// Which time expressions belong to which clause, and what a clause's verb says about time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "casus/analysis.h"

namespace casus {

enum class ClauseTense { Past, Present, Perfect, Pluperfect, Future, None };

bool is_verb_token(const Token& token);
ClauseTense clause_tense(const Parse& parse, uint32_t verb);
// The first verb at or behind token `from` that a sentence turns on: not inside a relative clause or another modifier.
// The number of tokens if there is none.
uint32_t main_verb(const Parse& parse, const Sentence& sentence, uint32_t from);
std::string lower_word(const Analysis& text, uint32_t token);

// How an expression hangs on the clause it is in.
struct ClauseTime {
  size_t expression = 0;    // index into Links::times
  uint32_t verb = 0;        // the verb of its clause; the number of tokens if there is none
  uint32_t noun = 0;        // the noun it hangs on, or the number of tokens if it hangs on the verb itself
  std::string preposition;  // that governs it, lower case; empty if none
  bool is_behind_event = false;  // "after the test in January": of what the clause is only before or after
};

// One entry for each of Links::times.
std::vector<ClauseTime> clause_times(const Analysis& text);

// The days an expression stands for in its place: joined with its partner in a range ("26-27 April"), open after
// "since" up to the day of publication, open before after "until". Nothing if it covers no days.
std::optional<TimeSpan> days_in_place(const Analysis& text, const ClauseTime& time);

}  // namespace casus
