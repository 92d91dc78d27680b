// SPDX-License-Identifier: Apache-2.0
// The arithmetic of the network in fp32. The best instruction set of the machine is chosen at run time.
// A row's result never depends on the rows computed with it, so documents may be batched freely.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "parse/float_buffer.h"

namespace casus {

// Widths of vectors that go through layer norm or max must be multiples of this.
inline constexpr size_t kWidthUnit = 16;
// Rows of a DenseLayer's output, and the scores for best_class, are readable up to the next multiple of this.
constexpr size_t padded(size_t size) { return (size + kWidthUnit - 1) / kWidthUnit * kWidthUnit; }

// A dense layer y = W x + b, then for `pieces` > 1 the maximum over the pieces of each output. The weights are
// stored in the order in which the kernel reads them, which depends on the vector unit: pack on the machine that runs.
struct DenseLayer {
  size_t inputs = 0;
  size_t outputs = 0;  // after the maximum
  size_t pieces = 1;   // 1 to 3
  FloatBuffer weights; // [panel][input][vector of the panel][lane]
  FloatBuffer bias;    // [panel][vector of the panel][lane]
};

// `weights` is [piece][output][input] row-major, `bias` is [piece][output] or empty for none.
DenseLayer pack_layer(std::span<const float> weights, std::span<const float> bias, size_t inputs, size_t outputs,
                      size_t pieces);

struct LayerNorm {
  FloatBuffer gain;
  FloatBuffer bias;
};

// Row-major rows; `stride` is the distance from one row to the next in floats and may be less than the row length
// (overlapping windows).
struct InputRows {
  const float* data;
  size_t stride;
  size_t rows;
};
struct OutputRows {
  float* data;
  size_t stride;  // at least padded(outputs): the lanes between are overwritten
};

// Requires pieces == 1.
void apply_linear(const DenseLayer& layer, InputRows input, OutputRows output);

// output = residual + norm(maxout(input)). Requires pieces > 1 and outputs % kWidthUnit == 0; rows of `residual` and
// `output` lie `outputs` floats apart; `output` must not overlap `input`.
void apply_maxout_norm(const DenseLayer& layer, const LayerNorm& norm, InputRows input, const float* residual,
                       float* output);

// The same for one row whose products are there already: the sum of `terms`, each [piece][width], taken in order.
// `norm` and `residual` may be null. Requires width % kWidthUnit == 0.
void sum_maxout(std::span<const float* const> terms, size_t width, size_t pieces, const LayerNorm* norm,
                const float* residual, float* output);

// Index of the first maximum of scores[i] + mask[i]; a mask holds 0 (allowed) or -infinity. Entries up to
// padded(size) are read: the mask must forbid them. At least one entry must be allowed.
size_t best_class(const float* scores, const float* mask, size_t size);

// Name of the instruction set in use, e.g. "AVX3" (AVX-512), for reports.
const char* kernel_target();

}  // namespace casus
