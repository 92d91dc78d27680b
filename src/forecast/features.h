// SPDX-License-Identifier: Apache-2.0
// What a forecast looks at: a situation in numbers.
#pragma once

#include <string>
#include <vector>

#include "forecast/history.h"

namespace casus {

enum class UnitKind { Dyad, Internal, Country };

// Weeks that a forecast looks ahead.
inline constexpr int kHorizons[] = {1, 2, 4, 12};
inline constexpr size_t kHorizonCount = 4;
// The days whose events a forecast weighs most, and the least number of material conflict events in them.
inline constexpr int kYear = 364;
inline constexpr int kLeastConflict = 12;

// A unit at the end of a day, and what surrounds it. Around a dyad: its two sides, the one with more events first; around the inside of a country: the country;
// around a country: its inside.
struct Situation {
  UnitKind kind;
  Past own, first, second, world;
};

// Material conflict events in the `weeks` weeks up to the as-of day, and what counts as a surge: more than the larger of 2 and the element at
// floor(0.8 n) of the sorted counts of the windows of that length that end at as_of, a week before, ... and lie in the past 52 weeks.
double previous_count(const Past& own, int weeks);
double surge_threshold(const Past& own, int weeks);

const std::vector<std::string>& feature_names();
// One value for each name. Counts enter as logarithms of rates, so that large and small units share their coefficients.
std::vector<float> features_of(const Situation& situation);

}  // namespace casus
