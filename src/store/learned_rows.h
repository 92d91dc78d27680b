// SPDX-License-Identifier: Apache-2.0
// What is learned from a store and kept in it: models, and the forecasts that were made with them. A store has the tables from the first model on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casus/store.h"
#include "casus/time.h"

namespace casus {

struct LearnedModel {
  std::string kind;     // what it answers: "escalation", "next"
  std::string version;  // hash of what it was trained on
  Date until;           // the last day that training saw
  std::string engine;   // version of Casus
  std::string content;  // bytes
};

// Replaces the model of the same kind and last day.
Status keep_model(Store& store, const LearnedModel& model);
// The model of a kind; with `as_of`, the latest of those that saw nothing after it.
Result<std::optional<LearnedModel>> find_model(const Store& store, std::string_view kind, std::optional<Date> as_of);
// All models of a kind without their content, in the order of their last days.
Result<std::vector<LearnedModel>> models_of(const Store& store, std::string_view kind);

// One probability that was given, to be scored when its window is over.
struct KeptForecast {
  std::string model, unit, label;  // label: "up4", "surge12", ...
  Date as_of;
  int weeks = 0;
  double probability = 0, base = 0, baseline = 0;
  int threshold = 0;  // it comes true if the count exceeds this
};

// A forecast for the same unit, day, label and model is kept once.
Status keep_forecasts(Store& store, const std::vector<KeptForecast>& forecasts);
Result<std::vector<KeptForecast>> kept_forecasts(const Store& store);

}  // namespace casus
