// SPDX-License-Identifier: Apache-2.0
// What is known of a unit up to a day: events counted by day, and a view that cannot look past an as-of date.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "casus/time.h"

namespace casus {

// What is summed of the events of a day. `Conflict` are material conflict events (quad 4).
enum class Measure { VerbalCooperation, MaterialCooperation, VerbalConflict, Conflict, Intensity, Protests, Assaults };
inline constexpr size_t kMeasures = 7;
using Sums = std::array<double, kMeasures>;

// Days as numbers since 1970-01-01: windows are arithmetic.
using Day = int32_t;
inline Day day_number(Date date) { return static_cast<Day>(date.time_since_epoch().count()); }
inline Date date_of(Day day) { return Date(std::chrono::days(day)); }

// Events of one unit by day, with running sums.
class History {
 public:
  // Requires days in ascending order; the same day adds up.
  void add(Day day, const Sums& sums);
  bool empty() const { return days_.empty(); }
  Day first_day() const { return days_.front(); }
  Day last_day() const { return days_.back(); }

 private:
  friend class Past;
  std::vector<Day> days_;
  std::vector<Sums> totals_;  // up to and with days_[i]
};

// A history as it was known at the end of `as_of`: nothing later can be reached.
class Past {
 public:
  Past(const History& history, Day as_of);
  Day as_of() const { return as_of_; }
  // Sum over the days after `after`, up to and with `until`. Requires until <= as_of.
  double sum(Measure measure, Day after, Day until) const;
  double conflict(Day after, Day until) const { return sum(Measure::Conflict, after, until); }
  double events(Day after, Day until) const;
  // The last day on or before as_of with an event of the measure; nothing if there is none within `days` days.
  int days_since(Measure measure, int days) const;
  bool empty() const { return known_ == 0; }
  Day first_day() const { return empty() ? as_of_ : history_->days_.front(); }

 private:
  size_t index_after(Day day) const;  // number of entries up to and with `day`

  const History* history_;
  Day as_of_;
  size_t known_;
};

}  // namespace casus
