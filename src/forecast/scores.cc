// SPDX-License-Identifier: Apache-2.0
#include "forecast/scores.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <tuple>

namespace casus {
namespace {

constexpr size_t kBins = 10;
constexpr double kLeastProbability = 1e-3;
constexpr int kResamplings = 200;

std::optional<double> area_under_curve(std::vector<ScoredForecast> forecasts) {
  std::sort(forecasts.begin(), forecasts.end(), [](const auto& a, const auto& b) { return a.probability < b.probability; });
  double ranks = 0, positive = 0, number = static_cast<double>(forecasts.size());
  for (size_t i = 0; i < forecasts.size();) {
    size_t end = i;
    while (end < forecasts.size() && forecasts[end].probability == forecasts[i].probability) ++end;
    double rank = (static_cast<double>(i + 1) + static_cast<double>(end)) / 2;
    for (; i < end; ++i) {
      ranks += forecasts[i].came_true ? rank : 0;
      positive += forecasts[i].came_true;
    }
  }
  if (positive == 0 || positive == number) return std::nullopt;
  return (ranks - positive * (positive + 1) / 2) / (positive * (number - positive));
}

std::pair<double, double> skill_interval(const std::vector<ScoredForecast>& forecasts) {
  std::map<int, std::pair<double, double>> by_unit;
  for (const ScoredForecast& f : forecasts) {
    auto& [loss, reference] = by_unit[f.unit];
    loss += (f.probability - f.came_true) * (f.probability - f.came_true);
    reference += (f.reference - f.came_true) * (f.reference - f.came_true);
  }
  std::vector<std::pair<double, double>> units;
  for (const auto& [unit, losses] : by_unit) units.push_back(losses);
  std::mt19937 chance(7);
  std::vector<double> skills;
  for (int i = 0; i < kResamplings; ++i) {
    double loss = 0, reference = 0;
    for (size_t k = 0; k < units.size(); ++k) {
      const auto& unit = units[chance() % units.size()];
      loss += unit.first;
      reference += unit.second;
    }
    skills.push_back(reference > 0 ? 1 - loss / reference : 0);
  }
  std::sort(skills.begin(), skills.end());
  return {skills[kResamplings / 40], skills[kResamplings - 1 - kResamplings / 40]};
}

}  // namespace

MethodScores score(const std::vector<ScoredForecast>& forecasts) {
  MethodScores scores;
  scores.forecasts = static_cast<int64_t>(forecasts.size());
  if (forecasts.empty()) return scores;
  double number = static_cast<double>(forecasts.size()), reference = 0;
  scores.bins.resize(kBins);
  for (size_t i = 0; i < kBins; ++i) scores.bins[i] = {static_cast<double>(i) / kBins, static_cast<double>(i + 1) / kBins, 0, 0, 0};
  for (const ScoredForecast& f : forecasts) {
    double outcome = f.came_true;
    scores.brier += (f.probability - outcome) * (f.probability - outcome) / number;
    reference += (f.reference - outcome) * (f.reference - outcome) / number;
    scores.log_loss -= std::log(std::max(kLeastProbability, f.came_true ? f.probability : 1 - f.probability)) / number;
    scores.base_rate += outcome / number;
    ReliabilityBin& bin = scores.bins[std::min(kBins - 1, static_cast<size_t>(f.probability * kBins))];
    ++bin.forecasts;
    bin.mean_probability += f.probability;
    bin.frequency += outcome;
  }
  for (ReliabilityBin& bin : scores.bins) {
    scores.calibration_error += std::abs(bin.mean_probability - bin.frequency) / number;
    double count = std::max<double>(1, static_cast<double>(bin.forecasts));
    bin.mean_probability /= count;
    bin.frequency /= count;
  }
  scores.skill = reference > 0 ? 1 - scores.brier / reference : 0;
  std::tie(scores.skill_low, scores.skill_high) = skill_interval(forecasts);
  scores.area_under_curve = area_under_curve(forecasts);
  return scores;
}

}  // namespace casus
