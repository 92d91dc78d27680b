// SPDX-License-Identifier: Apache-2.0
// Documents from the command line in batches; what the verbs that read them share.
#pragma once

#include <CLI/CLI.hpp>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "casus/document.h"
#include "casus/result.h"
#include "casus/store.h"
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

// A line "casus: ..." for each warning.
std::string warnings_of(const Document& document);
// Names refusals and warnings on standard error; true if something was refused.
bool report(const Batch& batch);
void report(const std::vector<Error>& refused);
// The store open for writing; says on standard error if it had an earlier schema and was brought up to date.
Result<std::unique_ptr<Store>> open_to_write(const std::string& file);
// The same for what needs events: a store that is not there is an Error.
Result<std::unique_ptr<Store>> open_existing_to_write(const std::string& file);
// The day that an option names; YYYY-MM-DD.
Result<Date> day_option(const char* option, const std::string& text);
// An item for each line of a file or of standard input ("-") that is not blank. A line that cannot be read is named on standard error, with its number,
// and sets `exit_status` to kSomeRefused; the rest goes on.
template <typename Item>
Result<std::vector<Item>> read_json_lines(const std::string& path, Result<Item> (*read)(const std::string& line), int& exit_status) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) return Error{ErrorCode::NotFound, "cannot be read", path};
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::vector<Item> items;
  std::string line;
  for (int64_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto item = read(line);
    if (item) {
      items.push_back(std::move(*item));
      continue;
    }
    std::cerr << "casus: " << path << ':' << number << ": " << item.error().message << '\n';
    exit_status = kSomeRefused;
  }
  return items;
}
// "casus: ..." on standard error; the exit status of a wrong call.
int fail(const Error& error);

// --threads; 0 stands for all cores.
void add_threads_option(CLI::App& command, size_t& threads);
size_t thread_count(size_t threads);

// Makes the lines of output for documents; each thread has one of its own.
using LineWorker = std::function<std::string(std::vector<Document>)>;
// Prints what the workers make of all documents, in their order, and names what was refused; the exit status. Calls
// hold_interrupts() itself: what is finished when an interrupt comes is still printed.
int print_lines(const InputOptions& input, size_t threads, const std::function<LineWorker()>& make_worker);

}  // namespace casus
