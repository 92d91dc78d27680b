// SPDX-License-Identifier: Apache-2.0
#include "forecast/scores.h"

#include <gtest/gtest.h>

#include <cmath>

namespace casus {
namespace {

TEST(Scores, PerfectReversedAndClimatology) {
  std::vector<ScoredForecast> perfect, reversed, climatology;
  bool outcomes[] = {true, false, true, true, false};
  for (int i = 0; i < 5; ++i) {
    double outcome = outcomes[i];
    perfect.push_back({outcome, 0.6, outcomes[i], i});
    reversed.push_back({1 - outcome, 0.6, outcomes[i], i});
    climatology.push_back({0.6, 0.6, outcomes[i], i});
  }
  MethodScores best = score(perfect), worst = score(reversed), base = score(climatology);
  EXPECT_EQ(best.brier, 0);
  EXPECT_EQ(best.skill, 1);
  EXPECT_EQ(*best.area_under_curve, 1);
  EXPECT_EQ(best.calibration_error, 0);
  EXPECT_NEAR(worst.brier, 1, 1e-12);
  EXPECT_EQ(*worst.area_under_curve, 0);
  EXPECT_NEAR(worst.log_loss, -std::log(1e-3), 1e-9);
  EXPECT_NEAR(base.brier, 0.24, 1e-12);
  EXPECT_EQ(base.skill, 0);
  EXPECT_EQ(*base.area_under_curve, 0.5);
  EXPECT_NEAR(base.calibration_error, 0, 1e-12);
}

TEST(Scores, ByHand) {
  MethodScores scores = score({{0.1, 0.5, false, 1}, {0.4, 0.5, false, 2}, {0.35, 0.5, true, 3}, {0.8, 0.5, true, 4}});
  EXPECT_NEAR(*scores.area_under_curve, 0.75, 1e-12);
  EXPECT_NEAR(scores.brier, (0.01 + 0.16 + 0.4225 + 0.04) / 4, 1e-12);
  EXPECT_NEAR(scores.skill, 1 - scores.brier / 0.25, 1e-12);
  EXPECT_LE(scores.skill_low, scores.skill);
  EXPECT_GE(scores.skill_high, scores.skill);
  EXPECT_FALSE(score({{0.3, 0.5, true, 1}}).area_under_curve);
  EXPECT_EQ(score({}).forecasts, 0);
}

}  // namespace
}  // namespace casus
