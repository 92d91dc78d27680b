// SPDX-License-Identifier: Apache-2.0
#include "inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <thread>

#include "base/ordered_workers.h"
#include "casus/casus.h"
#include "casus/time.h"
#include "commands.h"
#include "interrupt.h"
#include "progress.h"

namespace casus {
namespace {

std::string messages(const Batch& batch) {
  std::string text;
  for (const Error& error : batch.refused) text += "casus: " + error.to_string() + "\n";
  for (const Document& document : batch.documents) text += warnings_of(document);
  return text;
}

}  // namespace

std::string warnings_of(const Document& document) {
  std::string text;
  for (const std::string& warning : document.warnings) text += fmt::format("casus: {}: {}\n", document.id, warning);
  return text;
}

void add_input_options(CLI::App& command, InputOptions& input) {
  command.add_option("path", input.paths, "Files, folders, or - for standard input")->required();
  command.add_option("--published", input.read.published, "Date of publication (YYYY-MM-DD) of documents that bring none");
  command.add_option("--publisher", input.read.publisher, "Publisher of documents that name none");
}

bool prepare_input(InputOptions& input) {
  if (!input.read.published.empty() && !parse_iso_date(input.read.published)) {
    std::cerr << fmt::format("casus: --published \"{}\" is no date; write YYYY-MM-DD\n", input.read.published);
    return false;
  }
  auto options = default_options();
  if (!options) return fail(options.error()), false;
  auto tables = ReadingTables::load(options->data);
  if (!tables) return fail(tables.error()), false;
  input.read.tables = std::make_shared<const ReadingTables>(std::move(*tables));
  return true;
}

bool report(const Batch& batch) {
  std::cerr << messages(batch);
  return !batch.refused.empty();
}

void report(const std::vector<Error>& refused) {
  for (const Error& error : refused) std::cerr << "casus: " << error.to_string() << "\n";
}

void add_threads_option(CLI::App& command, size_t& threads) {
  command.add_option("--threads", threads, "Threads that analyse; all cores if not given")->check(CLI::Range(1, 1024));
}

size_t thread_count(size_t threads) { return threads ? threads : std::max(1u, std::thread::hardware_concurrency()); }

int print_lines(const InputOptions& input, size_t threads, const std::function<LineWorker()>& make_worker) {
  struct Lines {
    std::string text, messages;
    size_t documents, refused;
  };
  hold_interrupts();
  BatchReader reader(input);
  Progress progress;
  size_t documents = 0, refused = 0;
  bool delivers = false;
  process_in_order<Batch, Lines>(
      thread_count(threads),
      [&]() -> std::optional<Batch> {
        if (!std::exchange(delivers, true)) deliver_interrupts();
        if (is_interrupted()) return std::nullopt;
        return reader.next([](const Document&) { return true; });
      },
      [&] {
        return [work = make_worker()](Batch batch) {
          Lines lines{{}, messages(batch), batch.documents.size(), batch.refused.size()};
          lines.text = work(std::move(batch.documents));
          return lines;
        };
      },
      [&](const std::vector<Lines>& results) {
        progress.clear();
        for (const Lines& lines : results) {
          std::cerr << lines.messages;
          std::cout << lines.text;
          documents += lines.documents;
          refused += lines.refused;
        }
        progress.show([&](double seconds) { return fmt::format("{} documents ({:.0f} documents/s)", documents, static_cast<double>(documents) / seconds); });
        return std::cout.good();
      });
  std::cout.flush();
  progress.clear();
  if (!std::cout) return fail({ErrorCode::Io, "standard output takes no more", ""});
  if (is_interrupted()) std::cerr << "casus: stopped; what was finished is printed\n";
  return refused > 0 || is_interrupted() ? kSomeRefused : kDone;
}

Result<std::unique_ptr<Store>> open_to_write(const std::string& file) {
  TRY_ASSIGN(auto store, Store::open(file, StoreAccess::Write));
  if (int from = store->migrated_from()) std::cerr << fmt::format("casus: {}: brought from schema {} to that of Casus {}; earlier programs do not read it any more\n", file, from, version());
  return store;
}

Result<std::unique_ptr<Store>> open_existing_to_write(const std::string& file) {
  if (!std::filesystem::exists(file)) return Error{ErrorCode::NotFound, "there is no such store; make one with casus import --store", file};
  return open_to_write(file);
}

Result<Date> day_option(const char* option, const std::string& text) {
  if (auto day = parse_iso_date(text)) return *day;
  return Error{ErrorCode::Invalid, fmt::format("{} \"{}\" is no date; write YYYY-MM-DD", option, text), ""};
}

int fail(const Error& error) {
  std::cerr << "casus: " << error.to_string() << "\n";
  return kWrongCall;
}

}  // namespace casus
