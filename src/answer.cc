// SPDX-License-Identifier: Apache-2.0
// Joins the reader of questions and the models that answer them.
#include "casus/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <nlohmann/json.hpp>

namespace casus {
namespace {

using Json = nlohmann::ordered_json;

ForecastSide side_of(const QuestionSide& side) {
  ForecastSide asked{side.name, {}};
  for (const QuestionParty& party : side.parties) {
    std::vector<std::string> names = party.is_state ? std::vector<std::string>{party.code, party.name} : std::vector<std::string>{party.name, party.code};
    std::erase(names, "");
    asked.members.push_back(std::move(names));
  }
  return asked;
}

ForecastQuestion forecast_question(const AskedQuestion& asked, const QuestionUnit& unit) {
  ForecastQuestion question{asked.text, unit_text(unit), asked.as_of, {side_of(unit.first)}, unit.kind == QuestionUnit::Kind::Inside};
  if (unit.kind == QuestionUnit::Kind::Between) question.sides.push_back(side_of(unit.second));
  return question;
}

Json reading_json(const AnsweredQuestion& answer) {
  Json read = Json::object();
  auto put = [&](const std::string& part, const std::string& words) { read[part] = read.contains(part) ? read[part].get<std::string>() + "; " + words : words; };
  for (const QuestionPart& part : answer.asked.reading) put(part.part, part.words);
  for (const Forecast& forecast : answer.forecasts) {
    for (const std::string& words : forecast.counted) put("counted", words);
  }
  return read;
}

Json units_json(const AskedQuestion& asked) {
  Json units = Json::array();
  for (const QuestionUnit& unit : asked.units) units.push_back(unit_text(unit));
  return units;
}

// The label that the probability comes from: up4, surge12.
std::string asked_label(const AskedQuestion& asked) { return fmt::format("{}{}", asked.change == QuestionChange::Surge ? "surge" : "up", asked.weeks); }

}  // namespace

double asked_probability(const AskedQuestion& asked, const Forecast& forecast) {
  auto horizon = std::find_if(forecast.horizons.begin(), forecast.horizons.end(), [&](const HorizonForecast& other) { return other.weeks == asked.weeks; });
  assert(horizon != forecast.horizons.end());
  if (asked.change == QuestionChange::Surge && horizon->surge) return horizon->surge->probability;
  return asked.change == QuestionChange::Fall ? 1 - horizon->rise.probability : horizon->rise.probability;
}

Result<AnsweredQuestion> answer_question(std::string_view question, std::optional<Date> as_of, const Engine& engine, Engine::Workspace& workspace, const QuestionReader& reader,
                                         const Forecaster& forecaster, const Store& store) {
  TRY_ASSIGN(as_of, day_asked_on(as_of, store));
  std::vector<Document> documents;
  documents.push_back(question_document(question, *as_of));
  AnsweredQuestion answer{reader.read(engine.run(std::move(documents), workspace).front(), question, *as_of), {}};
  if (!answer.asked.is_read()) return answer;
  for (const QuestionUnit& unit : answer.asked.units) {
    TRY_ASSIGN(Forecast forecast, forecaster.answer(forecast_question(answer.asked, unit), answer.asked.weeks));
    answer.forecasts.push_back(std::move(forecast));
  }
  return answer;
}

std::string answer_json(const AnsweredQuestion& answer) {
  const AskedQuestion& asked = answer.asked;
  Json line;
  line["id"] = asked.text;
  line["question"] = asked.text;
  if (!asked.is_read()) {
    line["abstain"] = true;
    line["reason"] = fault_name(asked.fault);
    line["why"] = asked.why;
    line["instead"] = asked.instead.empty() ? Json() : Json(asked.instead);
    return line.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  line["read"] = reading_json(answer);
  line["asked"] = {{"units", units_json(asked)}, {"change", change_name(asked.change)}, {"weeks", asked.weeks}, {"asof", to_iso(asked.as_of)}, {"label", asked_label(asked)}};
  Json forecasts = Json::array();
  for (const Forecast& forecast : answer.forecasts) {
    Json one = Json::parse(forecast_json(forecast));
    if (forecast.abstained.empty()) one["probability"] = std::round(asked_probability(asked, forecast) * 1e4) / 1e4;
    else one["unit"] = forecast.unit;
    forecasts.push_back(std::move(one));
  }
  if (forecasts.size() == 1) line.update(forecasts.front());
  else line["forecasts"] = std::move(forecasts);
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace casus
