// SPDX-License-Identifier: Apache-2.0
#include "coding_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "base/ordered_workers.h"
#include "commands.h"
#include "interrupt.h"
#include "progress.h"
#include "remote_store.h"
#include "store/analysis_json.h"

namespace casus {
namespace {

struct CodedBatch {
  std::vector<Analysis> analyses;
  std::vector<Document> sent;      // for a server, in place of analyses
  std::vector<std::string> lines;  // the analyses as JSON, unless nobody reads them
  std::vector<Error> refused;
  size_t skipped = 0;
};

// Takes results in the order of the input: into the store first, and only what is safe there is printed.
class Output {
 public:
  Output(Store* store, const RemoteStore* remote, bool again, bool prints) : store_(store), remote_(remote), again_(again), prints_(prints) {}

  bool take(std::vector<CodedBatch> batches) {
    std::vector<Analysis> analyses;
    std::vector<Error> refused;
    for (CodedBatch& batch : batches) {
      if (!send(batch)) return false;
      documents_ += batch.analyses.size() + batch.sent.size();
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
    for (const Analysis& analysis : analyses) uncoded_ += !analysis.is_coded;
    for (const Analysis& analysis : analyses) events_ += static_cast<int64_t>(analysis.coding.events.size());
    progress_.show([&](double seconds) {
      return fmt::format("coded {} documents, {} events ({:.0f} documents/s)", documents_, events_, static_cast<double>(documents_) / seconds);
    });
    return true;
  }

  bool has_failed() const { return failed_; }
  size_t added() const { return static_cast<size_t>(added_.added); }
  size_t refused() const { return refused_; }

  int finish(bool is_endless) {
    std::cout.flush();
    progress_.clear();
    if (failed_) return kWrongCall;
    if (store_ || remote_) {
      Status status = store_ ? store_->end_run() : ok();
      if (!status) return fail(status.error());
      std::cerr << fmt::format("casus: {} documents added ({} of them new versions), {} coded anew, {} there already, {} refused; {} events, {} claims\n",
                               added_.added, added_.versions, added_.replaced, skipped_, refused_, added_.events, added_.claims);
    }
    if (uncoded_ > 0) std::cerr << fmt::format("casus: {} documents are in languages for which no pipeline is loaded; they were not coded\n", uncoded_);
    if (is_interrupted()) {
      std::cerr << "casus: stopped; what was finished is kept" << (store_ || remote_ ? ", and the same command goes on from there\n" : "\n");
      if (!is_endless) return kSomeRefused;
    }
    return refused_ > 0 ? kSomeRefused : kDone;
  }

 private:
  static void report_all(const std::vector<Analysis>& analyses, const std::vector<Error>& refused) {
    report(refused);
    for (const Analysis& analysis : analyses) std::cerr << warnings_of(analysis.document);
  }

  // To the server that owns the store; what it coded comes back.
  bool send(CodedBatch& batch) {
    if (batch.sent.empty()) return true;
    for (const Document& document : batch.sent) std::cerr << warnings_of(document);
    auto answer = remote_->send(batch.sent, again_, prints_);
    if (!answer) return fail_with(answer.error());
    add(answer->counts);
    events_ += answer->counts.events;
    batch.skipped += answer->skipped;
    batch.lines = std::move(answer->coded);
    return true;
  }

  void add(const AddCounts& counts) {
    added_.added += counts.added;
    added_.versions += counts.versions;
    added_.replaced += counts.replaced;
    added_.events += counts.events;
    added_.claims += counts.claims;
  }

  bool write(const std::vector<Analysis>& analyses, const std::vector<Error>& refused) {
    auto counts = store_->add(analyses);
    if (!counts) return fail_with(counts.error());
    add(*counts);
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
  const RemoteStore* remote_;
  bool again_, prints_, failed_ = false;
  size_t documents_ = 0, skipped_ = 0, refused_ = 0, uncoded_ = 0;
  int64_t events_ = 0;
  AddCounts added_;
  Progress progress_;
};

}  // namespace

struct CodingRun::State {
  std::unique_ptr<Store> store;
  std::optional<RemoteStore> remote;      // the server that owns the store, if one does
  std::unique_ptr<Engine> engine;
  std::unordered_set<std::string> known;  // keys of documents that are not wanted again
  bool prints = false;
  size_t threads = 1;
  std::unique_ptr<Output> output;

  Status open_store(const CodingOptions& options, const EngineOptions& engine_options, Skip skip);
};

// The file itself, or the server that has it open.
Status CodingRun::State::open_store(const CodingOptions& options, const EngineOptions& engine_options, Skip skip) {
  TRY_ASSIGN(RunDescription run, describe_run(engine_options));
  auto opened = open_to_write(options.store);
  if (!opened && opened.error().code == ErrorCode::Busy) remote = RemoteStore::find(options.store);
  if (remote) {
    bool has_own_tables = !engine_options.tables.empty() || !engine_options.gazetteers.empty() || !engine_options.dictionaries.verbs.empty();
    if (has_own_tables) return Error{ErrorCode::Busy, "is open in a server, which codes with its own tables; end the server to code with yours", options.store};
    std::cerr << fmt::format("casus: {} is open in a server; documents are sent to {}\n", options.store, remote->address());
    return ok();
  }
  if (!opened) return opened.error();
  store = std::move(*opened);
  if (skip == Skip::WhatThisVersionCoded) {
    TRY_ASSIGN(known, store->keys_of(run.signature()));
  } else if (skip == Skip::AllThatIsThere) {
    TRY_ASSIGN(known, store->keys());
  }
  store->begin_run(run);
  return ok();
}

CodingRun::CodingRun(std::unique_ptr<State> state) : state_(std::move(state)) {}
CodingRun::~CodingRun() = default;

Result<std::unique_ptr<CodingRun>> CodingRun::open(const CodingOptions& options, Skip skip) {
  // Before the store and the engine open: who stops us while they do finds nothing half made.
  hold_interrupts();
  auto state = std::make_unique<State>();
  TRY_ASSIGN(EngineOptions engine_options, default_options());
  engine_options.gazetteers = options.gazetteers;
  TRY(use_tables(options.user, engine_options));
  if (!options.store.empty()) TRY(state->open_store(options, engine_options, skip));
  if (!state->remote) { TRY_ASSIGN(state->engine, Engine::open(engine_options)); }
  bool is_stored = state->store || state->remote;
  state->prints = !options.quiet && !(is_stored && isatty(STDOUT_FILENO));
  state->threads = thread_count(options.threads);
  state->output = std::make_unique<Output>(state->store.get(), state->remote ? &*state->remote : nullptr, skip == Skip::Nothing, state->prints);
  return std::unique_ptr<CodingRun>(new CodingRun(std::move(state)));
}

bool CodingRun::run(const NextBatch& next) {
  State& state = *state_;
  bool is_stored = state.store || state.remote, delivers = false;
  KeepDocument keep = [&](const Document& document) { return !is_stored || state.known.insert(document.key).second; };
  process_in_order<Batch, CodedBatch>(
      state.threads,
      [&]() -> std::optional<Batch> {
        if (!std::exchange(delivers, true)) deliver_interrupts();
        if (is_interrupted()) return std::nullopt;
        return next(keep);
      },
      [&] {
        std::shared_ptr<Engine::Workspace> workspace = state.engine ? state.engine->make_workspace() : nullptr;
        return [&, workspace](Batch batch) {
          if (!workspace) return CodedBatch{{}, std::move(batch.documents), {}, std::move(batch.refused), batch.skipped};
          CodedBatch coded{state.engine->run(std::move(batch.documents), *workspace), {}, {}, std::move(batch.refused), batch.skipped};
          if (state.prints) {
            for (const Analysis& analysis : coded.analyses) coded.lines.push_back(to_json_line(analysis));
          }
          return coded;
        };
      },
      [&](std::vector<CodedBatch> batches) { return state.output->take(std::move(batches)); });
  std::cout.flush();
  return !state.output->has_failed();
}

Store* CodingRun::store() const { return state_->store.get(); }
size_t CodingRun::added() const { return state_->output->added(); }
size_t CodingRun::refused() const { return state_->output->refused(); }
int CodingRun::finish(bool is_endless) { return state_->output->finish(is_endless); }

void add_coding_options(CLI::App& command, CodingOptions& options) {
  add_user_table_options(command, options.user);
  command.add_option("--gazetteer", options.gazetteers, "A gazetteer of your own: a GeoNames dump or a CSV file with name,latitude,longitude; may be given again");
  add_threads_option(command, options.threads);
  command.add_flag("--quiet", options.quiet, "Print no JSON Lines (with --store; they are never printed to a terminal then)");
}

}  // namespace casus
