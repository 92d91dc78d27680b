// SPDX-License-Identifier: Apache-2.0
// Smooth functions of many variables, brought to their least value (limited-memory BFGS: Nocedal & Wright, Numerical Optimization, algorithm 7.5).
#pragma once

#include <functional>
#include <vector>

namespace casus {

// The value at `point`; writes the gradient.
using SmoothFunction = std::function<double(const std::vector<double>& point, std::vector<double>& gradient)>;

// From `start`, until a step gains less than 1e-7 of the value or after `most_steps`.
std::vector<double> minimize(const SmoothFunction& function, std::vector<double> start, int most_steps);

}  // namespace casus
