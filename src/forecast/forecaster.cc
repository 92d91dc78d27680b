// SPDX-License-Identifier: Apache-2.0
// Questions answered with the models of a store.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "casus/forecast.h"
#include "casus/store.h"
#include "forecast/drivers.h"
#include "forecast/sides.h"
#include "forecast/situations.h"
#include "store/learned_rows.h"

namespace casus {
namespace {

// A store whose last event lies further back says nothing of the present: silence is not peace.
constexpr Day kMostSilence = 28;

size_t horizon_index(int weeks) { return static_cast<size_t>(std::find(std::begin(kHorizons), std::end(kHorizons), weeks) - std::begin(kHorizons)); }

// What is missing for a forecast; empty: nothing.
std::string what_is_missing(const Situation& situation, const std::string& unit) {
  Day as_of = situation.own.as_of();
  std::string day = to_iso(date_of(as_of));
  if (situation.world.empty()) return fmt::format("the store has no event dated on or before {}; import history (docs/history.md)", day);
  if (situation.own.empty()) return fmt::format("no event on or before {} has \"{}\"; casus series --unit shows what the store has of a unit", day, unit);
  if (as_of - situation.world.first_day() < kLeastPast) {
    return fmt::format("the store's events begin on {}; {} days before {} are needed", to_iso(date_of(situation.world.first_day())), kLeastPast, day);
  }
  int conflict = static_cast<int>(situation.own.conflict(as_of - kYear, as_of));
  if (conflict < kLeastConflict) {
    return fmt::format("{} material conflict events of {} in the {} days up to {}; {} are needed", conflict, unit, kYear, day, kLeastConflict);
  }
  // Whatever happened last, of any kind and anywhere.
  if (situation.world.events(as_of - kMostSilence, as_of) == 0) return fmt::format("the store has no event of the {} days up to {}: what is silent is not known to be quiet", kMostSilence, day);
  return "";
}

Chance chance_of(const Ensemble& ensemble, size_t target, std::span<const float> features, const PastSituation& present) {
  MethodProbabilities all = ensemble.probabilities(target, features, present);
  return {all[static_cast<size_t>(Method::Combined)], all[static_cast<size_t>(Method::Climatology)], all[static_cast<size_t>(Method::Counts)]};
}

std::vector<HorizonForecast> horizons_of(const Ensemble& ensemble, std::span<const float> features, const PastSituation& present) {
  std::vector<HorizonForecast> horizons;
  std::vector<float> row = ensemble.scaling.apply(features);
  for (size_t h = 0; h < kHorizonCount; ++h) {
    HorizonForecast forecast;
    forecast.weeks = kHorizons[h];
    forecast.mean = ensemble.counts[h].mean(row);
    double dispersion = ensemble.counts[h].dispersion(forecast.mean);
    forecast.low = count_quantile(forecast.mean, dispersion, 0.1);
    forecast.high = count_quantile(forecast.mean, dispersion, 0.9);
    forecast.previous = static_cast<int>(present.before[h]);
    forecast.threshold = static_cast<int>(present.threshold[h]);
    for (size_t target = 0; target < kTargetCount; ++target) {
      if (kTargets[target].horizon != h) continue;
      Chance chance = chance_of(ensemble, target, features, present);
      if (kTargets[target].is_surge) forecast.surge = chance;
      else forecast.rise = chance;
    }
    horizons.push_back(forecast);
  }
  return horizons;
}

ReliabilityBin reliability_of(const Ensemble& ensemble, size_t target, double probability) {
  size_t index = std::min(kReliabilityBins - 1, static_cast<size_t>(probability * kReliabilityBins));
  const ReliabilityCount& count = ensemble.reliability[target][index];
  double number = std::max<double>(1, static_cast<double>(count.forecasts)), width = 1.0 / kReliabilityBins;
  return {width * static_cast<double>(index), width * static_cast<double>(index + 1), count.forecasts, count.probability / number, static_cast<double>(count.came_true) / number};
}

Status check_weeks(int weeks) {
  if (horizon_index(weeks) == kHorizonCount) return Error{ErrorCode::Invalid, fmt::format("forecasts look 1, 2, 4 or 12 weeks ahead, not {}", weeks), ""};
  return ok();
}

size_t rise_target(size_t horizon) {
  for (size_t target = 0; target < kTargetCount; ++target) {
    if (!kTargets[target].is_surge && kTargets[target].horizon == horizon) return target;
  }
  return 0;
}

}  // namespace

struct ForecastModels::State {
  // More than a question can need of them; a store that is trained every week must not fill the memory.
  static constexpr size_t kMost = 8;
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const KeptModel>> by_version;

  std::shared_ptr<const KeptModel> find(const std::string& version) {
    std::lock_guard lock(mutex);
    auto found = by_version.find(version);
    return found == by_version.end() ? nullptr : found->second;
  }
  void keep(const std::string& version, std::shared_ptr<const KeptModel> model) {
    std::lock_guard lock(mutex);
    if (by_version.size() == kMost) by_version.clear();
    by_version[version] = std::move(model);
  }
};

ForecastModels::ForecastModels() : state_(std::make_unique<State>()) {}
ForecastModels::~ForecastModels() = default;

struct Forecaster::State {
  struct Loaded {
    std::string version;
    Date until;
    std::shared_ptr<const KeptModel> model;
  };
  const Store* store;
  ForecastModels::State* models;
  std::unique_ptr<ForecastModels> own_models;  // where none were given
  std::vector<LearnedModel> days;              // without content, in the order of their last days of training

  // The latest model that saw nothing after `as_of`; nothing if all did.
  Result<std::optional<Loaded>> model_for(Date as_of);
  // The unit by the names that the store has for its sides.
  Result<std::string> unit_in_store(const std::string& unit, Date as_of) const;
  Result<Forecast> answer_sides(const ForecastQuestion& question, int weeks);
  Status fill(const Archive& archive, const std::string& unit, int weeks, Forecast& forecast);
};

Result<std::optional<Forecaster::State::Loaded>> Forecaster::State::model_for(Date as_of) {
  std::optional<Loaded> loaded;
  auto after = std::upper_bound(days.begin(), days.end(), as_of, [](Date day, const LearnedModel& model) { return day < model.until; });
  if (after == days.begin()) return loaded;
  const LearnedModel& latest = *std::prev(after);
  std::shared_ptr<const KeptModel> model = models->find(latest.version);
  if (!model) {
    TRY_ASSIGN(auto kept, find_model(*store, kModelKind, latest.until));
    if (!kept) return loaded;
    TRY_ASSIGN(KeptModel unpacked, unpack_model(kept->content));
    model = std::make_shared<const KeptModel>(std::move(unpacked));
    models->keep(latest.version, model);
  }
  loaded = Loaded{latest.version, latest.until, std::move(model)};
  return loaded;
}

Result<std::string> Forecaster::State::unit_in_store(const std::string& unit, Date as_of) const {
  std::vector<std::string> sides = sides_of(unit);
  TRY_ASSIGN(std::vector<NameInStore> known, names_in_store(*store, sides, day_number(as_of)));
  for (std::string& side : sides) side = name_in(known, side).value_or(side);
  return canonical_unit(sides.size() == 1 ? sides[0] : sides[0] + "|" + sides[1]);
}

Status Forecaster::State::fill(const Archive& archive, const std::string& unit, int weeks, Forecast& forecast) {
  Situation situation = archive.situation(unit, day_number(forecast.as_of));
  forecast.abstained = what_is_missing(situation, unit);
  if (!forecast.abstained.empty()) return ok();
  TRY_ASSIGN(std::optional<Loaded> model, model_for(forecast.as_of));
  if (!model) {
    forecast.abstained = days.empty() ? "the store has no model yet; casus forecast train --store FILE --until DATE makes one"
                                      : fmt::format("the store's first model has seen events up to {}, which is after {}; casus forecast train --until {} makes one that has not",
                                                    to_iso(days.front().until), to_iso(forecast.as_of), to_iso(forecast.as_of));
    return ok();
  }
  const Ensemble& ensemble = model->model->ensemble;
  std::vector<float> features = features_of(situation);
  PastSituation present = situation_at(situation.own);
  size_t horizon = horizon_index(weeks), target = rise_target(horizon);
  forecast.weeks = weeks;
  forecast.horizons = horizons_of(ensemble, features, present);
  forecast.drivers = drivers_of(ensemble, target, situation, features, present);
  forecast.similar = similar_to(*model->model, features, horizon);
  forecast.reliability = reliability_of(ensemble, target, forecast.horizons[horizon].rise.probability);
  forecast.model = model->version;
  forecast.trained_until = model->until;
  return ok();
}

Forecaster::Forecaster(std::unique_ptr<State> state) : state_(std::move(state)) {}
Forecaster::~Forecaster() = default;

Result<std::unique_ptr<Forecaster>> Forecaster::open(const Store& store, ForecastModels* models) {
  auto state = std::make_unique<State>();
  state->store = &store;
  if (!models) state->own_models = std::make_unique<ForecastModels>();
  state->models = (models ? models : state->own_models.get())->state_.get();
  TRY_ASSIGN(state->days, models_of(store, kModelKind));
  return std::unique_ptr<Forecaster>(new Forecaster(std::move(state)));
}

Result<Forecast> Forecaster::State::answer_sides(const ForecastQuestion& question, int weeks) {
  Forecast forecast;
  forecast.id = question.id;
  forecast.as_of = question.as_of;
  Day until = day_number(question.as_of);
  TRY_ASSIGN(SidesInStore sides, find_sides(*store, question, until));
  forecast.unit = sides.unit.empty() ? question.unit : sides.unit;
  forecast.counted = sides.counted;
  forecast.is_joined = !sides.side_of.empty();
  forecast.abstained = sides.missing;
  if (!forecast.abstained.empty()) return forecast;
  TRY_ASSIGN(Archive archive, load_archive(*store, until, &sides.names, sides.side_of));
  TRY(fill(archive, sides.unit, weeks, forecast));
  return forecast;
}

Result<Forecast> Forecaster::answer(const ForecastQuestion& question, int weeks) const {
  if (!question.sides.empty()) {
    TRY(check_weeks(weeks));
    return state_->answer_sides(question, weeks);
  }
  TRY_ASSIGN(std::vector<Forecast> answers, answer_all({&question, 1}, weeks));
  return std::move(answers.front());
}

Result<std::vector<Forecast>> Forecaster::answer_all(std::span<const ForecastQuestion> questions, int weeks) const {
  TRY(check_weeks(weeks));
  std::vector<Forecast> answers;
  Date last = questions.empty() ? Date{} : std::max_element(questions.begin(), questions.end(), [](const auto& a, const auto& b) { return a.as_of < b.as_of; })->as_of;
  for (const ForecastQuestion& question : questions) {
    TRY_ASSIGN(std::string unit, canonical_unit(question.unit));
    Forecast forecast;
    forecast.id = question.id;
    forecast.unit = unit;
    forecast.as_of = question.as_of;
    answers.push_back(std::move(forecast));
  }
  // One question needs the events of its sides only.
  bool is_alone = answers.size() == 1;
  std::vector<std::string> sides;
  if (is_alone) {
    TRY_ASSIGN(answers[0].unit, state_->unit_in_store(answers[0].unit, last));
    sides = sides_of(answers[0].unit);
  }
  TRY_ASSIGN(Archive archive, load_archive(*state_->store, day_number(last), is_alone ? &sides : nullptr));
  for (Forecast& forecast : answers) {
    const History* history = archive.find(forecast.unit);
    bool is_known = history && !Past(*history, day_number(forecast.as_of)).empty();
    if (!is_alone && !is_known) { TRY_ASSIGN(forecast.unit, state_->unit_in_store(forecast.unit, forecast.as_of)); }
    TRY(state_->fill(archive, forecast.unit, weeks, forecast));
  }
  return answers;
}

}  // namespace casus
