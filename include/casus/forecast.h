// SPDX-License-Identifier: Apache-2.0
// Will it intensify? Probabilities that material conflict rises, learned from the events of a store (docs/forecast.md).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "casus/result.h"
#include "casus/time.h"

namespace casus {

class Store;

// A unit is a dyad "A|B" in either order, "A|A" (inside one), or "A" (everything that involves A). A is a name or code as a table of events brought it
// (`casus import --from tsv`), else a country code.
// A side that may stand for several, counted as one: its events are those of any of them. Each member by the names that it may have in a store, best first.
struct ForecastSide {
  std::string name;
  std::vector<std::vector<std::string>> members;
};

struct ForecastQuestion {
  std::string id;  // given back
  std::string unit;
  Date as_of;      // only events dated on or before it are read
  std::vector<ForecastSide> sides = {};  // in place of `unit`: two, or one and what it has a part in, or what happens inside it
  bool is_inside = false;
};

struct Chance {
  double probability = 0;
  double base = 0;      // how often it was so in training
  double baseline = 0;  // the answer of the count model alone (negative binomial)
};

// For the weeks after the as-of day.
struct HorizonForecast {
  int weeks = 0;
  Chance rise;                                   // more material conflict events (quad 4) than in as many weeks before
  std::optional<Chance> surge;                   // more than `threshold`; for 4 and 12 weeks
  double mean = 0;   // expected number of events
  int low = 0, high = 0;                         // 10th and 90th percentile of that number
  int previous = 0;  // events in as many weeks before
  int threshold = 0; // the larger of 2 and the 80th percentile of the past year's counts
};

// What moved a probability away from the base rate.
struct Driver {
  std::string name;   // stable: "level", "trend", ...
  std::string words;  // what was seen, with its numbers
  double effect = 0;  // on the log-odds of a rise over four weeks, or over the horizon that was asked for
};

// A past situation that looked like this one, and what came then.
struct SimilarSituation {
  Date as_of;
  std::string unit;
  int before = 0, after = 0;  // events in the weeks before and after
  bool rose = false;
};

// Of forecasts made while validating, those with a probability between `from` and `to`.
struct ReliabilityBin {
  double from = 0, to = 0;
  int64_t forecasts = 0;
  double mean_probability = 0;
  double frequency = 0;  // how many of them came true
};

struct Forecast {
  std::string id, unit;
  Date as_of;
  std::vector<std::string> counted;  // of a question with sides: who counts for which
  bool is_joined = false;            // a side of it stands for several: no unit of the store has its name
  std::string abstained;  // not empty: no forecast, and this is what is missing
  int weeks = 4;          // the horizon that drivers, similar situations and reliability speak of
  std::vector<HorizonForecast> horizons;  // 1, 2, 4 and 12 weeks
  std::vector<Driver> drivers;            // strongest first
  std::vector<SimilarSituation> similar;  // nearest first
  ReliabilityBin reliability;             // of the bin that the answer lies in
  std::string model;                      // its version: a hash of what it was trained on
  Date trained_until;
};

// One line of JSON (docs/forecast.md names its fields).
std::string forecast_json(const Forecast& forecast);

struct TrainingSummary {
  std::string model;
  Date first_origin, last_origin;
  int64_t units = 0, situations = 0;
};

// Fits the models on windows that end on or before `until` and keeps them in the store, which must be open for writing.
Result<TrainingSummary> train_forecasts(Store& store, Date until, const std::function<void(std::string_view)>& on_step = {});

// The last day with an asserted event; nothing if there is none.
Result<std::optional<Date>> last_day(const Store& store);
// The day that a forecast is asked on: the given one, else the last day; an error if the store has no events.
Result<Date> day_asked_on(std::optional<Date> given, const Store& store);

// Models that were read, kept for the next Forecaster: for a process that answers again and again. Any number of threads may share it.
class ForecastModels {
 public:
  ForecastModels();
  ~ForecastModels();

 private:
  friend class Forecaster;
  struct State;
  std::unique_ptr<State> state_;
};

// The models of a store, ready to answer. Not for several threads at once.
class Forecaster {
 public:
  // Of a store's models each question gets the latest whose training ends on or before its as-of day. The store must outlive it, and `models`, if there are any.
  static Result<std::unique_ptr<Forecaster>> open(const Store& store, ForecastModels* models = nullptr);
  ~Forecaster();
  // Answers or abstains; an Error means that the store could not be read or that the question makes no sense.
  Result<Forecast> answer(const ForecastQuestion& question, int weeks = 4) const;
  // Many questions: the store is read once.
  Result<std::vector<Forecast>> answer_all(std::span<const ForecastQuestion> questions, int weeks = 4) const;

 private:
  struct State;
  explicit Forecaster(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// How one method answered one question over all origins of a backtest.
struct MethodScores {
  std::string label;   // "up4", "surge12", ...
  std::string method;  // climatology persistence counts logistic trees combined
  int64_t forecasts = 0;
  double base_rate = 0;  // how often it came true
  double brier = 0, skill = 0, skill_low = 0, skill_high = 0;  // skill against climatology, with a 95 % interval by units
  double log_loss = 0, calibration_error = 0;
  std::optional<double> area_under_curve;  // none where all or nothing came true
  std::vector<ReliabilityBin> bins;
};

struct BacktestRequest {
  std::optional<Date> from, to;  // first and last origin; by default the second half of the store
  std::string unit;              // empty: all that have enough conflict
  int refit_weeks = 26;          // models are fitted anew so often, on windows that are over by then
};

struct Backtest {
  Date from, to;
  int64_t origins = 0, units = 0, refits = 0;
  std::vector<MethodScores> scores;  // by label, then method
};

// Forecasts as they would have been made at every Sunday between `from` and `to`, scored by what came.
Result<Backtest> backtest_forecasts(const Store& store, const BacktestRequest& request, const std::function<void(std::string_view)>& on_step = {});
std::string backtest_json(const Backtest& backtest);
// A page with tables and plots of calibration, without anything from elsewhere.
std::string backtest_page(const Backtest& backtest);

// Keeps what was answered, to be scored when its weeks are over; the store must be open for writing.
Status keep_answers(Store& store, std::span<const Forecast> forecasts);
// Kept forecasts whose weeks are over by the store's last event: methods climatology, counts and combined.
Result<Backtest> score_kept_forecasts(const Store& store);

}  // namespace casus
