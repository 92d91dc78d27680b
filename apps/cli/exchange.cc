// SPDX-License-Identifier: Apache-2.0
// casus import and export: other people's event data into a store, and a store's events in their formats.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include "casus/casus.h"
#include "commands.h"
#include "exchange/coded_document.h"
#include "exchange/exporter.h"
#include "exchange/importer.h"
#include "inputs.h"
#include "interrupt.h"
#include "merge/features.h"
#include "progress.h"
#include "read/inflate.h"

namespace casus {
namespace {

constexpr size_t kMostUnpacked = size_t{4} << 30;

struct ImportCommand {
  std::string store, format, scheme = "cameo";
  std::vector<std::string> paths;
  bool again = false;
};

Result<std::unique_ptr<std::istream>> open_rows(const std::string& path) {
  auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*file || file->peek() == EOF) return Error{ErrorCode::NotFound, "cannot be read, or is empty", path};
  std::string head(4, '\0');
  file->read(head.data(), 4);
  file->clear();
  file->seekg(0);
  if (!is_compressed(head)) return std::unique_ptr<std::istream>(std::move(file));
  std::stringstream packed;
  packed << file->rdbuf();
  auto bytes = inflate(packed.view(), kMostUnpacked);
  if (!bytes) return Error{bytes.error().code, bytes.error().message, path};
  return std::unique_ptr<std::istream>(std::make_unique<std::istringstream>(std::move(*bytes)));
}

void say(const ImportSummary& summary) {
  std::cerr << fmt::format("casus: {} rows: {} events added, {} replaced, {} there already, {} mentions added, {} refused\n", summary.rows, summary.events.added, summary.events.replaced,
                           summary.events.known + summary.mentions.known, summary.mentions.added, summary.refused);
  if (summary.unmapped_parties > 0) std::cerr << fmt::format("casus: {} of {} parties are kept as they came: neither name nor code is in our tables\n", summary.unmapped_parties, summary.parties);
  if (summary.unmapped_codes > 0) std::cerr << fmt::format("casus: {} events have a code without a type of PLOVER (statements, appeals); the code is kept\n", summary.unmapped_codes);
}

Status import_all(const ImportCommand& command, const FormatFacts& format, const ExchangeCodes& codes, Store& store, ImportSummary& summary) {
  std::vector<Error> refused;
  auto refuse = [&](const Error& error) {
    std::cerr << "casus: " << error.to_string() << "\n";
    refused.push_back(error);
  };
  for (const std::string& path : command.paths) {
    ImportSource source{&format, path == "-" ? "standard input" : path, command.scheme == "weis"};
    if (path == "-") {
      TRY(import_rows(std::cin, source, codes, store, refuse, summary));
    } else if (auto rows = open_rows(path); !rows) {
      ++summary.refused;
      refuse(rows.error());
    } else {
      TRY(import_rows(**rows, source, codes, store, refuse, summary));
    }
    TRY(store.add_refused(refused));
    refused.clear();
  }
  return store.end_run();
}

Status import_coded(const ImportCommand& command, const WordCounts& words, Store& store, CodedSummary& summary) {
  Progress progress;
  std::vector<Error> refused;
  auto refuse = [&](const Error& error) {
    progress.clear();
    std::cerr << "casus: " << error.to_string() << "\n";
    refused.push_back(error);
  };
  auto show = [&] {
    progress.show([&](double seconds) { return fmt::format("{} documents added ({:.0f} lines/s)", summary.counts.added, static_cast<double>(summary.lines) / seconds); });
    return !is_interrupted();
  };
  for (const std::string& path : command.paths) {
    if (is_interrupted()) break;
    CodedImport what{path == "-" ? "standard input" : path, command.again, [&](Analysis& document) { document.story = find_plain_story_features(document, words); }};
    if (path == "-") {
      TRY(import_coded_documents(std::cin, what, store, refuse, show, summary));
    } else if (auto lines = open_rows(path); !lines) {
      ++summary.refused;
      refuse(lines.error());
    } else {
      TRY(import_coded_documents(**lines, what, store, refuse, show, summary));
    }
    TRY(store.add_refused(refused));
    refused.clear();
  }
  progress.clear();
  return store.end_run();
}

int run_coded_import(const ImportCommand& command) {
  hold_interrupts();
  auto options = default_options();
  if (!options) return fail(options.error());
  auto words = WordCounts::load(options->knowledge);
  if (!words) return fail(words.error());
  auto store = open_to_write(command.store);
  if (!store) return fail(store.error());
  deliver_interrupts();
  (*store)->begin_run({version(), "", "", "import casus"});
  CodedSummary summary;
  Status status = import_coded(command, *words, **store, summary);
  if (!status) return fail(status.error());
  std::cerr << fmt::format("casus: {} documents added ({} of them new versions), {} replaced, {} there already, {} refused; {} events, {} claims\n", summary.counts.added,
                           summary.counts.versions, summary.counts.replaced, summary.known, summary.refused, summary.counts.events, summary.counts.claims);
  if (is_interrupted()) std::cerr << "casus: stopped; what was finished is kept, and the same command goes on from there\n";
  return summary.refused > 0 || is_interrupted() ? kSomeRefused : kDone;
}

int run_import(const ImportCommand& command) {
  if (command.format == "casus") return run_coded_import(command);
  const FormatFacts* format = find_format(command.format);
  if (!format) return fail({ErrorCode::Invalid, fmt::format("--from \"{}\" is none of {} casus", command.format, format_names()), ""});
  auto options = default_options();
  if (!options) return fail(options.error());
  auto codes = ExchangeCodes::load(options->data, options->knowledge);
  if (!codes) return fail(codes.error());
  auto store = open_to_write(command.store);
  if (!store) return fail(store.error());
  (*store)->begin_run({version(), "", "", "import " + command.format});
  ImportSummary summary;
  Status status = import_all(command, *format, *codes, **store, summary);
  if (!status) return fail(status.error());
  say(summary);
  return summary.refused > 0 ? kSomeRefused : kDone;
}

struct ExportCommand {
  std::string store, format, where, output;
};

int export_tables(const ExportCommand& command) {
  if (command.output.empty()) return fail({ErrorCode::Invalid, "tables go into a folder; say --output FOLDER", ""});
  if (!command.where.empty()) return fail({ErrorCode::Invalid, "--where chooses events, tables go out whole; for a choice: casus events --sql", ""});
  auto store = Store::open(command.store, StoreAccess::Read);
  if (!store) return fail(store.error());
  Status written = (*store)->write_tables(command.output, command.format == "csv" ? TableFormat::Csv : TableFormat::Parquet);
  if (!written) return fail(written.error());
  std::cerr << fmt::format("casus: {}: all tables, and dictionary.md on their columns\n", command.output);
  return kDone;
}

int run_export(const ExportCommand& command) {
  if (command.format == "parquet" || command.format == "csv") return export_tables(command);
  const FormatFacts* format = find_format(command.format);
  bool is_coded = command.format == "casus";
  if (!format && !is_coded) return fail({ErrorCode::Invalid, fmt::format("--to \"{}\" is none of {} casus parquet csv", command.format, format_names()), ""});
  auto store = Store::open(command.store, StoreAccess::Read);
  if (!store) return fail(store.error());
  if (Status locked = (*store)->lock_down(); !locked) return fail(locked.error());
  std::ofstream file;
  if (!command.output.empty()) {
    file.open(command.output, std::ios::binary);
    if (!file) return fail({ErrorCode::Io, "cannot be written; check folder and permissions", command.output});
  }
  std::ostream& out = command.output.empty() ? std::cout : file;
  if (is_coded) {
    auto documents = export_coded_documents(**store, command.where, out);
    out.flush();
    if (!documents) return fail(documents.error());
    if (!out) return fail({ErrorCode::Io, "cannot be written; is the disk full?", command.output});
    std::cerr << fmt::format("casus: {} documents written\n", *documents);
    return kDone;
  }
  auto options = default_options();
  if (!options) return fail(options.error());
  auto codes = ExchangeCodes::load(options->data, options->knowledge);
  if (!codes) return fail(codes.error());
  auto summary = export_events(**store, *format, command.where, *codes, out);
  out.flush();
  if (!summary) return fail(summary.error());
  if (!out) return fail({ErrorCode::Io, "cannot be written; is the disk full?", command.output});
  std::cerr << fmt::format("casus: {} rows written\n", summary->rows);
  if (summary->left_out > 0) std::cerr << fmt::format("casus: {} of {} events are left out: this format needs a date and a code\n", summary->left_out, summary->events);
  return kDone;
}

}  // namespace

void add_import_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("import", "Other people's event data, or coded documents, into a store");
  command->footer("Examples: casus import --store news.duckdb --from gdelt 20210512.export.CSV\n"
                  "          casus import --store news.duckdb --from casus coded.jsonl     (what casus code printed, not coded again)");
  auto options = std::make_shared<ImportCommand>();
  command->add_option("path", options->paths, "Files, packed or not, or - for standard input")->required();
  command->add_option("--store", options->store, "Database file to add to; made if there is none")->required();
  command->add_option("--from", options->format, "Format: " + format_names() + " casus")->required();
  command->add_flag("--again", options->again, "Of coded documents: replace also what is there already");
  command->add_option("--scheme", options->scheme, "Codes of a plain table: cameo or weis")->check(CLI::IsMember({"cameo", "weis"}))->capture_default_str();
  command->callback([options, &exit_status] { exit_status = run_import(*options); });
}

void add_export_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("export", "A store's events in the formats of others, its documents as casus code printed them, or all its tables");
  command->footer("Examples: casus export --store news.duckdb --to icews --where \"e.date_from >= '2021-01-01'\" --output events.tab\n"
                  "          casus export --store news.duckdb --to casus > coded.jsonl\n"
                  "          casus export --store news.duckdb --to parquet --output tables/   (with a data dictionary)");
  auto options = std::make_shared<ExportCommand>();
  command->add_option("--store", options->store, "Database file")->required();
  command->add_option("--to", options->format, "Format: " + format_names() + " casus parquet csv")->required();
  command->add_option("--where", options->where, "A condition in SQL on events e and documents d (tables: docs/schema.md)");
  command->add_option("--output", options->output, "File to write, standard output if not given; for parquet and csv a new folder");
  command->callback([options, &exit_status] { exit_status = run_export(*options); });
}

}  // namespace casus
