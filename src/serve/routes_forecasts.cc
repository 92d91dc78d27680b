// SPDX-License-Identifier: Apache-2.0
// What may come: forecasts of a unit, and questions in words.
#include "casus/answer.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {
namespace {

// The day of a parameter; nothing if it is not given. The description of the routes lets only dates through.
std::optional<Date> day_of(const Parameters& parameters, std::string_view name) { return parameters.has(name) ? parse_iso_date(parameters.text(name)) : std::nullopt; }

// A store without events answers nothing, and that is no fault of the request.
Reply nothing_known() { return json_reply(R"({"abstain":true,"why":"the store has no events; casus import or casus code --store brings some"})"); }

}  // namespace

Result<Reply> get_forecast(Call& call) {
  std::optional<Date> as_of = day_of(call.parameters, "as_of");
  if (!as_of) { TRY_ASSIGN(as_of, last_day(*call.store)); }
  if (!as_of) return nothing_known();
  const std::string& unit = call.parameters.text("unit");
  TRY_ASSIGN(auto forecaster, Forecaster::open(*call.store, &call.service.forecast_models));
  TRY_ASSIGN(Forecast forecast, forecaster->answer({unit + ":" + to_iso(*as_of), unit, *as_of}));
  return json_reply(forecast_json(forecast));
}

Result<Reply> get_question(Call& call) {
  Service& service = call.service;
  std::optional<Date> as_of = day_of(call.parameters, "as_of");
  if (!as_of) { TRY_ASSIGN(as_of, last_day(*call.store)); }
  if (!as_of) return nothing_known();
  TRY_ASSIGN(auto forecaster, Forecaster::open(*call.store, &service.forecast_models));
  TRY_ASSIGN(AnsweredQuestion answer, answer_question(call.parameters.text("q"), as_of, *service.engine, *call.workspace, *service.questions, *forecaster, *call.store));
  return json_reply(answer_json(answer));
}

}  // namespace casus::serve
