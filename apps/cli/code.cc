// SPDX-License-Identifier: Apache-2.0
// casus code: documents in, coded documents out, and into a store.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/ordered_workers.h"
#include "casus/casus.h"
#include "casus/store.h"
#include "commands.h"
#include "inputs.h"
#include "interrupt.h"
#include "store/analysis_json.h"
#include "user_tables.h"

namespace casus {
namespace {

struct CodeOptions {
  InputOptions input;
  UserTableOptions user;
  std::string store;
  std::vector<std::filesystem::path> gazetteers;
  size_t threads = 0;
  bool quiet = false, again = false;
};

struct CodedBatch {
  std::vector<Analysis> analyses;
  std::vector<std::string> lines;  // the analyses as JSON, unless nobody reads them
  std::vector<Error> refused;
  size_t skipped = 0;
};

// What a long run has done so far, on a terminal twice a second.
class Progress {
 public:
  Progress() : is_shown_(isatty(STDERR_FILENO) != 0) {}
  void show(size_t documents, int64_t events) {
    if (!is_shown_) return;
    auto now = Clock::now();
    if (now - shown_ < std::chrono::milliseconds(500)) return;
    shown_ = now;
    double seconds = std::chrono::duration<double>(now - started_).count();
    std::cerr << fmt::format("\r\x1b[Kcoded {} documents, {} events ({:.0f} documents/s)", documents, events, static_cast<double>(documents) / seconds) << std::flush;
    is_dirty_ = true;
  }
  void clear() {
    if (is_dirty_) std::cerr << "\r\x1b[K" << std::flush;
    is_dirty_ = false;
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool is_shown_, is_dirty_ = false;
  Clock::time_point started_ = Clock::now(), shown_ = started_;
};

// Takes results in the order of the input: into the store first, and only what is safe there is printed.
class Output {
 public:
  explicit Output(Store* store) : store_(store) {}

  bool take(std::vector<CodedBatch> batches) {
    std::vector<Analysis> analyses;
    std::vector<Error> refused;
    for (CodedBatch& batch : batches) {
      documents_ += batch.analyses.size();
      skipped_ += batch.skipped;
      std::move(batch.analyses.begin(), batch.analyses.end(), std::back_inserter(analyses));
      std::move(batch.refused.begin(), batch.refused.end(), std::back_inserter(refused));
    }
    progress_.clear();
    report_all(analyses, refused);
    refused_ += refused.size();
    if (store_ && !write(analyses, refused)) return false;
    for (const CodedBatch& batch : batches) {
      for (const std::string& line : batch.lines) std::cout << line << '\n';
    }
    if (!std::cout) return fail_with({ErrorCode::Io, "standard output takes no more", ""});
    for (const Analysis& analysis : analyses) events_ += static_cast<int64_t>(analysis.coding.events.size());
    progress_.show(documents_, events_);
    return true;
  }

  int finish() {
    std::cout.flush();
    progress_.clear();
    if (failed_) return kWrongCall;
    if (store_) {
      Status status = store_->end_run();
      if (!status) return fail(status.error());
      std::cerr << fmt::format("casus: {} documents added ({} of them new versions), {} coded anew, {} there already, {} refused; {} events, {} claims\n",
                               added_.added, added_.versions, added_.replaced, skipped_, refused_, added_.events, added_.claims);
    }
    if (is_interrupted()) {
      std::cerr << "casus: stopped; what was finished is kept" << (store_ ? ", and the same command goes on from there\n" : "\n");
      return kSomeRefused;
    }
    return refused_ > 0 ? kSomeRefused : kDone;
  }

 private:
  static void report_all(const std::vector<Analysis>& analyses, const std::vector<Error>& refused) {
    report(refused);
    for (const Analysis& analysis : analyses) {
      for (const std::string& warning : analysis.document.warnings) std::cerr << fmt::format("casus: {}: {}\n", analysis.document.id, warning);
    }
  }

  bool write(const std::vector<Analysis>& analyses, const std::vector<Error>& refused) {
    auto counts = store_->add(analyses);
    if (!counts) return fail_with(counts.error());
    added_.added += counts->added;
    added_.versions += counts->versions;
    added_.replaced += counts->replaced;
    added_.events += counts->events;
    added_.claims += counts->claims;
    Status status = store_->add_refused(refused);
    return status ? true : fail_with(status.error());
  }

  bool fail_with(const Error& error) {
    progress_.clear();
    fail(error);
    failed_ = true;
    return false;
  }

  Store* store_;
  bool failed_ = false;
  size_t documents_ = 0, skipped_ = 0, refused_ = 0;
  int64_t events_ = 0;
  AddCounts added_;
  Progress progress_;
};

void code_all(const CodeOptions& options, const Engine& engine, bool prints, std::unordered_set<std::string> known, bool is_stored, Output& output) {
  BatchReader reader(options.input);
  size_t threads = options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  bool delivers = false;
  process_in_order<Batch, CodedBatch>(
      threads,
      [&]() -> std::optional<Batch> {
        if (!std::exchange(delivers, true)) deliver_interrupts();
        if (is_interrupted()) return std::nullopt;
        return reader.next([&](const Document& document) { return !is_stored || known.insert(document.key).second; });
      },
      [&] {
        return [&, workspace = std::shared_ptr<Engine::Workspace>(engine.make_workspace())](Batch batch) {
          CodedBatch coded{engine.run(std::move(batch.documents), *workspace), {}, std::move(batch.refused), batch.skipped};
          if (prints) {
            for (const Analysis& analysis : coded.analyses) coded.lines.push_back(to_json_line(analysis));
          }
          return coded;
        };
      },
      [&](std::vector<CodedBatch> batches) { return output.take(std::move(batches)); });
}

int run_code(CodeOptions& options) {
  if (!prepare_input(options.input)) return kWrongCall;
  // Before the store and the engine open: who stops us while they do finds nothing half made.
  hold_interrupts();
  auto engine_options = default_options();
  if (!engine_options) return fail(engine_options.error());
  engine_options->gazetteers = options.gazetteers;
  if (Status tables = use_tables(options.user, *engine_options); !tables) return fail(tables.error());
  std::unique_ptr<Store> store;
  std::unordered_set<std::string> known;
  if (!options.store.empty()) {
    auto run = describe_run(*engine_options);
    if (!run) return fail(run.error());
    auto opened = Store::open(options.store, StoreAccess::Write);
    if (!opened) return fail(opened.error());
    store = std::move(*opened);
    if (!options.again) {
      auto keys = store->keys_of(run->signature());
      if (!keys) return fail(keys.error());
      known = std::move(*keys);
    }
    store->begin_run(*run);
  }
  auto engine = Engine::open(*engine_options);
  if (!engine) return fail(engine.error());
  bool prints = !options.quiet && !(store && isatty(STDOUT_FILENO));
  Output output(store.get());
  code_all(options, **engine, prints, std::move(known), store != nullptr, output);
  return output.finish();
}

}  // namespace

void add_code_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("code", "Documents in, coded documents out as JSON Lines, and into a store");
  command->footer("Examples: casus code --published 2021-04-30 articles/ > coded.jsonl\n          casus code articles/ --store news.duckdb --quiet");
  auto options = std::make_shared<CodeOptions>();
  add_input_options(*command, options->input);
  add_user_table_options(*command, options->user);
  command->add_option("--store", options->store, "Database file to add to; made if there is none. What is in it already is skipped");
  command->add_option("--gazetteer", options->gazetteers, "A gazetteer of your own: a GeoNames dump or a CSV file with name,latitude,longitude; may be given again");
  command->add_option("--threads", options->threads, "Threads that analyse; all cores if not given")->check(CLI::Range(1, 1024));
  command->add_flag("--quiet", options->quiet, "Print no JSON Lines (with --store; they are never printed to a terminal then)");
  command->add_flag("--again", options->again, "Code also what the store has from this very version and these tables");
  command->callback([options, &exit_status] { exit_status = run_code(*options); });
}

}  // namespace casus
