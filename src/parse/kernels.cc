// SPDX-License-Identifier: Apache-2.0
#include "parse/kernels.h"

#include <cassert>
#include <cmath>
#include <limits>

// Highway compiles this file once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "parse/kernels.cc"
#include "hwy/foreach_target.h"  // before highway.h
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace casus {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::CappedTag<float, kWidthUnit>;
using Vector = hn::Vec<Lanes>;

#if HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64
constexpr size_t kRegisters = 32;
constexpr size_t kLinearVectors = 4;
#else
constexpr size_t kRegisters = 16;
constexpr size_t kLinearVectors = 2;
#endif

// Rows computed together: their accumulators, one weight vector per column and one input must fit the registers.
template <size_t kVectors>
constexpr size_t kBlockRows = (kRegisters - kVectors - 1) / kVectors;

size_t lane_count() { return hn::Lanes(Lanes()); }

// Vectors of output computed together by apply_linear.
size_t linear_vectors() { return kLinearVectors; }

// kRows rows times one panel; kMax keeps the maximum over the panel's vectors (the pieces), else the first `stored`
// vectors are kept.
template <size_t kVectors, size_t kRows, bool kMax>
HWY_INLINE void multiply_block(const float* HWY_RESTRICT weights, const float* HWY_RESTRICT bias, size_t inputs,
                               const float* HWY_RESTRICT input, size_t input_stride, float* HWY_RESTRICT output,
                               size_t output_stride, size_t stored) {
  const Lanes lanes;
  const size_t lane = hn::Lanes(lanes);
  Vector sums[kRows * kVectors];
#pragma GCC unroll 32
  for (size_t i = 0; i < kRows * kVectors; ++i) sums[i] = hn::Load(lanes, bias + i % kVectors * lane);
  for (size_t k = 0; k < inputs; ++k, weights += kVectors * lane) {
    Vector columns[kVectors];
#pragma GCC unroll 8
    for (size_t v = 0; v < kVectors; ++v) columns[v] = hn::Load(lanes, weights + v * lane);
#pragma GCC unroll 16
    for (size_t r = 0; r < kRows; ++r) {
      const Vector value = hn::Set(lanes, input[r * input_stride + k]);
#pragma GCC unroll 8
      for (size_t v = 0; v < kVectors; ++v) {
        sums[r * kVectors + v] = hn::MulAdd(value, columns[v], sums[r * kVectors + v]);
      }
    }
  }
#pragma GCC unroll 16
  for (size_t r = 0; r < kRows; ++r) {
    if (kMax) {
      Vector best = sums[r * kVectors];
#pragma GCC unroll 8
      for (size_t v = 1; v < kVectors; ++v) best = hn::Max(best, sums[r * kVectors + v]);
      hn::Store(best, lanes, output + r * output_stride);
    } else {
#pragma GCC unroll 8
      for (size_t v = 0; v < kVectors; ++v) {
        if (v < stored) hn::Store(sums[r * kVectors + v], lanes, output + r * output_stride + v * lane);
      }
    }
  }
}

// All rows times one panel. The last block overlaps the one before rather than being smaller.
template <size_t kVectors, bool kMax>
HWY_NOINLINE void multiply_panel(const float* weights, const float* bias, size_t inputs, InputRows input,
                                 OutputRows output, size_t stored) {
  constexpr size_t kRows = kBlockRows<kVectors>;
  if (input.rows < kRows) {
    for (size_t row = 0; row < input.rows; ++row) {
      multiply_block<kVectors, 1, kMax>(weights, bias, inputs, input.data + row * input.stride, input.stride,
                                        output.data + row * output.stride, output.stride, stored);
    }
    return;
  }
  for (size_t row = 0; row < input.rows; row += kRows) {
    const size_t first = HWY_MIN(row, input.rows - kRows);
    multiply_block<kVectors, kRows, kMax>(weights, bias, inputs, input.data + first * input.stride, input.stride,
                                          output.data + first * output.stride, output.stride, stored);
  }
}

// One row times kPanels panels at once: enough sums to hide the latency of an addition.
template <size_t kPanels>
HWY_INLINE void multiply_row(const float* HWY_RESTRICT weights, const float* HWY_RESTRICT bias, size_t inputs,
                             const float* HWY_RESTRICT input, float* HWY_RESTRICT output, size_t stored) {
  const Lanes lanes;
  const size_t lane = hn::Lanes(lanes);
  constexpr size_t kSums = kPanels * kLinearVectors;
  Vector sums[kSums];
#pragma GCC unroll 16
  for (size_t i = 0; i < kSums; ++i) sums[i] = hn::Load(lanes, bias + i * lane);
  for (size_t k = 0; k < inputs; ++k, weights += kLinearVectors * lane) {
    const Vector value = hn::Set(lanes, input[k]);
#pragma GCC unroll 16
    for (size_t i = 0; i < kSums; ++i) {
      const float* column = weights + i / kLinearVectors * inputs * kLinearVectors * lane + i % kLinearVectors * lane;
      sums[i] = hn::MulAdd(value, hn::Load(lanes, column), sums[i]);
    }
  }
#pragma GCC unroll 16
  for (size_t i = 0; i < kSums; ++i) {
    if (i < stored) hn::Store(sums[i], lanes, output + i * lane);
  }
}

void linear(const DenseLayer& layer, InputRows input, OutputRows output) {
  if (input.rows == 0) return;
  const Lanes lanes;
  const size_t lane = hn::Lanes(lanes);
  const size_t panel = kLinearVectors * lane, width = padded(layer.outputs);
  constexpr size_t kTogether = 8 / kLinearVectors;
  for (size_t first = 0; first < width;) {
    const float* weights = layer.weights.data() + first * layer.inputs;
    const float* bias = layer.bias.data() + first;
    const size_t stored = (width - first) / lane, panels = (width - first + panel - 1) / panel;
    float* part = output.data + first;
    if (input.rows > 1) {
      multiply_panel<kLinearVectors, false>(weights, bias, layer.inputs, input, {part, output.stride}, stored);
      first += panel;
    } else if (panels >= kTogether) {
      multiply_row<kTogether>(weights, bias, layer.inputs, input.data, part, stored);
      first += kTogether * panel;
    } else {
      multiply_row<1>(weights, bias, layer.inputs, input.data, part, stored);
      first += panel;
    }
  }
}

HWY_INLINE float total(Vector vector) {
  const Lanes lanes;
  return hn::GetLane(hn::SumOfLanes(lanes, vector));
}

// In place: row = residual + (row - mean) / deviation * gain + bias; residual may be null.
HWY_INLINE void normalize_row(const LayerNorm& norm, size_t width, const float* residual, float* row) {
  const Lanes lanes;
  const size_t lane = hn::Lanes(lanes);
  Vector sum = hn::Zero(lanes);
  for (size_t i = 0; i < width; i += lane) sum = hn::Add(sum, hn::Load(lanes, row + i));
  const Vector mean = hn::Set(lanes, total(sum) / static_cast<float>(width));
  Vector squares = hn::Zero(lanes);
  for (size_t i = 0; i < width; i += lane) {
    const Vector difference = hn::Sub(hn::Load(lanes, row + i), mean);
    squares = hn::MulAdd(difference, difference, squares);
  }
  constexpr float kEpsilon = 1e-8f;  // thinc's LayerNorm
  const float variance = total(squares) / static_cast<float>(width) + kEpsilon;
  const Vector scale = hn::Set(lanes, 1.0f / std::sqrt(variance));
  for (size_t i = 0; i < width; i += lane) {
    const Vector value = hn::Mul(hn::Sub(hn::Load(lanes, row + i), mean), scale);
    Vector result = hn::MulAdd(value, hn::Load(lanes, norm.gain.data() + i), hn::Load(lanes, norm.bias.data() + i));
    if (residual != nullptr) result = hn::Add(result, hn::LoadU(lanes, residual + i));
    hn::Store(result, lanes, row + i);
  }
}

template <size_t kPieces>
void maxout_norm_tiles(const DenseLayer& layer, const LayerNorm& norm, InputRows input, const float* residual,
                       float* output) {
  const Lanes lanes;
  const size_t lane = hn::Lanes(lanes);
  constexpr size_t kTile = kBlockRows<kPieces> * 8;  // rows of input that stay in the first-level cache
  const size_t width = layer.outputs;
  for (size_t first = 0; first < input.rows; first += kTile) {
    const size_t rows = HWY_MIN(kTile, input.rows - first);
    const InputRows tile{input.data + first * input.stride, input.stride, rows};
    for (size_t column = 0; column < width; column += lane) {
      multiply_panel<kPieces, true>(layer.weights.data() + column * kPieces * layer.inputs,
                                    layer.bias.data() + column * kPieces, layer.inputs, tile,
                                    {output + first * width + column, width}, kPieces);
    }
    for (size_t row = first; row < first + rows; ++row) {
      normalize_row(norm, width, residual == nullptr ? nullptr : residual + row * width, output + row * width);
    }
  }
}

void maxout_norm(const DenseLayer& layer, const LayerNorm& norm, InputRows input, const float* residual,
                 float* output) {
  if (layer.pieces == 2) return maxout_norm_tiles<2>(layer, norm, input, residual, output);
  return maxout_norm_tiles<3>(layer, norm, input, residual, output);
}

void sum_maxout_row(std::span<const float* const> terms, size_t width, size_t pieces, const LayerNorm* norm,
                    const float* residual, float* output) {
  const Lanes lanes;
  const size_t lane = hn::Lanes(lanes);
  for (size_t i = 0; i < width; i += lane) {
    Vector best = hn::Zero(lanes);
    for (size_t piece = 0; piece < pieces; ++piece) {
      const size_t offset = piece * width + i;
      Vector sum = hn::LoadU(lanes, terms[0] + offset);
      for (size_t term = 1; term < terms.size(); ++term) {
        sum = hn::Add(sum, hn::LoadU(lanes, terms[term] + offset));
      }
      best = piece == 0 ? sum : hn::Max(best, sum);
    }
    hn::Store(best, lanes, output + i);
  }
  if (norm != nullptr) normalize_row(*norm, width, residual, output);
}

size_t best_index(const float* scores, const float* mask, size_t size) {
  const Lanes lanes;
  const size_t lane = hn::Lanes(lanes);
  Vector best = hn::Set(lanes, -std::numeric_limits<float>::infinity());
  for (size_t i = 0; i < size; i += lane) {
    best = hn::Max(best, hn::Add(hn::LoadU(lanes, scores + i), hn::LoadU(lanes, mask + i)));
  }
  best = hn::MaxOfLanes(lanes, best);
  for (size_t i = 0; i < size; i += lane) {
    const auto found = hn::Eq(best, hn::Add(hn::LoadU(lanes, scores + i), hn::LoadU(lanes, mask + i)));
    const intptr_t position = hn::FindFirstTrue(lanes, found);
    if (position >= 0) return i + static_cast<size_t>(position);
  }
  return 0;  // only if a score is not a number
}

const char* target_name() { return hwy::TargetName(HWY_TARGET); }

}  // namespace HWY_NAMESPACE
}  // namespace casus
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace casus {

HWY_EXPORT(lane_count);
HWY_EXPORT(linear_vectors);
HWY_EXPORT(linear);
HWY_EXPORT(maxout_norm);
HWY_EXPORT(sum_maxout_row);
HWY_EXPORT(best_index);
HWY_EXPORT(target_name);

DenseLayer pack_layer(std::span<const float> weights, std::span<const float> bias, size_t inputs, size_t outputs,
                      size_t pieces) {
  assert(weights.size() == inputs * outputs * pieces && (bias.empty() || bias.size() == outputs * pieces));
  const size_t lanes = HWY_DYNAMIC_DISPATCH(lane_count)();
  const size_t vectors = pieces > 1 ? pieces : HWY_DYNAMIC_DISPATCH(linear_vectors)();
  const size_t panel_outputs = pieces > 1 ? lanes : lanes * vectors;
  const size_t panels = (padded(outputs) + panel_outputs - 1) / panel_outputs;
  DenseLayer layer{inputs, outputs, pieces, FloatBuffer(panels * vectors * lanes * inputs),
                   FloatBuffer(panels * vectors * lanes)};
  layer.weights.fill(0);
  layer.bias.fill(0);
  for (size_t piece = 0; piece < pieces; ++piece) {
    for (size_t output = 0; output < outputs; ++output) {
      const size_t panel = output / panel_outputs;
      const size_t column = pieces > 1 ? piece * lanes + output % lanes : output % panel_outputs;
      const size_t source = piece * outputs + output;
      for (size_t input = 0; input < inputs; ++input) {
        layer.weights[(panel * inputs + input) * vectors * lanes + column] = weights[source * inputs + input];
      }
      if (!bias.empty()) layer.bias[panel * vectors * lanes + column] = bias[source];
    }
  }
  return layer;
}

void apply_linear(const DenseLayer& layer, InputRows input, OutputRows output) {
  assert(layer.pieces == 1);
  HWY_DYNAMIC_DISPATCH(linear)(layer, input, output);
}

void apply_maxout_norm(const DenseLayer& layer, const LayerNorm& norm, InputRows input, const float* residual,
                       float* output) {
  assert(layer.pieces > 1 && layer.pieces <= 3 && layer.outputs % kWidthUnit == 0);
  HWY_DYNAMIC_DISPATCH(maxout_norm)(layer, norm, input, residual, output);
}

void sum_maxout(std::span<const float* const> terms, size_t width, size_t pieces, const LayerNorm* norm,
                const float* residual, float* output) {
  assert(width % kWidthUnit == 0);
  HWY_DYNAMIC_DISPATCH(sum_maxout_row)(terms, width, pieces, norm, residual, output);
}

size_t best_class(const float* scores, const float* mask, size_t size) {
  return HWY_DYNAMIC_DISPATCH(best_index)(scores, mask, size);
}

const char* kernel_target() { return HWY_DYNAMIC_DISPATCH(target_name)(); }

}  // namespace casus
#endif  // HWY_ONCE
