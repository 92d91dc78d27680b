// SPDX-License-Identifier: Apache-2.0
// Rows of numbers, and the scaling that makes columns comparable.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace casus {

struct Matrix {
  size_t columns = 0;
  std::vector<float> values;  // row after row

  size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
  std::span<const float> row(size_t index) const { return {values.data() + index * columns, columns}; }
  void add_row(std::span<const float> row) { values.insert(values.end(), row.begin(), row.end()); }
};

// The rows of `matrix` that are named.
Matrix rows_of(const Matrix& matrix, std::span<const size_t> rows);

// Brings every column to mean 0 and deviation 1 and cuts it at 4 deviations, so that no outlier rules a linear model.
struct Scaling {
  std::vector<float> mean, deviation;

  static Scaling of(const Matrix& matrix);
  std::vector<float> apply(std::span<const float> row) const;
  Matrix apply(const Matrix& matrix) const;
};

}  // namespace casus
