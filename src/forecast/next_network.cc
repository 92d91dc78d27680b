// SPDX-License-Identifier: Apache-2.0
#include "forecast/next_network.h"

#include <cmath>
#include <numbers>
#include <random>

namespace casus {
namespace {

constexpr float kLeak = 0.01F;  // slope of a hidden unit below zero
constexpr float kMeanKept = 0.9F, kSquareKept = 0.999F, kDecay = 0.001F;

float rectified(float value) { return value > 0 ? value : kLeak * value; }
float slope_at(float activation) { return activation > 0 ? 1.0F : kLeak; }

// The library's own distributions differ between implementations.
class Normal {
 public:
  explicit Normal(uint64_t seed) : generator_(seed) {}
  float next() {
    double angle = 2 * std::numbers::pi * uniform(), length = std::sqrt(-2 * std::log(1 - uniform()));
    return static_cast<float>(length * std::cos(angle));
  }

 private:
  double uniform() { return static_cast<double>(generator_() >> 11) * 0x1.0p-53; }
  std::mt19937_64 generator_;
};

}  // namespace

void RankingNetwork::initialise(uint64_t seed) {
  Normal normal(seed);
  auto fill = [&](size_t begin, size_t count, double deviation) {
    for (size_t index = begin; index < begin + count; ++index) weights_[index] = static_cast<float>(deviation) * normal.next();
  };
  weights_.assign(kWeights, 0.0F);
  fill(0, kInputs * kFirst, std::sqrt(1.0 / kInputs));
  fill(kSecondLayer, kFirst * kSecond, std::sqrt(2.0 / kFirst));
  fill(kOutput, kSecond, std::sqrt(1.0 / kSecond));
}

float RankingNetwork::score(std::span<const float, kInputs> inputs, Activations& activations) const {
  const float* weights = weights_.data();
  std::array<float, kFirst> first;
  for (size_t unit = 0; unit < kFirst; ++unit) first[unit] = weights[kFirstBias + unit];
  float score = 0;
  for (size_t input = 0; input < kInputs; ++input) {
    const float* row = weights + input * kFirst;
    for (size_t unit = 0; unit < kFirst; ++unit) first[unit] += inputs[input] * row[unit];
    score += inputs[input] * weights[kLinear + input];
  }
  std::array<float, kSecond> second;
  for (size_t unit = 0; unit < kSecond; ++unit) second[unit] = weights[kSecondBias + unit];
  for (size_t input = 0; input < kFirst; ++input) {
    first[input] = rectified(first[input]);
    const float* row = weights + kSecondLayer + input * kSecond;
    for (size_t unit = 0; unit < kSecond; ++unit) second[unit] += first[input] * row[unit];
  }
  for (size_t unit = 0; unit < kSecond; ++unit) {
    second[unit] = rectified(second[unit]);
    score += second[unit] * weights[kOutput + unit];
  }
  activations = {first, second};
  return score;
}

void RankingNetwork::backward(std::span<const float, kInputs> inputs, const Activations& activations, float slope, std::span<float> gradient) const {
  const float* weights = weights_.data();
  float* out = gradient.data();
  std::array<float, kSecond> second;
  for (size_t unit = 0; unit < kSecond; ++unit) {
    out[kOutput + unit] += slope * activations.second[unit];
    second[unit] = slope * weights[kOutput + unit] * slope_at(activations.second[unit]);
    out[kSecondBias + unit] += second[unit];
  }
  std::array<float, kFirst> first;
  for (size_t input = 0; input < kFirst; ++input) {
    const float* row = weights + kSecondLayer + input * kSecond;
    float* row_out = out + kSecondLayer + input * kSecond;
    float sum = 0;
    for (size_t unit = 0; unit < kSecond; ++unit) {
      row_out[unit] += activations.first[input] * second[unit];
      sum += row[unit] * second[unit];
    }
    first[input] = sum * slope_at(activations.first[input]);
    out[kFirstBias + input] += first[input];
  }
  for (size_t input = 0; input < kInputs; ++input) {
    float* row_out = out + input * kFirst;
    for (size_t unit = 0; unit < kFirst; ++unit) row_out[unit] += inputs[input] * first[unit];
    out[kLinear + input] += slope * inputs[input];
  }
}

void AdamOptimizer::step(std::vector<float>& weights, std::span<const float> gradient, float rate) {
  mean_left_ *= kMeanKept;
  square_left_ *= kSquareKept;
  auto mean_scale = static_cast<float>(1 / (1 - mean_left_)), square_scale = static_cast<float>(1 / (1 - square_left_));
  for (size_t index = 0; index < weights.size(); ++index) {
    mean_[index] = kMeanKept * mean_[index] + (1 - kMeanKept) * gradient[index];
    square_[index] = kSquareKept * square_[index] + (1 - kSquareKept) * gradient[index] * gradient[index];
    weights[index] -= rate * (mean_[index] * mean_scale / (std::sqrt(square_[index] * square_scale) + 1e-8F) + kDecay * weights[index]);
  }
}

}  // namespace casus
