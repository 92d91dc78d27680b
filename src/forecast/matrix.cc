// SPDX-License-Identifier: Apache-2.0
#include "forecast/matrix.h"

#include <algorithm>
#include <cmath>

namespace casus {

Matrix rows_of(const Matrix& matrix, std::span<const size_t> rows) {
  Matrix some{matrix.columns, {}};
  some.values.reserve(rows.size() * matrix.columns);
  for (size_t row : rows) some.add_row(matrix.row(row));
  return some;
}

Scaling Scaling::of(const Matrix& matrix) {
  size_t columns = matrix.columns, rows = matrix.rows();
  std::vector<double> sum(columns), squares(columns);
  for (size_t r = 0; r < rows; ++r) {
    auto row = matrix.row(r);
    for (size_t c = 0; c < columns; ++c) sum[c] += row[c];
  }
  for (double& value : sum) value /= std::max<double>(1, static_cast<double>(rows));
  for (size_t r = 0; r < rows; ++r) {
    auto row = matrix.row(r);
    for (size_t c = 0; c < columns; ++c) squares[c] += (row[c] - sum[c]) * (row[c] - sum[c]);
  }
  Scaling scaling;
  for (size_t c = 0; c < columns; ++c) {
    double deviation = std::sqrt(squares[c] / std::max<double>(1, static_cast<double>(rows)));
    scaling.mean.push_back(static_cast<float>(sum[c]));
    scaling.deviation.push_back(deviation > 1e-6 ? static_cast<float>(deviation) : 1e6f);  // a constant column says nothing
  }
  return scaling;
}

std::vector<float> Scaling::apply(std::span<const float> row) const {
  std::vector<float> scaled(row.size());
  for (size_t c = 0; c < row.size(); ++c) scaled[c] = std::clamp((row[c] - mean[c]) / deviation[c], -4.0f, 4.0f);
  return scaled;
}

Matrix Scaling::apply(const Matrix& matrix) const {
  Matrix scaled{matrix.columns, {}};
  scaled.values.reserve(matrix.values.size());
  for (size_t r = 0; r < matrix.rows(); ++r) scaled.add_row(apply(matrix.row(r)));
  return scaled;
}

}  // namespace casus
