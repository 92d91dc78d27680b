// SPDX-License-Identifier: Apache-2.0
#include "parse/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "hwy/targets.h"

namespace casus {
namespace {

std::vector<float> random_floats(size_t size, uint32_t seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> values(-1.0f, 1.0f);
  std::vector<float> floats(size);
  for (float& value : floats) value = values(generator);
  return floats;
}

// Restricts Highway to one instruction set at a time, so that all that this machine has are tested.
class Kernels : public testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(GetParam()); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

std::vector<int64_t> targets_of_this_machine() {
  std::vector<int64_t> targets;
  for (int64_t rest = hwy::SupportedTargets() & HWY_TARGETS; rest != 0; rest &= rest - 1) targets.push_back(rest & -rest);
  return targets;
}

std::string target_name(const testing::TestParamInfo<int64_t>& info) { return hwy::TargetName(info.param); }

INSTANTIATE_TEST_SUITE_P(Targets, Kernels, testing::ValuesIn(targets_of_this_machine()), target_name);

struct Shape {
  size_t inputs, outputs, rows;
};

TEST_P(Kernels, LinearIsTheProductPlusBias) {
  for (const auto [inputs, outputs, rows] : {Shape{96, 50, 0}, {96, 50, 1}, {64, 300, 1}, {64, 106, 3}, {64, 1024, 13}, {96, 16, 40}, {5, 33, 7}}) {
    const auto weights = random_floats(inputs * outputs, 1), bias = random_floats(outputs, 2);
    const auto input = random_floats(inputs * rows, 3);
    const DenseLayer layer = pack_layer(weights, bias, inputs, outputs, 1);
    FloatBuffer output(padded(outputs) * rows + 1);
    output.fill(77);
    apply_linear(layer, {input.data(), inputs, rows}, {output.data(), padded(outputs)});
    for (size_t row = 0; row < rows; ++row) {
      for (size_t out = 0; out < outputs; ++out) {
        double expected = bias[out];
        for (size_t in = 0; in < inputs; ++in) expected += double{weights[out * inputs + in]} * input[row * inputs + in];
        ASSERT_NEAR(output[row * padded(outputs) + out], expected, 1e-4) << inputs << "x" << outputs << " row " << row;
      }
    }
    EXPECT_EQ(output[padded(outputs) * rows], 77) << "wrote past the last row";
  }
}

TEST_P(Kernels, MaxoutNormOverWindows) {
  constexpr size_t kWidth = 32, kRows = 75;
  for (size_t pieces : {2, 3}) {
    const auto weights = random_floats(pieces * kWidth * 3 * kWidth, 4), bias = random_floats(pieces * kWidth, 5);
    const auto gain = random_floats(kWidth, 6), norm_bias = random_floats(kWidth, 7);
    FloatBuffer input(kWidth * (kRows + 2));
    std::ranges::copy(random_floats(input.size(), 8), input.data());
    const DenseLayer layer = pack_layer(weights, bias, 3 * kWidth, kWidth, pieces);
    LayerNorm norm{FloatBuffer(kWidth), FloatBuffer(kWidth)};
    std::ranges::copy(gain, norm.gain.data());
    std::ranges::copy(norm_bias, norm.bias.data());
    FloatBuffer output(kWidth * kRows);
    apply_maxout_norm(layer, norm, {input.data(), kWidth, kRows}, input.data() + kWidth, output.data());
    for (size_t row = 0; row < kRows; ++row) {
      double best[kWidth], mean = 0, variance = 0;
      for (size_t out = 0; out < kWidth; ++out) {
        best[out] = -1e9;
        for (size_t piece = 0; piece < pieces; ++piece) {
          const size_t column = piece * kWidth + out;
          double sum = bias[column];
          for (size_t in = 0; in < 3 * kWidth; ++in) sum += double{weights[column * 3 * kWidth + in]} * input[row * kWidth + in];
          best[out] = std::max(best[out], sum);
        }
        mean += best[out] / kWidth;
      }
      for (double value : best) variance += (value - mean) * (value - mean) / kWidth;
      for (size_t out = 0; out < kWidth; ++out) {
        const double expected = (best[out] - mean) / std::sqrt(variance + 1e-8) * gain[out] + norm_bias[out] +
                                input[(row + 1) * kWidth + out];
        ASSERT_NEAR(output[row * kWidth + out], expected, 2e-4) << "row " << row << " of " << pieces << " pieces";
      }
    }
  }
}

TEST_P(Kernels, ARowDoesNotDependOnTheBatch) {
  constexpr size_t kInputs = 48, kOutputs = 48, kRows = 100;
  const auto weights = random_floats(3 * kInputs * kOutputs, 9), input = random_floats(kInputs * kRows, 10);
  const DenseLayer layer = pack_layer(weights, {}, kInputs, kOutputs, 3);
  LayerNorm norm{FloatBuffer(kOutputs), FloatBuffer(kOutputs)};
  norm.gain.fill(1);
  norm.bias.fill(0);
  FloatBuffer all(kOutputs * kRows), one(kOutputs);
  apply_maxout_norm(layer, norm, {input.data(), kInputs, kRows}, nullptr, all.data());
  for (size_t row = 0; row < kRows; ++row) {
    apply_maxout_norm(layer, norm, {input.data() + row * kInputs, kInputs, 1}, nullptr, one.data());
    for (size_t out = 0; out < kOutputs; ++out) ASSERT_EQ(all[row * kOutputs + out], one[out]);
  }
}

TEST_P(Kernels, SumMaxoutTakesTheLargestPiece) {
  FloatBuffer first(32), second(32), output(16);
  for (size_t i = 0; i < 32; ++i) {
    first[i] = static_cast<float>(i);
    second[i] = i < 16 ? 20.0f : 0.0f;
  }
  const float* terms[] = {first.data(), second.data()};
  sum_maxout(terms, 16, 2, nullptr, nullptr, output.data());
  for (size_t i = 0; i < 16; ++i) EXPECT_EQ(output[i], static_cast<float>(i) + 20);
}

TEST_P(Kernels, BestClassIsTheFirstAllowedMaximum) {
  constexpr float kForbidden = -std::numeric_limits<float>::infinity();
  FloatBuffer scores(48), mask(48);
  scores.fill(-3);
  mask.fill(kForbidden);
  scores[2] = 9;
  for (size_t i : {5, 20, 37}) mask[i] = 0;
  EXPECT_EQ(best_class(scores.data(), mask.data(), 40), 5u);
  scores[20] = scores[37] = 1;
  EXPECT_EQ(best_class(scores.data(), mask.data(), 40), 20u);
  scores[37] = 2;
  EXPECT_EQ(best_class(scores.data(), mask.data(), 40), 37u);
}

}  // namespace
}  // namespace casus
