// SPDX-License-Identifier: Apache-2.0
#include "forecast/linear_models.h"

#include <algorithm>
#include <cmath>

#include "forecast/minimizer.h"

namespace casus {
namespace {

constexpr int kMostSteps = 120;
// Means are kept in this range while a fit goes astray.
constexpr double kMostLogMean = 12;

double linear(double intercept, const std::vector<double>& coefficients, std::span<const float> row) {
  double sum = intercept;
  for (size_t i = 0; i < row.size(); ++i) sum += coefficients[i] * row[i];
  return sum;
}

// Where the probability of no event falls below e to this power, sums would begin below the least double; such counts are as good as normally distributed.
constexpr double kLeastLog = -600;

double log_of_none(double mean, double dispersion) { return -std::log1p(dispersion * mean) / dispersion; }

// Fits intercept and coefficients: `loss_and_slope` gives the loss of a row at a linear value, and its derivative.
template <typename LossAndSlope>
std::vector<double> fit_linear(const Matrix& rows, double intercept, double penalty, LossAndSlope loss_and_slope) {
  size_t columns = rows.columns, count = rows.rows();
  auto objective = [&](const std::vector<double>& point, std::vector<double>& gradient) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double loss = 0;
    for (size_t r = 0; r < count; ++r) {
      auto row = rows.row(r);
      double at = point[columns];
      for (size_t c = 0; c < columns; ++c) at += point[c] * row[c];
      auto [row_loss, slope] = loss_and_slope(r, at);
      loss += row_loss;
      for (size_t c = 0; c < columns; ++c) gradient[c] += slope * row[c];
      gradient[columns] += slope;
    }
    double number = std::max<double>(1, static_cast<double>(count)), squares = 0;
    for (double& value : gradient) value /= number;
    for (size_t c = 0; c < columns; ++c) {
      squares += point[c] * point[c];
      gradient[c] += penalty * point[c];
    }
    return loss / number + penalty / 2 * squares;
  };
  std::vector<double> start(columns + 1, 0.0);
  start[columns] = intercept;
  return minimize(objective, std::move(start), kMostSteps);
}

double negative_binomial_log(double count, double mean, double dispersion) {
  double size = 1 / dispersion;
  return std::lgamma(count + size) - std::lgamma(size) - std::lgamma(count + 1) + size * std::log(size / (size + mean)) +
         (count > 0 ? count * std::log(mean / (size + mean)) : 0);
}

// By halving, for the normal distribution has no closed inverse.
int large_quantile(double mean, double dispersion, double share) {
  int low = 0, high = static_cast<int>(mean + 10 * std::sqrt(mean + dispersion * mean * mean)) + 1;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (1 - probability_above(mean, dispersion, middle) >= share) high = middle;
    else low = middle + 1;
  }
  return low;
}

}  // namespace

double logit(double probability) {
  double cut = std::clamp(probability, 1e-4, 1 - 1e-4);
  return std::log(cut / (1 - cut));
}

double logistic(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

double LogisticModel::log_odds(std::span<const float> row) const { return linear(intercept, coefficients, row); }

LogisticModel fit_logistic(const Matrix& rows, std::span<const char> outcomes, double penalty) {
  double happened = 0;
  for (char outcome : outcomes) happened += outcome;
  double base = (happened + 0.5) / (static_cast<double>(outcomes.size()) + 1);
  std::vector<double> point = fit_linear(rows, logit(base), penalty, [&](size_t r, double at) {
    double sign = outcomes[r] ? 1 : -1, margin = sign * at;
    double loss = margin > 0 ? std::log1p(std::exp(-margin)) : -margin + std::log1p(std::exp(margin));
    return std::pair(loss, -sign / (1 + std::exp(margin)));
  });
  LogisticModel model;
  model.intercept = point.back();
  point.pop_back();
  model.coefficients = std::move(point);
  return model;
}

double CountModel::mean(std::span<const float> row) const { return std::exp(std::min(kMostLogMean, linear(intercept, coefficients, row))); }

double CountModel::dispersion(double mean) const { return std::clamp(std::exp(dispersion_at_one + dispersion_slope * std::log(mean)), 1e-3, 20.0); }

CountModel fit_counts(const Matrix& rows, std::span<const double> counts, double penalty) {
  double sum = 0;
  for (double count : counts) sum += count;
  double base = (sum + 0.5) / (static_cast<double>(counts.size()) + 1);
  // Per event, so that the penalty means the same for small and large counts.
  std::vector<double> point = fit_linear(rows, std::log(base), penalty, [&](size_t r, double at) {
    double mean = std::exp(std::min(kMostLogMean, at));
    return std::pair((mean - counts[r] * at) / base, (mean - counts[r]) / base);
  });
  CountModel model;
  model.intercept = point.back();
  point.pop_back();
  model.coefficients = std::move(point);
  std::vector<double> means;
  for (size_t r = 0; r < rows.rows(); ++r) means.push_back(model.mean(rows.row(r)));
  double best = -1e300;
  for (double at_one = -3; at_one <= 1.5; at_one += 0.25) {
    for (double slope = -1; slope <= 0.25; slope += 0.125) {
      CountModel tried{0, {}, at_one, slope};
      double likelihood = 0;
      for (size_t r = 0; r < means.size(); ++r) likelihood += negative_binomial_log(counts[r], means[r], tried.dispersion(means[r]));
      if (likelihood > best) {
        best = likelihood;
        model.dispersion_at_one = at_one;
        model.dispersion_slope = slope;
      }
    }
  }
  return model;
}

double probability_above(double mean, double dispersion, int k) {
  if (k < 0) return 1;
  if (log_of_none(mean, dispersion) < kLeastLog) return 0.5 * std::erfc((k + 0.5 - mean) / std::sqrt(2 * (mean + dispersion * mean * mean)));
  double size = 1 / dispersion, ratio = mean / (size + mean), below = 0;
  double term = std::exp(log_of_none(mean, dispersion));
  for (int count = 0; count <= k; ++count) {
    below += term;
    term *= ratio * (size + count) / (count + 1);
  }
  return std::clamp(1 - below, 0.0, 1.0);
}

int count_quantile(double mean, double dispersion, double share) {
  if (log_of_none(mean, dispersion) < kLeastLog) return large_quantile(mean, dispersion, share);
  double size = 1 / dispersion, ratio = mean / (size + mean), below = 0;
  double term = std::exp(log_of_none(mean, dispersion));
  constexpr int kMostCount = 1'000'000;
  for (int count = 0; count < kMostCount; ++count) {
    below += term;
    if (below >= share) return count;
    term *= ratio * (size + count) / (count + 1);
  }
  return kMostCount;
}

}  // namespace casus
