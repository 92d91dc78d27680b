// SPDX-License-Identifier: Apache-2.0
// The command line: one file per verb (contract: cli.md).
#include <CLI/CLI.hpp>
#include <csignal>

#include "casus/casus.h"
#include "commands.h"

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow any more is an error to be told, as a full disk is
  CLI::App app{"Casus reads the press and answers who did what to whom, when, where, who says so, and how surely."};
  app.set_version_flag("--version", casus::version());
  app.require_subcommand(1);
  int exit_status = casus::kDone;
  casus::add_code_command(app, exit_status);
  casus::add_watch_command(app, exit_status);
  casus::add_import_command(app, exit_status);
  casus::add_export_command(app, exit_status);
  casus::add_parse_command(app, exit_status);
  casus::add_status_command(app, exit_status);
  casus::add_read_command(app, exit_status);
  casus::add_events_command(app, exit_status);
  casus::add_claims_command(app, exit_status);
  casus::add_explain_command(app, exit_status);
  casus::add_lexicon_command(app, exit_status);
  casus::add_doctor_command(app, exit_status);
  casus::add_store_command(app, exit_status);
  casus::add_stories_command(app, exit_status);
  casus::add_series_command(app, exit_status);
  casus::add_forecast_command(app, exit_status);
  casus::add_backtest_command(app, exit_status);
  casus::add_serve_command(app, exit_status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? casus::kDone : casus::kWrongCall;
  }
  return exit_status;
}
