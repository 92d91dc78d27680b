// SPDX-License-Identifier: Apache-2.0
// casus lexicon: looks after the tables: what is wrong with them, how large they are, what a change to them does.
#include "casus/lexicon.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "ask/text_table.h"
#include "base/names.h"
#include "casus/casus.h"
#include "commands.h"
#include "inputs.h"
#include "question.h"
#include "user_tables.h"

namespace casus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct LexiconOptions {
  std::string data, format, before, after, from, output;
  InputOptions input;
  UserTableOptions user;
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
  std::vector<Fault> faults = options.user.tables.empty() ? check_tables(found->data, found->knowledge) : std::vector<Fault>{};
  for (const std::string& folder : options.user.tables) {
    for (Fault& fault : check_user_tables(folder, found->data, found->knowledge)) {
      fault.file = (std::filesystem::path(folder) / fault.file).string();
      faults.push_back(std::move(fault));
    }
  }
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
  std::cerr << fmt::format("casus: {}: {} errors, {} warnings\n", options.user.tables.empty() ? found->data.string() : "your tables", faults.size() - warnings, warnings);
  return faults.size() > warnings ? kSomeRefused : kDone;
}

std::string share_of(const TableCount& count) {
  return count.unverified && count.rows ? fmt::format("{:.0f} %", 100.0 * static_cast<double>(*count.unverified) / static_cast<double>(count.rows)) : "";
}

int run_stats(const LexiconOptions& options) {
  auto found = folders(options);
  if (!found) return fail(found.error());
  auto counts = count_tables(found->data, found->knowledge);
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

int run_import(const LexiconOptions& options) {
  auto found = folders(options);
  if (!found) return fail(found.error());
  DictionaryFiles files = options.user.dictionaries();
  if (files.empty()) return fail({ErrorCode::Invalid, "there is nothing to import; give --actors, --agents or --verbs", ""});
  auto report_of = import_dictionaries(files, found->data, found->knowledge, options.output);
  if (!report_of) return fail(report_of.error());
  report(report_of->left_out);
  std::cerr << fmt::format("casus: {}: {} rows of actors, {} agents, {} frames, {} classes; {} entries left out\n", options.output, report_of->actors, report_of->agents,
                           report_of->frames, report_of->classes, report_of->left_out.size());
  return report_of->left_out.empty() ? kDone : kSomeRefused;
}

std::string show(const Event* event) {
  if (!event) return {};
  return fmt::format("{}{}{} {} {} → {}", event->type, event->mode.empty() ? "" : "/", event->mode, event->cameo, codes_of(event->actors), codes_of(event->recipients));
}

Json as_json(const Event* event) {
  if (!event) return nullptr;
  return {{"type", event->type}, {"mode", event->mode}, {"cameo", event->cameo}, {"actors", codes_of(event->actors)}, {"recipients", codes_of(event->recipients)}, {"rule", event->rule}};
}

// Tallies and prints what differs between two codings of the same documents.
class DiffOutput {
 public:
  explicit DiffOutput(bool is_json) : is_json_(is_json) {}

  void add(const Analysis& before, const Analysis& after) {
    events_ += before.coding.events.size();
    for (const EventChange& change : compare_events(before, after)) {
      static constexpr const char* kNames[] = {"added", "removed", "altered"};
      const char* name = kNames[static_cast<size_t>(change.kind)];
      ++counts_[static_cast<size_t>(change.kind)];
      const Event& event = change.after ? *change.after : *change.before;
      std::string words(after.document.slice(event.span));
      if (is_json_) {
        Json line = {{"document", after.document.id}, {"change", name}, {"fields", change.fields}, {"text", words}, {"before", as_json(change.before)}, {"after", as_json(change.after)}};
        std::cout << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
      } else {
        rows_.push_back({name, show(change.before), show(change.after), after.document.id, words});
      }
    }
  }

  void finish() {
    const std::vector<TextColumn> layout = {{"change", 7, 0, false}, {"before", 24, 0, false}, {"after", 24, 0, false}, {"document", 10, 2, false}, {"words", 24, 1, false}};
    if (!rows_.empty()) std::cout << text_table(layout, rows_, terminal_width());
    std::cout.flush();
    std::cerr << fmt::format("casus: of {} events {} removed, {} altered; {} added\n", events_, counts_[1], counts_[2], counts_[0]);
  }

 private:
  bool is_json_;
  size_t events_ = 0, counts_[3] = {};
  std::vector<std::vector<std::string>> rows_;
};

// Each document is parsed for both, so that each sees exactly what `casus code` would.
int run_diff(LexiconOptions& options) {
  if (!prepare_input(options.input)) return kWrongCall;
  auto old_options = default_options();
  if (!old_options) return fail(old_options.error());
  EngineOptions new_options = *old_options;
  old_options->data = options.before;
  new_options.data = options.after;
  auto before = Engine::open(*old_options);
  if (!before) return fail(before.error());
  auto after = Engine::open(new_options);
  if (!after) return fail(after.error());
  auto before_workspace = (*before)->make_workspace(), after_workspace = (*after)->make_workspace();
  BatchReader reader(options.input);
  DiffOutput output(as_json(options));
  int status = kDone;
  while (auto batch = reader.next([](const Document&) { return true; })) {
    if (report(*batch)) status = kSomeRefused;
    std::vector<Analysis> old_coding = (*before)->run(batch->documents, *before_workspace);
    std::vector<Analysis> new_coding = (*after)->run(std::move(batch->documents), *after_workspace);
    for (size_t i = 0; i < old_coding.size(); ++i) output.add(old_coding[i], new_coding[i]);
  }
  output.finish();
  return status;
}

}  // namespace

void add_lexicon_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("lexicon", "The tables of the engine: checks them, counts them, shows what a change does");
  command->require_subcommand(1);
  auto options = std::make_shared<LexiconOptions>();

  CLI::App* check = command->add_subcommand("check", "Names everything that is wrong with the tables: file, line, what, remedy");
  check->footer("Example: casus lexicon check --data data");
  check->add_option("--data", options->data, "Folder of the tables; the installation's if not given")->check(CLI::ExistingDirectory);
  check->add_option("--tables", options->user.tables, "A folder of tables of your own, to check in place of ours")->check(CLI::ExistingDirectory);
  check->add_option("--format", options->format, "jsonl, or text for people (the default)")->check(CLI::IsMember({"jsonl", "text"}));
  check->callback([options, &exit_status] { exit_status = run_check(*options); });

  CLI::App* stats = command->add_subcommand("stats", "Rows and terms per table, type, mode and kind, and how many are unverified");
  stats->footer("Example: casus lexicon stats --format table");
  stats->add_option("--data", options->data, "Folder of the tables; the installation's if not given")->check(CLI::ExistingDirectory);
  add_format_option(*stats, *options);
  stats->callback([options, &exit_status] { exit_status = run_stats(*options); });

  CLI::App* import = command->add_subcommand("import", "Turns dictionaries of TABARI, PETRARCH or Phoenix into tables for casus code --tables");
  import->footer("Example: casus lexicon import --from petrarch --actors Phoenix.Countries.actors.txt --verbs CAMEO.verbs.txt --output mine");
  import->add_option("--from", options->from, "petrarch")->required()->check(CLI::IsMember({"petrarch", "tabari", "phoenix"}));
  add_dictionary_options(*import, options->user);
  import->add_option("--output", options->output, "Folder to write actors/, agents/, frames/ and classes/ into")->required();
  import->callback([options, &exit_status] { exit_status = run_import(*options); });

  CLI::App* diff = command->add_subcommand("diff", "Codes documents with two data folders and shows which events differ");
  diff->footer("Example: casus lexicon diff /tmp/data-before data articles/ --published 2021-04-30");
  diff->add_option("old", options->before, "Data folder before the change")->required()->check(CLI::ExistingDirectory);
  diff->add_option("new", options->after, "Data folder after it")->required()->check(CLI::ExistingDirectory);
  add_input_options(*diff, options->input);
  add_format_option(*diff, *options);
  diff->callback([options, &exit_status] { exit_status = run_diff(*options); });
}

}  // namespace casus
