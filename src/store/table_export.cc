// SPDX-License-Identifier: Apache-2.0
// All tables of a store as files for other programs, with what their columns mean.
#include <fmt/format.h>

#include <fstream>
#include <map>

#include "store/dictionary.h"
#include "store/schema.h"
#include "store/store_state.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

Status write_dictionary(const Database& database, const fs::path& folder) {
  std::map<std::string, std::string> types;
  TRY(database.select("SELECT table_name || '.' || column_name, data_type FROM duckdb_columns() WHERE NOT internal", {nullptr, [&](std::span<const StoreCell> cells) {
                        types[*cells[0]] = *cells[1];
                        return true;
                      }}));
  TRY_ASSIGN(StoreCell made, database.value("SELECT format('schema {}, made by Casus {}', version, casus) FROM casus_schema"));
  std::ofstream page(folder / "dictionary.md"), rows(folder / "dictionary.tsv");
  page << "# Data dictionary\n\nOne file a table; " << made.value_or("") << ". Numbers (document, event, claim, run) join the tables; offsets count code points of documents.text, half open.\n";
  rows << "table\tcolumn\ttype\tmeaning\n";
  for (const Meaning& meaning : dictionary()) {
    std::string type = types[std::string(meaning.table) + "." + meaning.column];
    if (!*meaning.column) page << fmt::format("\n## {}\n\nA row is {}.\n\n| column | type | meaning |\n| --- | --- | --- |\n", meaning.table, meaning.text);
    else page << fmt::format("| {} | {} | {} |\n", meaning.column, type, meaning.text);
    if (*meaning.column) rows << fmt::format("{}\t{}\t{}\t{}\n", meaning.table, meaning.column, type, meaning.text);
  }
  page.flush();
  rows.flush();
  if (!page || !rows) return Error{ErrorCode::Io, "the dictionary cannot be written; is the disk full?", folder.string()};
  return ok();
}

}  // namespace

Status Store::write_tables(const fs::path& folder, TableFormat format) const {
  std::error_code error;
  fs::path draft = folder;
  draft += ".part";
  for (const fs::path& taken : {folder, draft}) {
    if (fs::exists(taken, error)) return Error{ErrorCode::Invalid, "is there already; remove it or give a new folder", taken.string()};
  }
  fs::create_directories(draft, error);
  if (error) return Error{ErrorCode::Io, "cannot be made: " + error.message(), draft.string()};
  auto write = [&](const char* table) {
    bool is_parquet = format == TableFormat::Parquet;
    fs::path file = draft / (std::string(table) + (is_parquet ? ".parquet" : ".csv"));
    return state_->database->run(fmt::format("COPY (SELECT * FROM {}) TO {} ({})", table, quote_sql(file.string()), is_parquet ? "FORMAT parquet, COMPRESSION zstd" : "FORMAT csv, HEADER"));
  };
  TRY(write("casus_schema"));
  for (const char* table : kOtherTables) TRY(write(table));
  for (const char* table : kDocumentTables) TRY(write(table));
  TRY(write_dictionary(*state_->database, draft));
  fs::rename(draft, folder, error);
  if (error) return Error{ErrorCode::Io, "cannot be made: " + error.message(), folder.string()};
  return ok();
}

}  // namespace casus
