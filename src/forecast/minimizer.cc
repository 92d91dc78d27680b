// SPDX-License-Identifier: Apache-2.0
#include "forecast/minimizer.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

namespace casus {
namespace {

constexpr size_t kMemory = 8;

double dot(const std::vector<double>& a, const std::vector<double>& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

struct Step {
  std::vector<double> moved, turned;  // of the point, of the gradient
  double curvature;
};

// The direction of descent that the last steps suggest.
std::vector<double> direction_of(const std::vector<double>& gradient, const std::deque<Step>& steps) {
  std::vector<double> direction(gradient), weights(steps.size());
  for (size_t i = steps.size(); i-- > 0;) {
    weights[i] = dot(steps[i].moved, direction) / steps[i].curvature;
    for (size_t k = 0; k < direction.size(); ++k) direction[k] -= weights[i] * steps[i].turned[k];
  }
  if (!steps.empty()) {
    double scale = steps.back().curvature / dot(steps.back().turned, steps.back().turned);
    for (double& value : direction) value *= scale;
  }
  for (size_t i = 0; i < steps.size(); ++i) {
    double back = dot(steps[i].turned, direction) / steps[i].curvature;
    for (size_t k = 0; k < direction.size(); ++k) direction[k] += (weights[i] - back) * steps[i].moved[k];
  }
  for (double& value : direction) value = -value;
  return direction;
}

}  // namespace

std::vector<double> minimize(const SmoothFunction& function, std::vector<double> point, int most_steps) {
  std::vector<double> gradient(point.size()), next_gradient(point.size()), next(point.size());
  double value = function(point, gradient);
  std::deque<Step> steps;
  for (int step = 0; step < most_steps; ++step) {
    std::vector<double> direction = direction_of(gradient, steps);
    double slope = dot(gradient, direction);
    if (slope >= 0) break;
    double length = steps.empty() ? std::min(1.0, 1.0 / std::sqrt(dot(gradient, gradient))) : 1.0, next_value = value;
    int halvings = 0;
    for (; halvings < 30; ++halvings, length /= 2) {
      for (size_t k = 0; k < point.size(); ++k) next[k] = point[k] + length * direction[k];
      next_value = function(next, next_gradient);
      if (std::isfinite(next_value) && next_value <= value + 1e-4 * length * slope) break;
    }
    if (halvings == 30) break;
    Step made{std::vector<double>(point.size()), std::vector<double>(point.size()), 0};
    for (size_t k = 0; k < point.size(); ++k) {
      made.moved[k] = next[k] - point[k];
      made.turned[k] = next_gradient[k] - gradient[k];
    }
    made.curvature = dot(made.moved, made.turned);
    if (made.curvature > 1e-12) steps.push_back(std::move(made));
    if (steps.size() > kMemory) steps.pop_front();
    double gain = value - next_value;
    point.swap(next);
    gradient.swap(next_gradient);
    value = next_value;
    if (gain < 1e-7 * std::abs(value)) break;
  }
  return point;
}

}  // namespace casus
