// SPDX-License-Identifier: Apache-2.0
// Documents from the command line in batches; what the verbs that read them share.
#pragma once

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "casus/document.h"
#include "casus/result.h"
#include "commands.h"
#include "read/reader.h"

namespace casus {

struct InputOptions {
  std::vector<std::string> paths;
  ReadOptions read;
};

void add_input_options(CLI::App& command, InputOptions& input);
// Loads what reading needs; says on standard error what is wrong with the options; false if anything is.
bool prepare_input(InputOptions& input);

// Documents that are analysed together (short ones are faster in company), and what was said about others on the way.
struct Batch {
  std::vector<Document> documents;
  std::vector<Error> refused;
  size_t skipped = 0;
};

class BatchReader {
 public:
  explicit BatchReader(const InputOptions& input) : reader_(input.paths, input.read) {}
  Reader& reader() { return reader_; }
  // `keep(document)` tells whether a document is wanted.
  template <typename Keep>
  std::optional<Batch> next(Keep keep) {
    Batch batch;
    size_t bytes = 0, seen = 0;
    while (bytes < kBatchBytes && seen < kBatchItems) {
      auto next = reader_.next();
      if (!next) break;
      ++seen;
      if (!*next) {
        batch.refused.push_back(next->error());
      } else if (keep(**next)) {
        bytes += (*next)->text.size();
        batch.documents.push_back(std::move(**next));
      } else {
        ++batch.skipped;
      }
    }
    if (seen == 0) return std::nullopt;
    return batch;
  }

 private:
  static constexpr size_t kBatchBytes = 64u << 10, kBatchItems = 256;
  Reader reader_;
};

// Names refusals and warnings on standard error; true if something was refused.
bool report(const Batch& batch);
void report(const std::vector<Error>& refused);
// "casus: ..." on standard error; the exit status of a wrong call.
int fail(const Error& error);

// Hands the documents of all batches to `on_documents` in their order and names what was refused; the exit status.
template <typename OnDocuments>
int for_each_batch(const InputOptions& input, OnDocuments&& on_documents) {
  BatchReader reader(input);
  int status = kDone;
  while (auto batch = reader.next([](const Document&) { return true; })) {
    if (report(*batch)) status = kSomeRefused;
    on_documents(std::move(batch->documents));
  }
  std::cout.flush();
  return status;
}

}  // namespace casus
