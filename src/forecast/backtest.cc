// SPDX-License-Identifier: Apache-2.0
// Forecasts made as if at earlier days, scored by what came.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "casus/forecast.h"
#include "casus/store.h"
#include "forecast/scores.h"
#include "forecast/training.h"
#include "store/learned_rows.h"

namespace casus {
namespace {

using Collected = std::array<std::array<std::vector<ScoredForecast>, kMethods>, kTargetCount>;

// Forecasts of all situations by one model.
void forecast_all(const Ensemble& ensemble, const Situations& situations, const std::string& unit, Collected& collected, std::set<uint32_t>& units) {
  for (size_t i = 0; i < situations.past.size(); ++i) {
    const PastSituation& past = situations.past[i];
    if (!unit.empty() && situations.units[past.unit] != unit) continue;
    units.insert(past.unit);
    for (size_t target = 0; target < kTargetCount; ++target) {
      if (!past.is_over(kTargets[target])) continue;
      MethodProbabilities answers = ensemble.probabilities(target, situations.features.row(i), past);
      for (size_t method = 0; method < kMethods; ++method) {
        collected[target][method].push_back({answers[method], answers[0], past.came_true(kTargets[target]), static_cast<int>(past.unit)});
      }
    }
  }
}

void add_scores(const Collected& collected, Backtest& backtest) {
  for (size_t target = 0; target < kTargetCount; ++target) {
    for (size_t method = 0; method < kMethods; ++method) {
      MethodScores scores = score(collected[target][method]);
      scores.label = kTargets[target].label;
      scores.method = kMethodNames[method];
      if (scores.forecasts > 0) backtest.scores.push_back(std::move(scores));
    }
  }
}

std::vector<std::string> sides_of_all(const std::vector<KeptForecast>& forecasts) {
  std::set<std::string> sides;
  for (const KeptForecast& forecast : forecasts) {
    for (std::string& side : sides_of(forecast.unit)) sides.insert(std::move(side));
  }
  return {sides.begin(), sides.end()};
}

Result<Day> last_day_of(const Store& store) {
  TRY_ASSIGN(std::optional<Date> day, last_day(store));
  return day_number(day.value_or(Date{}));
}

}  // namespace

Result<Backtest> backtest_forecasts(const Store& store, const BacktestRequest& request, const std::function<void(std::string_view)>& on_step) {
  TRY_ASSIGN(Day last, last_day_of(store));
  TRY_ASSIGN(Archive archive, load_archive(store, last));
  if (archive.world().empty()) return Error{ErrorCode::Invalid, "the store has no events with a date; import history (docs/history.md)", ""};
  std::string unit;
  if (!request.unit.empty()) { TRY_ASSIGN(unit, canonical_unit(request.unit)); }
  Day start = archive.world().first_day(), from = request.from ? day_number(*request.from) : start + (last - start) / 2, to = request.to ? std::min(day_number(*request.to), last) : last;
  Day step = 7 * std::max(1, request.refit_weeks);
  Backtest backtest{date_of(from), date_of(to), 0, 0, 0, {}};
  Collected collected;
  std::set<uint32_t> units;
  std::set<Day> origins;
  for (Day fitted = from; fitted <= to; fitted += step) {
    if (on_step) on_step(to_iso(date_of(fitted)));
    TrainingSummary summary;
    TRY_ASSIGN(KeptModel model, fit_model(archive, fitted, {}, summary));
    Situations situations = collect_situations(archive, fitted, std::min(to, fitted + step - 1), last);
    for (const PastSituation& past : situations.past) origins.insert(past.as_of);
    forecast_all(model.ensemble, situations, unit, collected, units);
    ++backtest.refits;
  }
  backtest.origins = static_cast<int64_t>(origins.size());
  backtest.units = static_cast<int64_t>(units.size());
  add_scores(collected, backtest);
  if (backtest.scores.empty()) return Error{ErrorCode::Invalid, "no unit had enough conflict between these days, or no window is over yet", ""};
  return backtest;
}

Status keep_answers(Store& store, std::span<const Forecast> forecasts) {
  std::vector<KeptForecast> kept;
  for (const Forecast& forecast : forecasts) {
    for (const HorizonForecast& horizon : forecast.horizons) {
      auto keep = [&](const char* what, const Chance& chance, int threshold) {
        kept.push_back({forecast.model, forecast.unit, fmt::format("{}{}", what, horizon.weeks), forecast.as_of, horizon.weeks, chance.probability, chance.base, chance.baseline, threshold});
      };
      keep("up", horizon.rise, horizon.previous);
      if (horizon.surge) keep("surge", *horizon.surge, horizon.threshold);
    }
  }
  return keep_forecasts(store, kept);
}

Result<Backtest> score_kept_forecasts(const Store& store) {
  TRY_ASSIGN(std::vector<KeptForecast> kept, kept_forecasts(store));
  TRY_ASSIGN(Day last, last_day_of(store));
  std::erase_if(kept, [&](const KeptForecast& forecast) { return day_number(forecast.as_of) + 7 * forecast.weeks > last; });
  if (kept.empty()) return Backtest{};
  std::vector<std::string> sides = sides_of_all(kept);
  TRY_ASSIGN(Archive archive, load_archive(store, last, &sides));
  std::map<std::string, std::array<std::vector<ScoredForecast>, 3>> by_label;  // climatology, counts, combined
  std::map<std::string, int> units;
  std::set<Date> origins;
  Backtest backtest;
  for (const KeptForecast& forecast : kept) {
    Day as_of = day_number(forecast.as_of), end = as_of + 7 * forecast.weeks;
    const History* history = archive.find(forecast.unit);
    if (!history) continue;
    bool came_true = Past(*history, last).conflict(as_of, end) > forecast.threshold;
    int unit = units.try_emplace(forecast.unit, static_cast<int>(units.size())).first->second;
    if (origins.empty()) backtest.from = forecast.as_of;
    backtest.to = forecast.as_of;
    origins.insert(forecast.as_of);
    auto& lists = by_label[forecast.label];
    for (auto [list, probability] : {std::pair{0, forecast.base}, {1, forecast.baseline}, {2, forecast.probability}}) {
      lists[static_cast<size_t>(list)].push_back({probability, forecast.base, came_true, unit});
    }
  }
  backtest.origins = static_cast<int64_t>(origins.size());
  backtest.units = static_cast<int64_t>(units.size());
  for (const auto& [label, lists] : by_label) {
    for (auto [list, method] : {std::pair{0, "climatology"}, {1, "counts"}, {2, "combined"}}) {
      backtest.scores.push_back(score(lists[static_cast<size_t>(list)]));
      backtest.scores.back().label = label;
      backtest.scores.back().method = method;
    }
  }
  return backtest;
}

}  // namespace casus
