// SPDX-License-Identifier: Apache-2.0
// casus doctor: whether this installation is whole, and how to get what is missing.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>

#include "casus/casus.h"
#include "commands.h"
#include "parse/pipeline.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

class Report {
 public:
  // `check` gives what to say in the good case.
  template <typename Check>
  void add(const char* what, Check check) {
    Result<std::string> found = check();
    if (!found) is_whole_ = false;
    std::cout << fmt::format("{:<8} {:<11} {}\n", found ? "ok" : "MISSING", what, found ? *found : found.error().to_string());
  }
  bool is_whole() const { return is_whole_; }

 private:
  bool is_whole_ = true;
};

// A document goes the whole way, and its event comes out.
Result<std::string> try_engine(const EngineOptions& options) {
  auto start = std::chrono::steady_clock::now();
  TRY_ASSIGN(auto engine, Engine::open(options));
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::vector<Document> documents(1);
  documents[0].text = "Russia attacked Ukraine.";
  documents[0].sections = {{{0, static_cast<uint32_t>(documents[0].text.size())}, SectionKind::Body}};
  auto workspace = engine->make_workspace();
  size_t events = engine->run(std::move(documents), *workspace)[0].coding.events.size();
  if (events == 0) return Error{ErrorCode::Corrupt, "an attack in plain words is not coded; restore the tables under data/", options.data.string()};
  return fmt::format("opens in {:.2f} s and codes", seconds);
}

Result<std::string> try_store() {
  std::string pattern = (fs::temp_directory_path() / "casus-doctor-XXXXXX").string();
  if (!mkdtemp(pattern.data())) return Error{ErrorCode::Io, "cannot be written; set TMPDIR to a folder that can", fs::temp_directory_path().string()};
  Result<std::string> found = std::string();
  auto store = Store::open(fs::path(pattern) / "try.duckdb", StoreAccess::Write);
  Status status = store ? (*store)->query("SELECT version() AS v", {nullptr, [&](std::span<const StoreCell> cells) {
                                            found = "DuckDB " + *cells[0] + ", a store can be made and read";
                                            return true;
                                          }})
                        : Status(store.error());
  if (!status) found = status.error();
  if (store) store->reset();
  std::error_code ignored;
  fs::remove_all(pattern, ignored);
  return found;
}

Result<std::string> size_of(const fs::path& file, const char* remedy) {
  std::error_code error;
  auto bytes = fs::file_size(file, error);
  if (error || bytes == 0) return Error{ErrorCode::NotFound, remedy, file.string()};
  return fmt::format("{} ({:.1f} MB)", file.string(), static_cast<double>(bytes) / 1e6);
}

int run_doctor() {
  std::cout << fmt::format("casus {}, {} cores\n", version(), std::thread::hardware_concurrency());
  Report report;
  auto options = default_options();
  report.add("folder", [&]() -> Result<std::string> { return options ? Result<std::string>((options->data / "..").lexically_normal().string()) : options.error(); });
  if (options) {
    report.add("model", [&]() -> Result<std::string> {
      TRY_ASSIGN(auto pipeline, Pipeline::open(options->model));
      return options->model.filename().string();
    });
    report.add("countries", [&] { return size_of(options->knowledge / "countries.tsv", "is missing; run script/setup"); });
    report.add("given names", [&] { return size_of(options->knowledge / "given_names.tsv", "is missing; run script/setup"); });
    report.add("gazetteer", [&] { return size_of(options->knowledge / "gazetteer.bin", "is missing; run script/setup"); });
    report.add("vocabulary", [&] { return size_of(options->knowledge / "word_cases.tsv", "is missing; run script/setup"); });
    report.add("wordnet", [&] { return size_of(options->knowledge / "frames_wordnet.tsv", "is missing; run script/setup"); });
    report.add("engine", [&] { return try_engine(*options); });
  }
  report.add("store", try_store);
  if (!report.is_whole()) std::cout << "Something is missing: in the folder of Casus, script/setup brings it\n";
  std::cout.flush();
  return report.is_whole() ? kDone : kSomeRefused;
}

}  // namespace

void add_doctor_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("doctor", "Checks the installation: what is missing, and how to get it; 1 if something is");
  command->footer("Example: casus doctor");
  command->callback([&exit_status] { exit_status = run_doctor(); });
}

}  // namespace casus
