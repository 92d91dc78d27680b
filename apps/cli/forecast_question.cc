// SPDX-License-Identifier: Apache-2.0
#include "forecast_question.h"

#include <fmt/format.h>
#include <unistd.h>

#include <future>
#include <iostream>

#include "casus/answer.h"
#include "commands.h"
#include "forecast_text.h"
#include "inputs.h"

namespace casus {
namespace {

// What was asked in the terms of the counts.
std::string asked_text(const AskedQuestion& asked, const Forecast& forecast) {
  std::string weeks = asked.weeks == 1 ? "week" : fmt::format("{} weeks", asked.weeks);
  std::string in = fmt::format("{} in the {} after {}", forecast.unit, weeks, to_iso(asked.as_of));
  for (const HorizonForecast& horizon : forecast.horizons) {
    if (horizon.weeks != asked.weeks) continue;
    std::string expected = fmt::format("expected {:.1f}, 80 % within {} to {}", horizon.mean, horizon.low, horizon.high);
    if (asked.change == QuestionChange::Surge) return fmt::format("for more than {} material conflict events of {} ({}; {} in as many weeks before)", horizon.threshold, in, expected, horizon.previous);
    const char* more = asked.change == QuestionChange::Fall ? "no more than" : "more than";
    return fmt::format("for {} {} material conflict events of {}, as many as in as many weeks before ({})", more, horizon.previous, in, expected);
  }
  return "";
}

std::string answer_text(const AnsweredQuestion& answer) {
  const AskedQuestion& asked = answer.asked;
  std::string text = asked.text + "\n\n";
  if (!asked.is_read()) {
    text += fmt::format("Not answered: {}.\n", asked.why);
    return asked.instead.empty() ? text : text + fmt::format("What can be asked: {}\n", asked.instead);
  }
  text += "How it was read\n";
  for (const QuestionPart& part : asked.reading) text += fmt::format("  {:<9} {}\n", part.part == "as_of" ? "as of" : part.part, part.words);
  for (const Forecast& forecast : answer.forecasts) {
    for (const std::string& words : forecast.counted) text += fmt::format("  {:<9} {}\n", "counted", words);
  }
  for (const Forecast& forecast : answer.forecasts) {
    if (forecast.abstained.empty()) text += fmt::format("\nAnswer: {} {}\n", percent(asked_probability(asked, forecast)), asked_text(asked, forecast));
    text += "\n" + forecast_text(forecast);
  }
  return text;
}

// The title of a document, and the day on which it asks: of its publication, if that is known.
Result<QuestionCall> question_of_document(const Store& store, QuestionCall call) {
  bool is_found = false;
  std::string id = quote_sql(call.document);
  TRY(store.query(fmt::format("SELECT title, published_on FROM documents WHERE latest AND (id = {0} OR key = {0}) ORDER BY document LIMIT 1", id),
                  {nullptr, [&](std::span<const StoreCell> cells) {
                     is_found = true;
                     call.question = cells[0].value_or("");
                     if (call.as_of.empty()) call.as_of = cells[1].value_or("");
                     return true;
                   }}));
  if (!is_found) return Error{ErrorCode::NotFound, fmt::format("the store has no document with the id or key \"{}\"", call.document), ""};
  if (call.question.empty()) return Error{ErrorCode::NotFound, fmt::format("the document \"{}\" has no title", call.document), ""};
  return call;
}

Status keep(Store& store, const AnsweredQuestion& answer) {
  for (const Forecast& forecast : answer.forecasts) {
    if (forecast.is_joined) std::cerr << fmt::format("casus: \"{}\" is not kept: no unit of the store stands for several\n", forecast.unit);
    else TRY(keep_answers(store, {&forecast, 1}));
  }
  return ok();
}

}  // namespace

Result<int> run_question(const QuestionCall& given) {
  TRY_ASSIGN(EngineOptions options, default_options());
  options.codes_events = false;
  auto opening = std::async(std::launch::async, [&] { return Engine::open(options); });
  TRY_ASSIGN(auto store, given.keep ? open_existing_to_write(given.store) : Store::open(given.store, StoreAccess::Read));
  QuestionCall call = given;
  if (!given.document.empty()) { TRY_ASSIGN(call, question_of_document(*store, given)); }
  std::optional<Date> as_of;
  if (!call.as_of.empty()) { TRY_ASSIGN(as_of, day_option("--as-of", call.as_of)); }
  TRY_ASSIGN(QuestionReader reader, QuestionReader::load(options.data, options.knowledge));
  TRY_ASSIGN(auto forecaster, Forecaster::open(*store));
  TRY_ASSIGN(auto opened, opening.get());
  static const Engine* engine = opened.release();  // the process ends with the answer: taking its tables down piece by piece would take longer than the answer
  auto workspace = engine->make_workspace();
  TRY_ASSIGN(AnsweredQuestion answer, answer_question(call.question, as_of, *engine, *workspace, reader, *forecaster, *store));
  bool as_text = call.format.empty() ? isatty(STDOUT_FILENO) != 0 : call.format == "table";
  std::cout << (as_text ? answer_text(answer) : answer_json(answer) + "\n") << std::flush;
  if (!std::cout) return Error{ErrorCode::Io, "standard output takes no more", ""};
  if (call.keep) TRY(keep(*store, answer));
  return answer.asked.is_read() ? kDone : kSomeRefused;
}

}  // namespace casus
