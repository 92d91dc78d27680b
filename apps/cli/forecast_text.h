// SPDX-License-Identifier: Apache-2.0
// A forecast for people who read it on a terminal.
#pragma once

#include <string>

#include "casus/forecast.h"

namespace casus {

// "34 %".
std::string percent(double share);
// Lines that end in a line feed: the answer, beside base rate and baseline, what drove it, what came of similar situations, how such forecasts have done.
std::string forecast_text(const Forecast& forecast);
// A table of scores, and how often forecasts of each size came true.
std::string backtest_text(const Backtest& backtest);

}  // namespace casus
