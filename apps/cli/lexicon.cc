// SPDX-License-Identifier: Apache-2.0
// casus lexicon: looks after the tables: what is wrong with them, how large they are, what a change to them does.
#include "casus/lexicon.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "ask/text_table.h"
#include "casus/casus.h"
#include "commands.h"
#include "inputs.h"
#include "question.h"

namespace casus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct LexiconOptions {
  std::string data, format;
};

void add_format_option(CLI::App& command, LexiconOptions& options) {
  command.add_option("--format", options.format, "jsonl or table; a table on a terminal and jsonl elsewhere by default")->check(CLI::IsMember({"jsonl", "table"}));
}

bool as_json(const LexiconOptions& options) { return options.format.empty() ? isatty(STDOUT_FILENO) == 0 : options.format == "jsonl"; }

// The folders to look at: those of the installation, or what --data says.
Result<EngineOptions> folders(const LexiconOptions& options) {
  TRY_ASSIGN(EngineOptions found, default_options());
  if (!options.data.empty()) found.data = options.data;
  return found;
}

int run_check(const LexiconOptions& options) {
  auto found = folders(options);
  if (!found) return fail(found.error());
  std::vector<Fault> faults = check_tables(found->data, found->knowledge);
  size_t warnings = 0;
  for (const Fault& fault : faults) {
    warnings += fault.is_warning;
    if (options.format == "jsonl") {
      Json line = {{"file", fault.file}, {"line", fault.line}, {"severity", fault.is_warning ? "warning" : "error"}, {"what", fault.what}, {"remedy", fault.remedy}};
      std::cout << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    } else {
      std::cout << fault.to_string() << '\n';
    }
  }
  std::cout.flush();
  std::cerr << fmt::format("casus: {}: {} errors, {} warnings\n", found->data.string(), faults.size() - warnings, warnings);
  return faults.size() > warnings ? kSomeRefused : kDone;
}

std::string share_of(const TableCount& count) {
  return count.unverified && count.rows ? fmt::format("{:.0f} %", 100.0 * static_cast<double>(*count.unverified) / static_cast<double>(count.rows)) : "";
}

int run_stats(const LexiconOptions& options) {
  auto found = folders(options);
  if (!found) return fail(found.error());
  auto counts = count_tables(found->data);
  if (!counts) return fail(counts.error());
  std::vector<std::vector<std::string>> rows;
  for (const TableCount& count : *counts) {
    if (as_json(options)) {
      Json line = {{"table", count.table}, {"group", nullptr}, {"rows", count.rows}, {"terms", count.terms}, {"unverified", nullptr}};
      if (!count.group.empty()) line["group"] = count.group;
      if (count.unverified) line["unverified"] = *count.unverified;
      std::cout << line.dump() << '\n';
    } else {
      rows.push_back({count.table, count.group, std::to_string(count.rows), std::to_string(count.terms), count.unverified ? std::to_string(*count.unverified) : "", share_of(count)});
    }
  }
  const std::vector<TextColumn> layout = {{"table", 20, 0, false}, {"group", 16, 0, false}, {"rows", 5, 0, true}, {"terms", 5, 0, true}, {"unverified", 5, 0, true}, {"share", 5, 0, true}};
  if (!rows.empty()) std::cout << text_table(layout, rows, terminal_width());
  std::cout.flush();
  return kDone;
}

}  // namespace

void add_lexicon_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("lexicon", "The tables of the engine: checks them, counts them, shows what a change does");
  command->require_subcommand(1);
  auto options = std::make_shared<LexiconOptions>();

  CLI::App* check = command->add_subcommand("check", "Names everything that is wrong with the tables: file, line, what, remedy");
  check->footer("Example: casus lexicon check --data data");
  check->add_option("--data", options->data, "Folder of the tables; the installation's if not given")->check(CLI::ExistingDirectory);
  check->add_option("--format", options->format, "jsonl, or text for people (the default)")->check(CLI::IsMember({"jsonl", "text"}));
  check->callback([options, &exit_status] { exit_status = run_check(*options); });

  CLI::App* stats = command->add_subcommand("stats", "Rows and terms per table, type, mode and kind, and how many are unverified");
  stats->footer("Example: casus lexicon stats --format table");
  stats->add_option("--data", options->data, "Folder of the tables; the installation's if not given")->check(CLI::ExistingDirectory);
  add_format_option(*stats, *options);
  stats->callback([options, &exit_status] { exit_status = run_stats(*options); });
}

}  // namespace casus
