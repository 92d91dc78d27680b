// SPDX-License-Identifier: Apache-2.0
#include "forecast/history.h"

#include <algorithm>

namespace casus {

void History::add(Day day, const Sums& sums) {
  assert(days_.empty() || day >= days_.back());
  if (days_.empty() || days_.back() != day) {
    days_.push_back(day);
    totals_.push_back(totals_.empty() ? Sums{} : totals_.back());
  }
  for (size_t i = 0; i < kMeasures; ++i) totals_.back()[i] += sums[i];
}

Past::Past(const History& history, Day as_of) : history_(&history), as_of_(as_of), known_(history.days_.size()) { known_ = index_after(as_of); }

size_t Past::index_after(Day day) const {
  auto begin = history_->days_.begin();
  return static_cast<size_t>(std::upper_bound(begin, begin + static_cast<std::ptrdiff_t>(known_), day) - begin);
}

double Past::sum(Measure measure, Day after, Day until) const {
  assert(until <= as_of_);
  if (until <= after) return 0;
  size_t from = index_after(after), to = index_after(until), column = static_cast<size_t>(measure);
  if (to == from) return 0;
  return history_->totals_[to - 1][column] - (from == 0 ? 0 : history_->totals_[from - 1][column]);
}

double Past::events(Day after, Day until) const {
  double all = 0;
  for (Measure quad : {Measure::VerbalCooperation, Measure::MaterialCooperation, Measure::VerbalConflict, Measure::Conflict}) all += sum(quad, after, until);
  return all;
}

int Past::days_since(Measure measure, int days) const {
  size_t column = static_cast<size_t>(measure);
  for (size_t i = known_; i-- > 0;) {
    Day age = as_of_ - history_->days_[i];
    if (age >= days) return days;
    double before = i == 0 ? 0 : history_->totals_[i - 1][column];
    if (history_->totals_[i][column] > before) return age;
  }
  return days;
}

}  // namespace casus
