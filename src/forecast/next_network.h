// SPDX-License-Identifier: Apache-2.0
// A small network that scores candidates by their features: two hidden layers beside a linear path.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "forecast/next_features.h"

namespace casus {

class RankingNetwork {
 public:
  static constexpr size_t kInputs = kNextFeatures, kFirst = 32, kSecond = 16;
  // All weights, one part after the other: first layer (input by input), its bias, second layer, its bias, output, linear path.
  static constexpr size_t kFirstBias = kInputs * kFirst, kSecondLayer = kFirstBias + kFirst, kSecondBias = kSecondLayer + kFirst * kSecond;
  static constexpr size_t kOutput = kSecondBias + kSecond, kLinear = kOutput + kSecond, kWeights = kLinear + kInputs;

  // What a score was made of, for the way back.
  struct Activations {
    std::array<float, kFirst> first;
    std::array<float, kSecond> second;
  };

  RankingNetwork() : weights_(kWeights, 0.0F) {}
  // Small random weights; the same for the same seed on every machine.
  void initialise(uint64_t seed);
  // Requires standardised inputs.
  float score(std::span<const float, kInputs> inputs, Activations& activations) const;
  // Adds to `gradient` (kWeights long) what `slope`, the derivative of the loss by the score, means for each weight.
  void backward(std::span<const float, kInputs> inputs, const Activations& activations, float slope, std::span<float> gradient) const;

  std::vector<float>& weights() { return weights_; }
  const std::vector<float>& weights() const { return weights_; }

 private:
  std::vector<float> weights_;
};

// Adam (Kingma and Ba 2015) with decoupled weight decay.
class AdamOptimizer {
 public:
  explicit AdamOptimizer(size_t weights) : mean_(weights, 0.0F), square_(weights, 0.0F) {}
  void step(std::vector<float>& weights, std::span<const float> gradient, float rate);

 private:
  std::vector<float> mean_, square_;
  double mean_left_ = 1, square_left_ = 1;  // how much of the start is left in the running means
};

}  // namespace casus
