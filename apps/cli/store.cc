// SPDX-License-Identifier: Apache-2.0
// casus store: what is in a store, whether it is whole, its space back, its schema brought up to date.
#include "casus/store.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <memory>

#include "commands.h"
#include "inputs.h"
#include "ask/row_output.h"
#include "question.h"

namespace casus {
namespace {

std::string megabytes(const std::string& file) {
  std::error_code error;
  auto bytes = std::filesystem::file_size(file, error);
  return error ? "?" : fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

struct Part {
  const char* title;
  const char* select;
};
constexpr Part kParts[] = {
    {"", "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM documents WHERE NOT latest) AS \"older versions\", (SELECT count(*) FROM documents WHERE NOT coded) AS \"not coded\", (SELECT count(*) FROM events) AS events, "
         "(SELECT count(*) FROM asserted_events) AS asserted, (SELECT count(*) FROM claims) AS claims, (SELECT count(*) FROM rejects) AS refused, "
         "(SELECT min(published_on) FROM documents) AS first, (SELECT max(published_on) FROM documents) AS last"},
    {"Stories", "SELECT (SELECT count(DISTINCT story) FROM document_stories) AS stories, (SELECT count(*) FROM document_stories WHERE copy_group <> document) AS copies, "
                "(SELECT count(*) FROM event_clusters) AS \"different events\", (SELECT count(*) FROM event_clusters WHERE reporting >= 2) AS \"of two sources\""},
    {"Events by status", "SELECT status, count(*) AS events FROM events GROUP BY ALL ORDER BY events DESC"},
    {"Events by type", "SELECT type, count(*) AS events FROM events GROUP BY ALL ORDER BY events DESC"},
    {"Publishers", "SELECT coalesce(publisher, '(none)') AS publisher, count(*) AS documents FROM documents GROUP BY ALL ORDER BY documents DESC, publisher LIMIT 10"},
    {"Runs", "SELECT run, started, CASE WHEN finished IS NULL THEN 'stopped' ELSE strftime(finished, '%H:%M:%S') END AS finished, documents, refused, version, left(tables, 8) AS tables, model "
             "FROM runs ORDER BY run DESC LIMIT 5"}};

int show_info(const std::string& file) {
  auto store = Store::open(file, StoreAccess::Read);
  if (!store) return fail(store.error());
  std::cout << fmt::format("{}, {}\n", file, megabytes(file));
  for (const Part& part : kParts) {
    std::cout << "\n" << part.title << (*part.title ? "\n" : "");
    auto rows = write_table(**store, part.select, {}, terminal_width(), std::cout);
    if (!rows) return fail(rows.error());
  }
  std::cout.flush();
  return kDone;
}

int check(const std::string& file) {
  auto store = Store::open(file, StoreAccess::Read);
  if (!store) return fail(store.error());
  auto faults = (*store)->check();
  if (!faults) return fail(faults.error());
  for (const std::string& fault : *faults) std::cerr << fmt::format("casus: {}: {}\n", file, fault);
  if (!faults->empty()) {
    std::cerr << "casus: code the documents anew into another file, or restore a copy\n";
    return kSomeRefused;
  }
  std::cout << fmt::format("{}: all is well\n", file);
  return kDone;
}

int compact(const std::string& file) {
  std::string before = megabytes(file);
  Status status = Store::compact(file);
  if (!status) return fail(status.error());
  std::cout << fmt::format("{}: {} before, {} now\n", file, before, megabytes(file));
  return kDone;
}

int migrate(const std::string& file) {
  if (!std::filesystem::exists(file)) return fail({ErrorCode::NotFound, "there is no such store", file});
  auto store = open_to_write(file);
  if (!store) return fail(store.error());
  if ((*store)->migrated_from() == 0) std::cout << fmt::format("{}: is up to date\n", file);
  return kDone;
}

int snapshot(const std::string& file, const std::string& copy) {
  Status status = Store::snapshot(file, copy);
  if (!status) return fail(status.error());
  std::cout << fmt::format("{}: {}, as of its last transaction\n", copy, megabytes(copy));
  return kDone;
}

}  // namespace

void add_store_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("store", "Look after a store: info, check, compact, migrate, snapshot");
  command->footer("Example: casus store info news.duckdb");
  command->require_subcommand(1);
  auto add = [&](const char* name, const char* what, int (*run)(const std::string&)) {
    CLI::App* verb = command->add_subcommand(name, what);
    verb->footer(fmt::format("Example: casus store {} news.duckdb", name));
    auto file = std::make_shared<std::string>();
    verb->add_option("file,--store", *file, "Database file made by casus code --store")->required();
    verb->callback([file, run, &exit_status] { exit_status = run(*file); });
  };
  add("info", "What is in it: documents, events, publishers, runs", show_info);
  add("check", "Whether all that must hold between its tables holds; 1 if not", check);
  add("migrate", "Brings a store of an earlier schema up to date, all or nothing; code, import and watch do so by themselves", migrate);
  CLI::App* verb = command->add_subcommand("snapshot", "A copy to read while a process writes the store; an earlier copy is replaced");
  verb->footer("Example: casus store snapshot news.duckdb copy.duckdb");
  auto names = std::make_shared<std::pair<std::string, std::string>>();
  verb->add_option("file,--store", names->first, "Database file")->required();
  verb->add_option("copy,--to", names->second, "File to make")->required();
  verb->callback([names, &exit_status] { exit_status = snapshot(names->first, names->second); });
  add("compact", "Gives back the space of rows that were replaced", compact);
}

}  // namespace casus
