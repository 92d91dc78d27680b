// SPDX-License-Identifier: Apache-2.0
// The models, fitted together and joined into one probability.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "casus/result.h"
#include "forecast/linear_models.h"
#include "forecast/situations.h"
#include "forecast/trees.h"

namespace casus {

// What answers each target; all but the last are baselines or parts of it.
enum class Method { Climatology, Persistence, Counts, Logistic, Trees, Combined };
inline constexpr size_t kMethods = 6;
inline constexpr const char* kMethodNames[] = {"climatology", "persistence", "counts", "logistic", "trees", "combined"};
using MethodProbabilities = std::array<double, kMethods>;

// Log-odds = intercept + sum of weights * log-odds of the parts: joins them and calibrates at once.
struct Combination {
  static constexpr size_t kParts = 3;  // Counts, Logistic, Trees
  double intercept = 0;
  std::array<double, kParts> weights{0.1, 0.4, 0.5};

  double log_odds(const std::array<double, kParts>& parts) const;
};

// Least log loss, drawn to the weights that a Combination has at first.
Combination fit_combination(const std::vector<std::array<double, Combination::kParts>>& parts, const std::vector<char>& outcomes);

struct TargetModel {
  double base = 0;                       // share of situations that came true
  std::array<double, 2> after_last{};    // the same where the present window had not, had risen above its own bar
  LogisticModel logistic;
  std::vector<BoostedTrees> trees;       // their mean counts
  Combination combination;

  double trees_log_odds(std::span<const float> features) const;
};

struct ReliabilityCount {
  int64_t forecasts = 0, came_true = 0;
  double probability = 0;  // sum
};
inline constexpr size_t kReliabilityBins = 10;

struct EnsembleOptions {
  int tree_sets = 2;   // grown from different seeds
  int rounds = 250;
  unsigned threads = 0;  // 0: one per core; targets are fitted side by side, so the outcome does not depend on it
};

struct Ensemble {
  Scaling scaling;  // for the linear models; trees read features as they are
  std::array<CountModel, kHorizonCount> counts;
  std::array<TargetModel, kTargetCount> targets;
  std::array<std::array<ReliabilityCount, kReliabilityBins>, kTargetCount> reliability{};  // of forecasts made while validating

  // Of one situation; `past` needs no outcome.
  MethodProbabilities probabilities(size_t target, std::span<const float> features, const PastSituation& past) const;
};

// Fits all models on the situations whose windows are over by `until`, and their combination on forecasts that models fitted on earlier situations made of later ones.
Result<Ensemble> fit_ensemble(const Situations& situations, Day until, const EnsembleOptions& options, const std::function<void(std::string_view)>& on_step);  // told each target, from any thread but one at a time

std::string pack(const Ensemble& ensemble);
Result<Ensemble> unpack_ensemble(std::string_view bytes);

}  // namespace casus
