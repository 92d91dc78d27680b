// SPDX-License-Identifier: Apache-2.0
#include "store/store_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <unordered_set>

#include "casus/casus.h"
#include "store/dictionary.h"
#include "store/migrations.h"
#include "store/schema.h"
#include "store/sql_text.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

// It is made beside, filled by `fill`, and then renamed.
Status make_whole(const fs::path& file, const std::function<Status(const Database&)>& fill) {
  fs::path draft = file;
  draft += ".new";
  std::error_code ignored;
  fs::remove(draft, ignored);
  {
    TRY_ASSIGN(Database database, open_database(draft, StoreAccess::Write));
    TRY(database.run(fmt::format("BEGIN; {} {} {} INSERT INTO casus_schema VALUES ({}, {}, {}); COMMIT;", kSchemaSql, kLearnedSql, comment_sql(), kSchemaVersion, quote_sql(version()),
                                 sql_instant(now()))));
    TRY(fill(database));
    TRY(database.run("CHECKPOINT"));
  }
  std::error_code error;
  fs::rename(draft, file, error);
  if (error) return Error{ErrorCode::Io, "cannot be made: " + error.message(), file.string()};
  return ok();
}

Result<std::vector<std::string>> columns_of(const Database& database, const std::string& database_name, std::string_view table) {
  std::vector<std::string> columns;
  TRY(database.select(fmt::format("SELECT column_name FROM duckdb_columns() WHERE database_name = {} AND table_name = {} ORDER BY column_index", database_name,
                                  quote_sql(table)),
                      {nullptr, [&](std::span<const StoreCell> cells) {
                         columns.push_back(*cells[0]);
                         return true;
                       }}));
  return columns;
}

// The rows of a table of the attached database, column by column of the same name.
Status copy_table(const Database& database, const char* table, const char* order) {
  TRY_ASSIGN(std::vector<std::string> there, columns_of(database, "'copied_store'", table));
  if (there.empty()) return ok();  // a table that the old schema had not
  TRY_ASSIGN(std::vector<std::string> columns, columns_of(database, "current_database()", table));
  std::vector<std::string> values;
  for (const std::string& column : columns) {
    bool is_there = std::find(there.begin(), there.end(), column) != there.end();
    values.push_back(is_there ? fmt::format("t.\"{}\"", column) : value_for_older_rows(table, column));
  }
  return database.run(fmt::format("INSERT INTO {0} SELECT {1} FROM copied_store.{0} t {2}", table, fmt::join(values, ", "), order));
}

Status copy_rows(const Database& database, const fs::path& file) {
  TRY(database.run(fmt::format("SET memory_limit = '1GB'; ATTACH {} AS copied_store (READ_ONLY)", quote_sql(file.string()))));
  TRY(database.run(fmt::format("DELETE FROM casus_schema; INSERT INTO casus_schema SELECT {0}, CASE version WHEN {0} THEN casus ELSE {1} END, made FROM copied_store.casus_schema",
                               kSchemaVersion, quote_sql(version()))));
  for (const char* table : kOtherTables) TRY(copy_table(database, table, ""));
  for (const char* table : kDocumentTables) TRY(copy_table(database, table, "ORDER BY document, rowid"));
  return database.run("DETACH copied_store");
}

}  // namespace

// What holds for every connection: a bounded memory, nothing fetched from the network, no extra workers beside the engine's.
Result<Database> open_database(const fs::path& file, StoreAccess access) {
  bool writes = access == StoreAccess::Write;
  return Database::open(file, {{"access_mode", writes ? "READ_WRITE" : "READ_ONLY"},
                               {"memory_limit", writes ? "512MB" : "2GB"},  // a writer needs what it adds; blocks of long texts come on top
                               {"autoinstall_known_extensions", "false"},
                               {"autoload_known_extensions", "false"},
                               {"preserve_insertion_order", "true"}});
}

Status make_store(const fs::path& file) {
  return make_whole(file, [](const Database&) { return ok(); });
}

Result<int> schema_version(const Database& database, const fs::path& file) {
  TRY_ASSIGN(StoreCell is_ours, database.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'casus_schema' AND NOT temporary"));
  if (to_number(is_ours) == 0) return Error{ErrorCode::Invalid, "is a DuckDB database but not a Casus store; give another file", file.string()};
  TRY_ASSIGN(StoreCell found, database.value("SELECT max(version) FROM casus_schema"));
  int64_t number = to_number(found);
  if (number >= 1 && number <= kSchemaVersion) return static_cast<int>(number);
  TRY_ASSIGN(StoreCell maker, database.value("SELECT max(casus) FROM casus_schema"));
  return Error{ErrorCode::Unsupported, fmt::format("has schema version {}, this program (Casus {}) reads up to {}; use Casus {} or later, which made it", number,
                                                   version(), kSchemaVersion, maker.value_or("?")), file.string()};
}

Status rewrite_store(const fs::path& file) {
  {
    TRY_ASSIGN(Database old, open_database(file, StoreAccess::Write));
    TRY(old.run("CHECKPOINT"));
  }
  fs::path log = file;
  log += ".wal";
  if (fs::exists(log)) return Error{ErrorCode::Busy, "has changes that are not in the file yet; try again", file.string()};
  return make_whole(file, [&](const Database& database) { return copy_rows(database, file); });
}

}  // namespace casus
