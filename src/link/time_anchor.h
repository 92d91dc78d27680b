// SPDX-License-Identifier: Apache-2.0
// What the expressions of a text are counted from, as reading goes on.
#pragma once

#include <optional>
#include <string>

#include "casus/time.h"
#include "link/time_calendar.h"

namespace casus {

// The day a text was written, and the last dates it told.
struct TimeAnchors {
  std::optional<Date> written;       // of publication, or of the date line
  std::string written_from;          // "the date of publication 2021-04-28": for `why`
  bool narrative = false;            // tells of another time than it was written in
  std::optional<Stretch> told;       // the last date told, of any grain
  std::optional<Stretch> told_day;   // the last single day told
  bool told_here = false;            // told_day stands in this paragraph
  std::optional<int> sentence_year;  // the last year told in this sentence

  // The day that "yesterday" or "last week" is counted from.
  std::optional<Date> deictic() const;
  // The stretch that "the next day", "a year earlier" are counted from, for a unit of that grain; `same`: "the same
  // day", "two days later", which reach further back in news than "the next day".
  std::optional<Stretch> context(Grain grain, bool same) const;
};

// An anchored value.
struct Anchored {
  std::string value;
  TimeSpan covers;
  TimeBasis basis = TimeBasis::Unknown;
  std::optional<Stretch> stretch;  // set where the value names one
  std::string why;
};

struct TimeTerms;
// Anchors the date term of a mention (not the time of day, not "near").
Anchored anchor_date(const TimeTerms& terms, const TimeAnchors& anchors);

}  // namespace casus
