// SPDX-License-Identifier: Apache-2.0
// Days, spans of days, and the time expressions of a text.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "casus/document.h"

namespace casus {

// A calendar day (proleptic Gregorian), counted in days since 1970-01-01.
using Date = std::chrono::sys_days;

// First and last possible day, both inclusive; an absent end is unknown. Law: first <= last where both are known.
struct TimeSpan {
  std::optional<Date> first, last;
  bool operator==(const TimeSpan&) const = default;
};

// "2021-04-28" from a day.
std::string to_iso(Date day);
// The day of an ISO 8601 date ("2021-04-28") or instant ("2021-04-28T09:00:00Z": its own calendar day); nothing if it is neither.
std::optional<Date> parse_iso_date(std::string_view text);

// How a day was found; `Context`: a missing year or month was taken from nearby.
enum class TimeBasis { Explicit, Relative, Context, Published, Unknown };
enum class TimexType { Date, Time, Duration, Set };

// A time expression as the text has it, before it is given a day: made by find/.
struct TimeMention {
  Span span;
  uint32_t first_token = 0, end_token = 0;  // half open
  TimexType type = TimexType::Date;
  // TIMEX3-like value with what the words leave open as X or as a named operation, e.g. "XXXX-04-26", "last:weekday:2":
  // the table of forms is in docs/formats.md, "Unanchored time values".
  std::string value;
};

// The same expression, anchored: made by link/.
struct TimeExpression {
  Span span;
  uint32_t first_token = 0, end_token = 0;
  TimexType type = TimexType::Date;
  std::string value;  // TIMEX3 value, e.g. "2021-04-28", "2013-W12", "P3M", "PRESENT_REF"; empty if it cannot be known
  TimeSpan covers;    // empty where the expression names no stretch of the calendar (durations, sets)
  TimeBasis basis = TimeBasis::Unknown;
  std::string why;    // one line for `casus explain`: the rule, and what it was anchored to
};

}  // namespace casus
