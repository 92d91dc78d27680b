// SPDX-License-Identifier: Apache-2.0
#include "forecast/drivers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace casus {
namespace {

constexpr double kLeastEffect = 0.02;
constexpr size_t kMostSimilar = 5;

// Which group a feature belongs to, by how its name begins; the first that fits.
constexpr std::pair<std::string_view, std::string_view> kGroups[] = {
    {"conflict_share", "tone"},     {"conflict_week_", "course"},   {"conflict_month_", "course"}, {"conflict_weeks_", "size"},  {"conflict_long_run", "size"},
    {"last_", "course"},            {"month_against", "level"},     {"quarter_against", "level"},  {"year_against", "level"},    {"rank_in_year", "level"},
    {"standing", "level"},          {"against_", "level"},          {"threshold_", "scatter"},     {"variance", "scatter"},      {"rises_in_year", "scatter"},
    {"week_to_week", "scatter"},    {"quiet_weeks", "scatter"},     {"days_since", "course"},      {"verbal_", "tone"},          {"material_", "tone"},
    {"mean_intensity", "tone"},     {"protests", "kinds"},          {"assaults", "kinds"},         {"own_", "season"},           {"world_rise", "season"},
    {"world_season", "season"},     {"season_", "season"},          {"world_", "world"},           {"first_side", "sides"},      {"second_side", "sides"},
    {"is_", "kind"}};

std::string_view group_of(std::string_view feature) {
  for (auto [start, group] : kGroups) {
    if (feature.starts_with(start)) return group;
  }
  return "other";
}

std::string words_of(std::string_view group, const Situation& situation, const PastSituation& past, size_t horizon, double expected) {
  const Past& own = situation.own;
  Day now = own.as_of();
  int weeks = kHorizons[horizon];
  double before = past.before[horizon], year = own.conflict(now - kYear, now);
  if (group == "expected") return fmt::format("{:.1f} events expected in {} weeks; {:.0f} in the {} weeks before", expected, weeks, before, weeks);
  if (group == "level") return fmt::format("{:.0f} events in the last {} weeks; {:.1f} is usual over the year", before, weeks, year * weeks / 52);
  if (group == "course") {
    return fmt::format("{:.0f} of the last {:.0f} events of four weeks fell into the last week; the last one was {} days ago", own.conflict(now - 7, now),
                       own.conflict(now - 28, now), own.days_since(Measure::Conflict, kYear));
  }
  if (group == "scatter") return fmt::format("how much the counts scatter and turn within the year; a surge would be more than {:.0f} in {} weeks", past.threshold[horizon], weeks);
  if (group == "size") return fmt::format("{:.0f} material conflict events in the year", year);
  if (group == "tone") {
    return fmt::format("{:.0f} events of verbal conflict and {:.0f} of cooperation in four weeks; {:.0f} and {:.0f} are usual",
                       own.sum(Measure::VerbalConflict, now - 28, now), own.sum(Measure::VerbalCooperation, now - 28, now) + own.sum(Measure::MaterialCooperation, now - 28, now),
                       own.sum(Measure::VerbalConflict, now - kYear, now) / 13,
                       (own.sum(Measure::VerbalCooperation, now - kYear, now) + own.sum(Measure::MaterialCooperation, now - kYear, now)) / 13);
  }
  if (group == "kinds") return fmt::format("{:.0f} protests and {:.0f} assaults in the year", own.sum(Measure::Protests, now - kYear, now), own.sum(Measure::Assaults, now - kYear, now));
  if (group == "season") return "what came at this time a year before, and the season";
  if (group == "world") {
    return fmt::format("{:.0f} events of all units in four weeks; {:.0f} are usual", situation.world.events(now - 28, now), situation.world.events(now - kYear, now) / 13);
  }
  if (group == "sides") {
    const char* what = situation.kind == UnitKind::Dyad ? "of the two sides with others" : situation.kind == UnitKind::Internal ? "of the country with others" : "inside the country";
    return fmt::format("what else happens {}", what);
  }
  return situation.kind == UnitKind::Dyad ? "it is a pair of sides" : situation.kind == UnitKind::Internal ? "it is the inside of a country" : "it is a whole country";
}

}  // namespace

std::vector<Driver> drivers_of(const Ensemble& ensemble, size_t target, const Situation& situation, std::span<const float> features, const PastSituation& past) {
  const TargetModel& model = ensemble.targets[target];
  size_t horizon = kTargets[target].horizon;
  std::vector<float> row = ensemble.scaling.apply(features);
  std::vector<double> effects(row.size(), 0.0);
  const auto& weights = model.combination.weights;
  for (size_t i = 0; i < row.size(); ++i) effects[i] += weights[1] * model.logistic.coefficients[i] * row[i];
  for (const BoostedTrees& trees : model.trees) trees.add_effects(features, weights[2] / static_cast<double>(model.trees.size()), effects);
  std::map<std::string_view, double> groups;
  for (size_t i = 0; i < row.size(); ++i) groups[group_of(feature_names()[i])] += effects[i];
  const CountModel& counts = ensemble.counts[horizon];
  double expected = counts.mean(row);
  groups["expected"] = weights[0] * (logit(probability_above(expected, counts.dispersion(expected), static_cast<int>(past.bar(kTargets[target])))) - logit(model.base));
  std::vector<Driver> drivers;
  for (auto [group, effect] : groups) {
    if (std::abs(effect) >= kLeastEffect) drivers.push_back({std::string(group), words_of(group, situation, past, horizon, expected), effect});
  }
  std::sort(drivers.begin(), drivers.end(), [](const Driver& a, const Driver& b) { return std::abs(a.effect) > std::abs(b.effect); });
  return drivers;
}

std::vector<SimilarSituation> similar_to(const KeptModel& model, std::span<const float> features, size_t horizon) {
  const Examples& examples = model.examples;
  std::vector<float> row = model.ensemble.scaling.apply(features);
  std::vector<std::pair<float, size_t>> distances;
  for (size_t i = 0; i < examples.past.size(); ++i) {
    auto looks = examples.looks.row(i);
    float distance = 0;
    for (size_t k = 0; k < looks.size(); ++k) {
      float away = looks[k] - row[look_columns()[k]];
      distance += away * away;
    }
    distances.emplace_back(distance, i);
  }
  std::sort(distances.begin(), distances.end());
  std::vector<SimilarSituation> similar;
  std::set<uint32_t> seen;
  for (auto [distance, i] : distances) {
    const PastSituation& past = examples.past[i];
    if (!seen.insert(past.unit).second) continue;
    similar.push_back({date_of(past.as_of), examples.units[past.unit], static_cast<int>(past.before[horizon]), static_cast<int>(past.after[horizon]), past.after[horizon] > past.before[horizon]});
    if (similar.size() == kMostSimilar) break;
  }
  return similar;
}

}  // namespace casus
