// SPDX-License-Identifier: Apache-2.0
// casus backtest: what forecasts would have said, and what came.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <memory>

#include "casus/forecast.h"
#include "casus/store.h"
#include "commands.h"
#include "forecast_text.h"
#include "inputs.h"
#include "progress.h"

namespace casus {
namespace {

struct BacktestCommand {
  std::string store, from, to, unit, format, output;
  int refit_weeks = 26;
};

Result<std::optional<Date>> optional_day(const char* option, const std::string& text) {
  if (text.empty()) return std::optional<Date>();
  TRY_ASSIGN(Date day, day_option(option, text));
  return std::optional(day);
}

Result<std::string> format_of(const BacktestCommand& command) {
  std::string format = command.format;
  if (format.empty()) format = command.output.ends_with(".html") ? "html" : command.output.ends_with(".json") || (command.output.empty() && !isatty(STDOUT_FILENO)) ? "json" : "table";
  if (format == "html" || format == "json" || format == "table") return format;
  return Error{ErrorCode::Invalid, fmt::format("--format \"{}\" is none of table json html", format), ""};
}

Status run_backtest(const BacktestCommand& command) {
  TRY_ASSIGN(std::string format, format_of(command));
  BacktestRequest request;
  request.unit = command.unit;
  request.refit_weeks = command.refit_weeks;
  TRY_ASSIGN(request.from, optional_day("--from", command.from));
  TRY_ASSIGN(request.to, optional_day("--to", command.to));
  TRY_ASSIGN(auto store, Store::open(command.store, StoreAccess::Read));
  Progress progress;
  TRY_ASSIGN(Backtest backtest, backtest_forecasts(*store, request, [&](std::string_view day) {
    progress.show([&](double seconds) { return fmt::format("casus: models as of {} ({:.0f} s)", day, seconds); });
  }));
  progress.clear();
  std::string text = format == "html" ? backtest_page(backtest) : format == "json" ? backtest_json(backtest) + "\n" : backtest_text(backtest);
  if (command.output.empty()) {
    std::cout << text << std::flush;
    return std::cout ? ok() : Status(Error{ErrorCode::Io, "standard output takes no more", ""});
  }
  std::ofstream file(command.output, std::ios::binary);
  file << text << std::flush;
  return file ? ok() : Status(Error{ErrorCode::Io, "cannot be written; check folder and space", command.output});
}

}  // namespace

void add_backtest_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("backtest", "Forecasts as they would have been made, scored by what came, beside every baseline");
  command->footer("Examples: casus backtest --store news.duckdb --from 2014-07-06 --to 2014-12-28\n"
                  "          casus backtest --store news.duckdb --output backtest.html\n"
                  "Each Sunday from --from to --to is an origin; models are fitted on windows that were over by then (docs/forecast.md).");
  auto options = std::make_shared<BacktestCommand>();
  command->add_option("--store", options->store, "Database file with events")->required();
  command->add_option("--from", options->from, "First origin, YYYY-MM-DD; by default the middle of the store");
  command->add_option("--to", options->to, "Last origin; by default the end of the store");
  command->add_option("--unit", options->unit, "Score only this unit: A|B, A|A or A; models still learn from all");
  command->add_option("--refit", options->refit_weeks, "Weeks after which models are fitted anew (26)")->check(CLI::Range(1, 520));
  command->add_option("--format", options->format, "table, json, or html (a page with plots of calibration)");
  command->add_option("--output", options->output, "File to write; its ending says the format if --format does not");
  command->callback([options, &exit_status] {
    Status status = run_backtest(*options);
    exit_status = status ? kDone : fail(status.error());
  });
}

}  // namespace casus
