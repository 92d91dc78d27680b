// SPDX-License-Identifier: Apache-2.0
// casus forecast: will it intensify, how surely, and why; and the training of what answers.
#include "casus/forecast.h"

#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "casus/next_events.h"
#include "casus/store.h"
#include "commands.h"
#include "forecast_question.h"
#include "forecast_text.h"
#include "inputs.h"
#include "progress.h"

namespace casus {
namespace {

struct ForecastCommand {
  std::string store, unit, as_of, horizon, format, questions;
  std::string question, document;  // in words, or the title of a document
  bool keep = false;
};

// "4w", "4" or "28d" as weeks.
Result<int> weeks_of(const std::string& text) {
  for (int weeks : {1, 2, 4, 12}) {
    if (text == fmt::format("{}w", weeks) || text == fmt::format("{}", weeks) || text == fmt::format("{}d", 7 * weeks)) return weeks;
  }
  return Error{ErrorCode::Invalid, fmt::format("--horizon \"{}\" is none of 1w 2w 4w 12w", text), ""};
}

Result<ForecastQuestion> read_question(const std::string& line) {
  nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  auto text = [&](const char* name) { return json.is_object() && json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : std::string(); };
  if (!json.is_object()) return Error{ErrorCode::Invalid, "is no JSON object; write {\"id\": \"1\", \"unit\": \"A|B\", \"asof\": \"2015-01-04\"}", ""};
  auto day = parse_iso_date(text("asof"));
  if (text("unit").empty() || !day) return Error{ErrorCode::Invalid, "needs \"unit\" (\"A|B\", \"A|A\" or \"A\") and \"asof\" (YYYY-MM-DD)", ""};
  return ForecastQuestion{text("id"), text("unit"), *day};
}

Result<int> run_forecast(const ForecastCommand& command) {
  int exit_status = kDone;
  std::vector<ForecastQuestion> questions;
  int asked = !command.unit.empty() + !command.questions.empty() + !command.question.empty() + !command.document.empty();
  if (asked != 1) return Error{ErrorCode::Invalid, "give a question in quotation marks, or --unit (and --as-of), or --questions FILE, or --document ID", ""};
  TRY_ASSIGN(int weeks, weeks_of(command.horizon.empty() ? "4w" : command.horizon));
  if (!command.format.empty() && command.format != "table" && command.format != "jsonl") {
    return Error{ErrorCode::Invalid, fmt::format("--format \"{}\" is neither table nor jsonl", command.format), ""};
  }
  if (!command.question.empty() || !command.document.empty()) {
    if (!command.horizon.empty()) return Error{ErrorCode::Invalid, "--horizon goes with --unit; a question says itself how far ahead it looks", ""};
    return run_question({command.store, command.question, command.document, command.as_of, command.format, command.keep});
  }
  if (!command.questions.empty()) { TRY_ASSIGN(questions, read_json_lines(command.questions, read_question, exit_status)); }
  TRY_ASSIGN(auto store, command.keep ? open_existing_to_write(command.store) : Store::open(command.store, StoreAccess::Read));
  if (command.questions.empty()) {
    std::optional<Date> given;
    if (!command.as_of.empty()) { TRY_ASSIGN(given, day_option("--as-of", command.as_of)); }
    TRY_ASSIGN(Date as_of, day_asked_on(given, *store));
    questions.push_back({fmt::format("{}:{}", command.unit, to_iso(as_of)), command.unit, as_of});
  }
  TRY_ASSIGN(auto forecaster, Forecaster::open(*store));
  TRY_ASSIGN(std::vector<Forecast> answers, forecaster->answer_all(questions, weeks));
  bool as_text = command.format.empty() ? command.questions.empty() && isatty(STDOUT_FILENO) : command.format == "table";
  for (const Forecast& answer : answers) std::cout << (as_text ? forecast_text(answer) : forecast_json(answer) + "\n");
  std::cout.flush();
  if (!std::cout) return Error{ErrorCode::Io, "standard output takes no more", ""};
  if (command.keep) TRY(keep_answers(*store, answers));
  return exit_status;
}

Status run_scores(const std::string& file, const std::string& format) {
  if (!format.empty() && format != "table" && format != "json") return Error{ErrorCode::Invalid, fmt::format("--format \"{}\" is neither table nor json", format), ""};
  TRY_ASSIGN(auto store, Store::open(file, StoreAccess::Read));
  TRY_ASSIGN(Backtest scores, score_kept_forecasts(*store));
  if (scores.scores.empty()) std::cerr << "casus: no kept forecast has its weeks behind it yet; casus forecast --keep keeps one\n";
  bool as_text = format.empty() ? isatty(STDOUT_FILENO) != 0 : format == "table";
  std::cout << (as_text ? backtest_text(scores) : backtest_json(scores) + "\n") << std::flush;
  return ok();
}

Status train_escalation(Store& store, Date day) {
  Progress progress;
  auto summary = train_forecasts(store, day, [&](std::string_view step) {
    progress.show([&](double seconds) { return fmt::format("casus: fitting {} ({:.0f} s)", step, seconds); });
  });
  progress.clear();
  if (!summary) return summary.error();
  std::cerr << fmt::format("casus: model {} learned from {} situations of {} units, {} to {}; it answers for days from {} on\n", summary->model, summary->situations, summary->units,
                           to_iso(summary->first_origin), to_iso(summary->last_origin), to_iso(day));
  return ok();
}

Status train_next(Store& store, Date day) {
  TRY_ASSIGN(NextEventTraining next, train_next_events(store, day));
  std::cerr << fmt::format("casus: model {} of what comes next learned from {} facts of {} entities in {} relations; it answers for days after {}\n", next.model, next.facts, next.entities,
                           next.relations, to_iso(day));
  return ok();
}

// What the store lacks for one of the models is said; an Error only if it lacks it for all that were asked for.
Status run_training(const std::string& file, const std::string& until, const std::string& only) {
  TRY_ASSIGN(Date day, day_option("--until", until));
  TRY_ASSIGN(auto store, open_existing_to_write(file));
  if (only == "escalation") return train_escalation(*store, day);
  if (only == "next") return train_next(*store, day);
  Status escalation = train_escalation(*store, day), next = train_next(*store, day);
  if (!escalation && !next) return escalation;
  for (const Status* status : {&escalation, &next}) {
    if (!*status) std::cerr << fmt::format("casus: {}\n", status->error().message);
  }
  return ok();
}

}  // namespace

void add_forecast_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("forecast", "Will material conflict rise? Probabilities with reasons, as of a day");
  command->footer("Examples: casus forecast train --store news.duckdb --until 2014-12-31\n"
                  "          casus forecast --store news.duckdb \"Will Russia intensify the conflict for Central Asia?\"\n"
                  "          casus forecast --store news.duckdb --unit 'ISR|PSE' --as-of 2015-03-01\n"
                  "          casus forecast --store news.duckdb --questions questions.jsonl --keep\n"
                  "          casus forecast scores --store news.duckdb\n"
                  "Only events dated on or before --as-of are read (docs/forecast.md).");
  command->require_subcommand(0, 1);
  auto options = std::make_shared<ForecastCommand>();
  command->add_option("--store", options->store, "Database file with events (casus import, casus code --store)");
  command->add_option("question", options->question, "In words: who, what is to rise or ease, how far ahead; asked on --as-of, else on the store's last day");
  command->add_option("--document", options->document, "The id or key of a document whose title is such a question; asked on the day of its publication");
  command->add_option("--unit", options->unit, "A|B two sides, A|A inside one, A everything that involves A; A is a country code, or a name as a table of events has it");
  command->add_option("--as-of", options->as_of, "The day of the forecast, YYYY-MM-DD; the last day with events if not given");
  command->add_option("--horizon", options->horizon, "1w, 2w, 4w (the default) or 12w: what reasons and similar situations speak of");
  command->add_option("--questions", options->questions, "Many: one JSON object a line with id, unit and asof; - is standard input");
  command->add_option("--format", options->format, "table or jsonl; a table on a terminal and jsonl elsewhere by default");
  command->add_flag("--keep", options->keep, "Keep the answers in the store, to be scored when their weeks are over");
  CLI::App* scores = command->add_subcommand("scores", "How the forecasts that were kept have done, as far as their weeks are over");
  scores->add_option("--store", options->store, "Database file with kept forecasts")->required();
  scores->add_option("--format", options->format, "table or json");
  scores->callback([options, &exit_status] {
    Status status = run_scores(options->store, options->format);
    exit_status = status ? kDone : fail(status.error());
  });
  add_forecast_next_command(*command, exit_status);
  auto until = std::make_shared<std::string>();
  CLI::App* train = command->add_subcommand("train", "Fits the models on all windows that end on or before a day and keeps them in the store");
  train->add_option("--store", options->store, "Database file with events")->required();
  train->add_option("--until", *until, "The last day that training may see, YYYY-MM-DD")->required();
  auto only = std::make_shared<std::string>();
  train->add_option("--only", *only, "escalation or next: only this model; both by default")->check(CLI::IsMember({"escalation", "next"}));
  train->callback([options, until, only, &exit_status] {
    Status status = run_training(options->store, *until, *only);
    exit_status = status ? kDone : fail(status.error());
  });
  command->callback([command, options, &exit_status] {
    if (!command->get_subcommands().empty()) return;
    if (options->store.empty()) {
      exit_status = fail({ErrorCode::Invalid, "--store is missing", ""});
      return;
    }
    auto ran = run_forecast(*options);
    exit_status = ran ? *ran : fail(ran.error());
  });
}

}  // namespace casus
