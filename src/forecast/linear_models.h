// SPDX-License-Identifier: Apache-2.0
// The two linear models: regularised logistic regression, and a negative binomial regression of counts.
#pragma once

#include <span>
#include <vector>

#include "forecast/matrix.h"

namespace casus {

double logit(double probability);  // of the probability cut to [1e-4, 1 - 1e-4]
double logistic(double log_odds);

// log-odds = intercept + coefficients * row. Rows are scaled (Scaling).
struct LogisticModel {
  double intercept = 0;
  std::vector<double> coefficients;

  double log_odds(std::span<const float> row) const;
};

// Least mean log loss plus `penalty` / 2 times the squares of the coefficients.
LogisticModel fit_logistic(const Matrix& rows, std::span<const char> outcomes, double penalty);

// Counts with mean exp(intercept + coefficients * row) and variance mean + dispersion * mean^2, where log dispersion = dispersion_at_one + dispersion_slope * log mean:
// rare events of small units scatter more, beside their mean, than those of large ones.
struct CountModel {
  double intercept = 0;
  std::vector<double> coefficients;
  double dispersion_at_one = 0, dispersion_slope = 0;

  double mean(std::span<const float> row) const;
  double dispersion(double mean) const;
};

// The mean by a penalised Poisson likelihood (consistent for any scatter), the dispersion by the negative binomial's.
CountModel fit_counts(const Matrix& rows, std::span<const double> counts, double penalty);

// P(count > k) of a negative binomial distribution; k may be negative.
double probability_above(double mean, double dispersion, int k);
// The least count whose probability of not being exceeded is at least `share`.
int count_quantile(double mean, double dispersion, double share);

}  // namespace casus
