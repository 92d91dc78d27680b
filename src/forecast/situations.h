// SPDX-License-Identifier: Apache-2.0
// Past situations with what came after them: what models learn from and are checked against.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "forecast/archive.h"
#include "forecast/matrix.h"

namespace casus {

// What is asked: more events than in as many weeks before, or more than the year's threshold.
struct Target {
  bool is_surge;
  size_t horizon;  // index into kHorizons
  const char* label;
};
inline constexpr Target kTargets[] = {{false, 0, "up1"}, {false, 1, "up2"}, {false, 2, "up4"}, {false, 3, "up12"}, {true, 2, "surge4"}, {true, 3, "surge12"}};
inline constexpr size_t kTargetCount = 6;

struct PastSituation {
  uint32_t unit = 0;  // index into Situations::units
  Day as_of = 0;
  std::array<float, kHorizonCount> before{}, threshold{}, after{};  // after: -1 where the window is not over on the last day

  // The count that must be exceeded.
  float bar(const Target& target) const { return target.is_surge ? threshold[target.horizon] : before[target.horizon]; }
  bool is_over(const Target& target) const { return after[target.horizon] >= 0; }
  bool came_true(const Target& target) const { return after[target.horizon] > bar(target); }
};

struct Situations {
  std::vector<std::string> units;
  std::vector<PastSituation> past;
  Matrix features;  // a row each
};

// What is known at the end of the day of `own`: nothing of what comes after.
PastSituation situation_at(const Past& own);

// All units with enough conflict (kLeastConflict in kYear days), at the end of every Sunday after `from` up to `until`. Outcomes are counted up to `last`.
Situations collect_situations(const Archive& archive, Day from, Day until, Day last);

// The least past that says anything of what is usual.
inline constexpr Day kLeastPast = 182;
// The first Sunday from which the past is long enough: a year, or half of what there is until `until` if that is less than two years, but kLeastPast at least.
Day first_origin(const Archive& archive, Day until);

}  // namespace casus
