// SPDX-License-Identifier: Apache-2.0
// The dates that a text itself gives to a clause, a noun, a sentence or a paragraph: no step from one clause to another.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "code/clause_time.h"

namespace casus {

// A date found for a clause, and by which rule.
struct FoundDate {
  EventDate date;
  std::string why;
};

class OwnDates {
 public:
  explicit OwnDates(const Analysis& text);

  // The expressions that hang on a noun: "the raid of 3 May".
  std::optional<FoundDate> of_noun(uint32_t noun) const;
  // The expressions of the verb's own clause.
  std::optional<FoundDate> of_clause(uint32_t verb) const;
  // "for three days" up to the day of writing; "hours before the announcement" on it.
  std::optional<FoundDate> of_duration(uint32_t verb) const;
  // "Remember 2012: the army toppled the president."
  std::optional<FoundDate> of_colon(uint32_t verb) const;
  // "Mon 23. The ministers meet ...": a paragraph that opens with a date and a full stop, colon or dash.
  std::optional<FoundDate> of_heading_of(uint32_t trigger) const;
  // True if the clause has a time that names no days ("before the summit", "recently").
  bool has_open_time(uint32_t verb) const;
  // True if the last day told in the past tense before `verb` (or else the first in the text) is the day of publication.
  bool is_told_of_the_day(uint32_t verb) const;

  const std::vector<ClauseTime>& times() const { return times_; }
  const std::optional<Date>& published() const { return published_; }

 private:
  const Token& token(uint32_t i) const { return parse_.tokens[i]; }
  uint32_t none() const { return static_cast<uint32_t>(parse_.tokens.size()); }
  FoundDate found(const ClauseTime& time, const TimeSpan& span, std::string_view rule) const;
  std::optional<FoundDate> best(const std::vector<const ClauseTime*>& candidates, std::string_view rule) const;
  bool is_meeting(uint32_t verb) const;
  bool is_aside(const ClauseTime& time) const;
  bool in_subject(uint32_t noun, uint32_t verb) const;
  bool is_right_before(const ClauseTime& time, uint32_t verb) const;
  bool is_counted_behind(const ClauseTime& time, uint32_t noun) const;

  const Analysis& text_;
  const Parse& parse_;
  std::vector<ClauseTime> times_;
  std::optional<Date> published_;
};

}  // namespace casus
