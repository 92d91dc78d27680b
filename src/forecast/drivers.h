// SPDX-License-Identifier: Apache-2.0
// Why a probability is what it is, in words, and what came of situations like it.
#pragma once

#include <vector>

#include "casus/forecast.h"
#include "forecast/keeping.h"

namespace casus {

// What each group of features adds to the log-odds, the strongest first; effects too small to matter are left out.
std::vector<Driver> drivers_of(const Ensemble& ensemble, size_t target, const Situation& situation, std::span<const float> features, const PastSituation& past);

// The nearest examples, of each unit at most one.
std::vector<SimilarSituation> similar_to(const KeptModel& model, std::span<const float> features, size_t horizon);

}  // namespace casus
