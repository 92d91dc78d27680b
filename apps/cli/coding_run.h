// SPDX-License-Identifier: Apache-2.0
// Coding a stream of documents into a store and onto standard output; what `code` and `watch` share.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "casus/casus.h"
#include "casus/store.h"
#include "inputs.h"
#include "user_tables.h"

namespace casus {

struct CodingOptions {
  UserTableOptions user;
  std::string store;
  std::vector<std::filesystem::path> gazetteers;
  size_t threads = 0;
  bool quiet = false;
};

void add_coding_options(CLI::App& command, CodingOptions& options);

// Which documents of the store are left as they are.
enum class Skip { Nothing, WhatThisVersionCoded, AllThatIsThere };

// Documents that are wanted; each is asked about once.
using KeepDocument = std::function<bool(const Document&)>;
// The next batch, nothing at the end; runs in the calling thread.
using NextBatch = std::function<std::optional<Batch>(const KeepDocument&)>;

// The engine, the store (or the server that owns it) and the way out, open from the first batch to the last. Interrupts are held from `open` on and
// only reach the thread that calls `run`.
class CodingRun {
 public:
  static Result<std::unique_ptr<CodingRun>> open(const CodingOptions& options, Skip skip);
  ~CodingRun();

  // Codes all that `next` gives; false if the store or standard output failed (it was said then). May be called again.
  bool run(const NextBatch& next);
  // None where documents go to a server.
  Store* store() const;
  size_t added() const;    // documents that were new to the store, so far
  size_t refused() const;  // inputs, so far
  // Ends the store's run and says on standard error what came of it; the exit status. `is_endless`: to be stopped is its end.
  int finish(bool is_endless = false);

 private:
  struct State;
  explicit CodingRun(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace casus
