// SPDX-License-Identifier: Apache-2.0
#include "forecast/ensemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <thread>

#include "forecast/minimizer.h"

namespace casus {
namespace {

// Chosen on the validation periods of the public sets (docs/evaluation.md, "Forecasts").
// Windows of twelve weeks overlap three times as much as those of four: the same number of situations says less, and is trusted less.
double logistic_penalty(size_t horizon) { return 0.025 * kHorizons[horizon]; }
double count_penalty(size_t horizon) { return 0.0075 * kHorizons[horizon]; }
GrowthOptions growth_of(size_t horizon) {
  double overlap = std::sqrt(kHorizons[horizon] / 4.0);
  GrowthOptions growth;
  growth.least_weight = static_cast<int>(35 * overlap);
  growth.penalty = 5 * overlap;
  return growth;
}
// Trees may use what is the same for all units of a week only where there are so many weeks.
constexpr Day kDaysForTheWeek = 5 * kYear;
// Validation starts at these shares of the time span of training; the last part ends with it.
constexpr double kFolds[] = {0.5, 0.65, 0.8, 1.0};
// How strongly the combination is drawn to its first weights: validation sees few independent weeks, and what it says of the level of one year does not hold in the next.
constexpr double kCombinationPenalty = 0.3;
constexpr size_t kLeastSituations = 100;

std::vector<size_t> rows_between(const Situations& situations, const Target& target, Day after, Day until, Day over_by) {
  std::vector<size_t> rows;
  for (size_t i = 0; i < situations.past.size(); ++i) {
    const PastSituation& past = situations.past[i];
    bool is_over = past.is_over(target) && past.as_of + 7 * kHorizons[target.horizon] <= over_by;
    if (is_over && past.as_of > after && past.as_of <= until) rows.push_back(i);
  }
  return rows;
}

std::vector<char> outcomes_of(const Situations& situations, const Target& target, std::span<const size_t> rows) {
  std::vector<char> outcomes;
  for (size_t row : rows) outcomes.push_back(situations.past[row].came_true(target));
  return outcomes;
}

// Whether the present window is itself above what is asked: a month that already is a surge, a window that grew in its last half.
bool was_above(const Target& target, const PastSituation& past) {
  if (target.is_surge) return past.before[target.horizon] > past.threshold[target.horizon];
  size_t shorter = target.horizon == 0 ? 0 : target.horizon - 1;
  double share = static_cast<double>(kHorizons[shorter]) / kHorizons[target.horizon];
  return past.before[shorter] > share * past.before[target.horizon];
}

// What is the same for all units of a week: a few years are too few weeks for a linear model to learn it from. Trees may use it.
bool is_of_the_week(std::string_view feature) { return feature.starts_with("world_") || feature.starts_with("season_"); }

Scaling scaling_for_linear(const Matrix& features) {
  constexpr float kMute = 1e6f;
  Scaling scaling = Scaling::of(features);
  for (size_t i = 0; i < features.columns; ++i) {
    if (is_of_the_week(feature_names()[i])) scaling.deviation[i] = kMute;
  }
  return scaling;
}

// A constant column is never split.
void mute_the_week(Matrix& features) {
  for (size_t column = 0; column < features.columns; ++column) {
    if (!is_of_the_week(feature_names()[column])) continue;
    for (size_t row = 0; row < features.rows(); ++row) features.values[row * features.columns + column] = 0;
  }
}

CountModel fit_counts_until(const Situations& situations, const Matrix& scaled, size_t horizon, Day over_by) {
  Target target{false, horizon, ""};
  std::vector<size_t> rows = rows_between(situations, target, INT32_MIN, INT32_MAX, over_by);
  std::vector<double> counts;
  for (size_t row : rows) counts.push_back(situations.past[row].after[horizon]);
  return fit_counts(rows_of(scaled, rows), counts, count_penalty(horizon));
}

Result<TargetModel> fit_target(const Situations& situations, const Matrix& scaled, const Target& target, Day over_by, const EnsembleOptions& options) {
  std::vector<size_t> rows = rows_between(situations, target, INT32_MIN, INT32_MAX, over_by);
  std::vector<char> outcomes = outcomes_of(situations, target, rows);
  TargetModel model;
  std::array<double, 2> happened{}, all{};
  for (size_t i = 0; i < rows.size(); ++i) {
    size_t last = was_above(target, situations.past[rows[i]]);
    happened[last] += outcomes[i];
    ++all[last];
  }
  model.base = (happened[0] + happened[1] + 0.5) / (all[0] + all[1] + 1);
  for (size_t last : {0u, 1u}) model.after_last[last] = (happened[last] + 5 * model.base) / (all[last] + 5);
  model.logistic = fit_logistic(rows_of(scaled, rows), outcomes, logistic_penalty(target.horizon));
  Matrix features = rows_of(situations.features, rows);
  // Few situations bear few trees.
  int rounds = std::clamp(static_cast<int>(rows.size() / 20), std::min(60, options.rounds), options.rounds);
  if (situations.past.back().as_of - situations.past.front().as_of < kDaysForTheWeek) mute_the_week(features);
  for (int set = 0; set < options.tree_sets; ++set) {
    GrowthOptions growth = growth_of(target.horizon);
    growth.rounds = rounds;
    growth.seed = static_cast<uint32_t>(set + 1);
    TRY_ASSIGN(BoostedTrees trees, grow_trees(features, outcomes, growth));
    model.trees.push_back(std::move(trees));
  }
  return model;
}

std::array<double, Combination::kParts> parts_of(const CountModel& counts, const TargetModel& model, const Target& target, std::span<const float> features,
                                                 std::span<const float> row, const PastSituation& past) {
  double mean = counts.mean(row);
  return {logit(probability_above(mean, counts.dispersion(mean), static_cast<int>(past.bar(target)))), model.logistic.log_odds(row), model.trees_log_odds(features)};
}

// Count models by horizon and last day, each fitted once, by whichever target needs it first: a rise and a surge of as many weeks share theirs.
class CountModels {
 public:
  CountModels(const Situations& situations, const Matrix& scaled) : situations_(situations), scaled_(scaled) {}
  const CountModel& until(size_t horizon, Day over_by) {
    Slot* slot;
    {
      std::lock_guard lock(mutex_);
      slot = &slots_[{horizon, over_by}];
    }
    std::call_once(slot->once, [&] { slot->model = fit_counts_until(situations_, scaled_, horizon, over_by); });
    return slot->model;
  }

 private:
  struct Slot {
    std::once_flag once;
    CountModel model;
  };
  const Situations& situations_;
  const Matrix& scaled_;
  std::mutex mutex_;
  std::map<std::pair<size_t, Day>, Slot> slots_;
};

struct Validation {
  std::vector<std::array<double, Combination::kParts>> parts;
  std::vector<char> outcomes;
};

// Forecasts of each fold by models fitted on windows that were over before it.
Result<Validation> validate(const Situations& situations, const Matrix& scaled, const Target& target, Day until, const EnsembleOptions& options, CountModels& count_models) {
  Validation validation;
  Day first = situations.past.front().as_of;
  for (size_t fold = 0; fold + 1 < std::size(kFolds); ++fold) {
    Day from = first + static_cast<Day>(kFolds[fold] * (until - first)), to = first + static_cast<Day>(kFolds[fold + 1] * (until - first));
    std::vector<size_t> tested = rows_between(situations, target, from, to, until);
    if (rows_between(situations, target, INT32_MIN, INT32_MAX, from).size() < kLeastSituations || tested.empty()) continue;
    EnsembleOptions quick = options;
    quick.tree_sets = 1;
    const CountModel& counts = count_models.until(target.horizon, from);
    TRY_ASSIGN(TargetModel model, fit_target(situations, scaled, target, from, quick));
    for (size_t row : tested) {
      validation.parts.push_back(parts_of(counts, model, target, situations.features.row(row), scaled.row(row), situations.past[row]));
      validation.outcomes.push_back(situations.past[row].came_true(target));
    }
  }
  return validation;
}

void count_reliability(const Validation& validation, const Combination& combination, std::array<ReliabilityCount, kReliabilityBins>& bins) {
  for (size_t i = 0; i < validation.outcomes.size(); ++i) {
    double probability = logistic(combination.log_odds(validation.parts[i]));
    ReliabilityCount& bin = bins[std::min(kReliabilityBins - 1, static_cast<size_t>(probability * kReliabilityBins))];
    ++bin.forecasts;
    bin.came_true += validation.outcomes[i];
    bin.probability += probability;
  }
}

// The first error ends it; later targets are not begun.
Status for_each_target(unsigned threads, const std::function<Status(size_t)>& fit, const std::function<void(std::string_view)>& on_step) {
  std::mutex mutex;
  size_t next = 0;
  Status status = ok();
  auto work = [&] {
    while (true) {
      size_t i;
      {
        std::lock_guard lock(mutex);
        if (next == kTargetCount || !status) return;
        i = next++;
        if (on_step) on_step(kTargets[i].label);
      }
      Status fitted = fit(i);
      std::lock_guard lock(mutex);
      if (!fitted && status) status = fitted;
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned i = 1; i < std::min<unsigned>(threads ? threads : std::max(1u, std::thread::hardware_concurrency()), kTargetCount); ++i) workers.emplace_back(work);
  work();
  workers.clear();
  return status;
}

}  // namespace

double Combination::log_odds(const std::array<double, kParts>& parts) const {
  double sum = intercept;
  for (size_t i = 0; i < kParts; ++i) sum += weights[i] * parts[i];
  return sum;
}

Combination fit_combination(const std::vector<std::array<double, Combination::kParts>>& parts, const std::vector<char>& outcomes) {
  constexpr size_t kParts = Combination::kParts;
  Combination combination;
  if (outcomes.size() < kLeastSituations) return combination;
  auto objective = [&](const std::vector<double>& point, std::vector<double>& gradient) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double loss = 0, number = static_cast<double>(outcomes.size());
    for (size_t i = 0; i < outcomes.size(); ++i) {
      double at = point[kParts];
      for (size_t k = 0; k < kParts; ++k) at += point[k] * parts[i][k];
      double sign = outcomes[i] ? 1 : -1, slope = -sign / (1 + std::exp(sign * at));
      loss += std::log1p(std::exp(-sign * at));
      for (size_t k = 0; k < kParts; ++k) gradient[k] += slope * parts[i][k] / number;
      gradient[kParts] += slope / number;
    }
    loss /= number;
    for (size_t k = 0; k < kParts; ++k) {
      double away = point[k] - combination.weights[k];
      loss += kCombinationPenalty / 2 * away * away;
      gradient[k] += kCombinationPenalty * away;
    }
    loss += kCombinationPenalty / 2 * point[kParts] * point[kParts];
    gradient[kParts] += kCombinationPenalty * point[kParts];
    return loss;
  };
  std::vector<double> point(combination.weights.begin(), combination.weights.end());
  point.push_back(0);
  point = minimize(objective, std::move(point), 200);
  for (size_t k = 0; k < kParts; ++k) combination.weights[k] = point[k];
  combination.intercept = point[kParts];
  return combination;
}

double TargetModel::trees_log_odds(std::span<const float> row) const {
  double sum = 0;
  for (const BoostedTrees& set : trees) sum += set.log_odds(row);
  return trees.empty() ? 0 : sum / static_cast<double>(trees.size());
}

MethodProbabilities Ensemble::probabilities(size_t target, std::span<const float> features, const PastSituation& past) const {
  const TargetModel& model = targets[target];
  std::vector<float> row = scaling.apply(features);
  auto parts = parts_of(counts[kTargets[target].horizon], model, kTargets[target], features, row, past);
  return {model.base, model.after_last[was_above(kTargets[target], past)], logistic(parts[0]), logistic(parts[1]), logistic(parts[2]),
          logistic(model.combination.log_odds(parts))};
}

Result<Ensemble> fit_ensemble(const Situations& situations, Day until, const EnsembleOptions& options, const std::function<void(std::string_view)>& on_step) {
  if (situations.past.size() < kLeastSituations) {
    return Error{ErrorCode::Invalid, fmt::format("there are {} situations to learn from (a unit at the end of a week, with {} material conflict events in the {} days before); "
                                                 "{} are needed: import more history (docs/history.md)", situations.past.size(), kLeastConflict, kYear, kLeastSituations), ""};
  }
  Ensemble ensemble;
  ensemble.scaling = scaling_for_linear(situations.features);
  Matrix scaled = ensemble.scaling.apply(situations.features);
  CountModels count_models(situations, scaled);
  auto fit = [&](size_t i) -> Status {
    if (!kTargets[i].is_surge) ensemble.counts[kTargets[i].horizon] = count_models.until(kTargets[i].horizon, until);
    TRY_ASSIGN(Validation validation, validate(situations, scaled, kTargets[i], until, options, count_models));
    TRY_ASSIGN(ensemble.targets[i], fit_target(situations, scaled, kTargets[i], until, options));
    ensemble.targets[i].combination = fit_combination(validation.parts, validation.outcomes);
    count_reliability(validation, ensemble.targets[i].combination, ensemble.reliability[i]);
    return ok();
  };
  TRY(for_each_target(options.threads, fit, on_step));
  return ensemble;
}

}  // namespace casus
