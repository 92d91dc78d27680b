// SPDX-License-Identifier: Apache-2.0
// The verbs of the program. Each adds its options and leaves its exit status when it ran.
#pragma once

#include <CLI/CLI.hpp>

namespace casus {

// Done; done, but some input was refused; the call was wrong and nothing was done.
enum ExitStatus { kDone = 0, kSomeRefused = 1, kWrongCall = 2 };

void add_code_command(CLI::App& app, int& exit_status);
void add_watch_command(CLI::App& app, int& exit_status);
void add_import_command(CLI::App& app, int& exit_status);
void add_export_command(CLI::App& app, int& exit_status);
void add_status_command(CLI::App& app, int& exit_status);
void add_parse_command(CLI::App& app, int& exit_status);
void add_read_command(CLI::App& app, int& exit_status);
void add_events_command(CLI::App& app, int& exit_status);
void add_claims_command(CLI::App& app, int& exit_status);
void add_explain_command(CLI::App& app, int& exit_status);
void add_lexicon_command(CLI::App& app, int& exit_status);
void add_doctor_command(CLI::App& app, int& exit_status);
void add_store_command(CLI::App& app, int& exit_status);
void add_stories_command(CLI::App& app, int& exit_status);
void add_series_command(CLI::App& app, int& exit_status);
void add_forecast_command(CLI::App& app, int& exit_status);
void add_backtest_command(CLI::App& app, int& exit_status);
// Below the former: casus forecast next.
void add_forecast_next_command(CLI::App& forecast, int& exit_status);
void add_serve_command(CLI::App& app, int& exit_status);

}  // namespace casus
