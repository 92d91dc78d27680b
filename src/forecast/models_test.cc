// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "forecast/ensemble.h"
#include "forecast/minimizer.h"

namespace casus {
namespace {

double share(std::mt19937& chance) { return static_cast<double>(chance()) / 4294967296.0; }

TEST(Minimizer, FindsTheBottomOfAValley) {
  auto rosenbrock = [](const std::vector<double>& at, std::vector<double>& slope) {
    double a = 1 - at[0], b = at[1] - at[0] * at[0];
    slope = {-2 * a - 400 * b * at[0], 200 * b};
    return a * a + 100 * b * b;
  };
  std::vector<double> found = minimize(rosenbrock, {-1.2, 1}, 500);
  EXPECT_NEAR(found[0], 1, 0.01);
  EXPECT_NEAR(found[1], 1, 0.01);
}

TEST(CountDistribution, IsTheNegativeBinomial) {
  // Dispersion 1: geometric with mean 1, P(X = k) = 1/2^(k+1).
  EXPECT_NEAR(probability_above(1, 1, 0), 0.5, 1e-12);
  EXPECT_NEAR(probability_above(1, 1, 2), 0.125, 1e-12);
  EXPECT_EQ(probability_above(1, 1, -1), 1);
  EXPECT_EQ(count_quantile(1, 1, 0.5), 0);
  EXPECT_EQ(count_quantile(1, 1, 0.9), 3);
  // Hardly dispersed: Poisson.
  EXPECT_NEAR(probability_above(2, 1e-3, 0), 1 - std::exp(-2.0), 1e-3);
  // Large means of little dispersion: the normal distribution takes over without a jump.
  EXPECT_NEAR(probability_above(820, 1e-3, 830), probability_above(825, 1e-3, 835), 0.01);
  EXPECT_NEAR(count_quantile(1e4, 1e-3, 0.5), 1e4, 30);
}

Matrix one_column(const std::vector<float>& values) { return {1, values}; }

TEST(LogisticModel, FindsWhatMadeTheData) {
  std::mt19937 chance(7);
  std::vector<float> column;
  std::vector<char> outcomes;
  for (int i = 0; i < 20000; ++i) {
    float x = static_cast<float>(static_cast<int>(chance() % 2001) - 1000) / 500;
    column.push_back(x);
    outcomes.push_back(share(chance) < logistic(0.5 + 1.5 * x));
  }
  LogisticModel model = fit_logistic(one_column(column), outcomes, 1e-6);
  EXPECT_NEAR(model.intercept, 0.5, 0.08);
  EXPECT_NEAR(model.coefficients[0], 1.5, 0.08);
  LogisticModel held = fit_logistic(one_column(column), outcomes, 10);
  EXPECT_LT(held.coefficients[0], 0.2);
}

TEST(CountModel, FindsMeanAndDispersion) {
  std::mt19937 chance(7);
  std::vector<float> column;
  std::vector<double> counts;
  for (int i = 0; i < 20000; ++i) {
    float x = static_cast<float>(chance() % 3);
    double mean = std::exp(0.2 + 0.7 * x), dispersion = 0.5;
    std::gamma_distribution<double> rate(1 / dispersion, mean * dispersion);
    std::poisson_distribution<int> count(rate(chance));
    column.push_back(x);
    counts.push_back(count(chance));
  }
  CountModel model = fit_counts(one_column(column), counts, 1e-6);
  EXPECT_NEAR(model.intercept, 0.2, 0.08);
  EXPECT_NEAR(model.coefficients[0], 0.7, 0.08);
  EXPECT_NEAR(model.dispersion(3), 0.5, 0.12);
}

TEST(BoostedTrees, LearnWhatIsNotLinearAndExplainIt) {
  Matrix rows{2, {}};
  std::vector<char> outcomes;
  std::mt19937 chance(3);
  for (int i = 0; i < 4000; ++i) {
    float a = static_cast<float>(chance() % 100) / 100, noise = static_cast<float>(chance() % 100) / 100;
    rows.add_row(std::vector<float>{a, noise});
    outcomes.push_back(a > 0.3f && a < 0.6f);
  }
  GrowthOptions options;
  options.rounds = 60;
  options.columns = 1;
  auto trees = grow_trees(rows, outcomes, options);
  ASSERT_TRUE(trees) << trees.error().message;
  EXPECT_GT(trees->log_odds(std::vector<float>{0.45f, 0.5f}), 1);
  EXPECT_LT(trees->log_odds(std::vector<float>{0.1f, 0.5f}), -1);
  std::vector<double> effects(2, 0.0);
  std::vector<float> row = {0.45f, 0.5f};
  double shared = trees->add_effects(row, 1, effects);
  EXPECT_NEAR(shared + effects[0] + effects[1], trees->log_odds(row), 1e-4);
  EXPECT_GT(effects[0], 10 * std::abs(effects[1]));
  auto again = grow_trees(rows, outcomes, options);
  EXPECT_EQ(trees->log_odds(row), again->log_odds(row));
}

TEST(Combination, CalibratesPartsThatAreTooSure) {
  std::mt19937 chance(5);
  std::vector<std::array<double, 3>> parts;
  std::vector<char> outcomes;
  for (int i = 0; i < 20000; ++i) {
    double truth = static_cast<double>(chance() % 400) / 100 - 2, boast = 3 * truth + 0.5;
    parts.push_back({boast, boast, boast});
    outcomes.push_back(share(chance) < logistic(truth));
  }
  Combination combination = fit_combination(parts, outcomes);
  for (double truth : {-1.5, 0.0, 1.5}) {
    double boast = 3 * truth + 0.5;
    EXPECT_NEAR(logistic(combination.log_odds({boast, boast, boast})), logistic(truth), 0.06);  // it is drawn to its first weights
  }
}

TEST(Combination, StaysAsItIsWhereThereIsNothingToLearnFrom) {
  Combination combination = fit_combination({{1, 1, 1}}, {1});
  EXPECT_NEAR(combination.log_odds({1, 2, 3}), 0.1 + 0.8 + 1.5, 1e-9);
}

}  // namespace
}  // namespace casus
