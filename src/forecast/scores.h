// SPDX-License-Identifier: Apache-2.0
// How good probabilities were, once it is known what came.
#pragma once

#include <string>
#include <vector>

#include "casus/forecast.h"

namespace casus {

struct ScoredForecast {
  double probability = 0;
  double reference = 0;  // climatology's
  bool came_true = false;
  int unit = 0;          // forecasts of one unit stand or fall together
};

// Brier score; skill = 1 - Brier score / that of the reference, with the 95 % interval of resampled units; log loss with probabilities cut at 0.001; area under the ROC
// curve, ties counted half; calibration error: mean distance of frequency from probability in ten equal bins.
MethodScores score(const std::vector<ScoredForecast>& forecasts);

}  // namespace casus
