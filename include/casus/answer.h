// SPDX-License-Identifier: Apache-2.0
// Questions in words, read and answered from a store (docs/forecast.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casus/casus.h"
#include "casus/forecast.h"
#include "casus/question.h"

namespace casus {

struct AnsweredQuestion {
  AskedQuestion asked;
  std::vector<Forecast> forecasts;  // one for each of its units; none if it could not be read
};

// The probability of what was asked. An easing is the complement of a rise. Requires a forecast that did not abstain.
double asked_probability(const AskedQuestion& asked, const Forecast& forecast);

// Reads and answers. `forecaster` is of `store`; without `as_of`, the store's last day is asked on.
Result<AnsweredQuestion> answer_question(std::string_view question, std::optional<Date> as_of, const Engine& engine, Engine::Workspace& workspace, const QuestionReader& reader,
                                         const Forecaster& forecaster, const Store& store);

// One line of JSON: question, how it was read and the fields of its forecast (of several units: the list "forecasts"), or why there is no answer.
std::string answer_json(const AnsweredQuestion& answer);

}  // namespace casus
