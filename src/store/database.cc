// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"

#include <fmt/format.h>

#include <array>

namespace casus {
namespace {

// Frees what a DuckDB call made, whatever way the function is left.
template <typename Handle, void (*destroy)(Handle*)>
class Owner {
 public:
  Owner() = default;
  explicit Owner(Handle handle) : handle_(handle) {}
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;
  ~Owner() { destroy(&handle_); }
  Handle* operator&() { return &handle_; }
  operator Handle() const { return handle_; }

 private:
  Handle handle_ = {};
};
using OwnedConfig = Owner<duckdb_config, duckdb_destroy_config>;
using OwnedResult = Owner<duckdb_result, duckdb_destroy_result>;
using OwnedStatement = Owner<duckdb_prepared_statement, duckdb_destroy_prepare>;
using OwnedStatements = Owner<duckdb_extracted_statements, duckdb_destroy_extracted>;
using OwnedPending = Owner<duckdb_pending_result, duckdb_destroy_pending>;
using OwnedChunk = Owner<duckdb_data_chunk, duckdb_destroy_data_chunk>;
using OwnedType = Owner<duckdb_logical_type, duckdb_destroy_logical_type>;

// The first line of DuckDB's message: the rest draws the query.
Error sql_error(const char* message) {
  std::string_view text = message ? message : "the database gave no reason";
  text = text.substr(0, text.find("\n\nLINE"));
  return Error{ErrorCode::Invalid, std::string(text), ""};
}

Error open_error(const std::filesystem::path& file, std::string_view message) {
  if (message.find("Could not set lock") != std::string_view::npos || message.find("Conflicting lock") != std::string_view::npos) {
    size_t pid = message.find("PID ");
    std::string holder = pid == std::string_view::npos ? "another process" : "process " + std::string(message.substr(pid + 4, message.find(')', pid) - pid - 4));
    return {ErrorCode::Busy, fmt::format("is in use by {}; wait for it to end, or read a copy made meanwhile: casus store snapshot FILE COPY", holder), file.string()};
  }
  if (message.find("not a valid DuckDB database") != std::string_view::npos) {
    return {ErrorCode::Invalid, "is not a Casus store; give a file made by casus code --store", file.string()};
  }
  return {ErrorCode::Io, fmt::format("cannot be opened: {}", message.substr(0, message.find('\n'))), file.string()};
}

struct PlainType {
  duckdb_type type;
  const char* name;
  bool is_number;
};
constexpr std::array kPlainTypes = {PlainType{DUCKDB_TYPE_BOOLEAN, "BOOLEAN", false},   PlainType{DUCKDB_TYPE_TINYINT, "TINYINT", true},
                                    PlainType{DUCKDB_TYPE_SMALLINT, "SMALLINT", true},  PlainType{DUCKDB_TYPE_INTEGER, "INTEGER", true},
                                    PlainType{DUCKDB_TYPE_BIGINT, "BIGINT", true},      PlainType{DUCKDB_TYPE_UTINYINT, "UTINYINT", true},
                                    PlainType{DUCKDB_TYPE_USMALLINT, "USMALLINT", true}, PlainType{DUCKDB_TYPE_UINTEGER, "UINTEGER", true},
                                    PlainType{DUCKDB_TYPE_UBIGINT, "UBIGINT", true},    PlainType{DUCKDB_TYPE_HUGEINT, "HUGEINT", true},
                                    PlainType{DUCKDB_TYPE_FLOAT, "FLOAT", true},        PlainType{DUCKDB_TYPE_DOUBLE, "DOUBLE", true},
                                    PlainType{DUCKDB_TYPE_DECIMAL, "DECIMAL", true},    PlainType{DUCKDB_TYPE_DATE, "DATE", false},
                                    PlainType{DUCKDB_TYPE_TIMESTAMP, "TIMESTAMP", false}, PlainType{DUCKDB_TYPE_LIST, "LIST", false},
                                    PlainType{DUCKDB_TYPE_STRUCT, "STRUCT", false}};

StoreColumn describe(duckdb_prepared_statement statement, idx_t column) {
  const char* name = duckdb_prepared_statement_column_name(statement, column);
  StoreColumn described{name ? name : "", "VARCHAR", false};
  duckdb_free(const_cast<char*>(name));
  duckdb_type type = duckdb_prepared_statement_column_type(statement, column);
  for (const PlainType& plain : kPlainTypes) {
    if (plain.type == type) { described.type = plain.name; described.is_number = plain.is_number; }
  }
  return described;
}

// The columns of the only statement in `sql`, which must be a SELECT.
Result<std::vector<StoreColumn>> columns_of(duckdb_connection connection, const std::string& sql) {
  OwnedStatements statements;
  idx_t count = duckdb_extract_statements(connection, sql.c_str(), &statements);
  if (count == 0) {
    const char* message = duckdb_extract_statements_error(statements);
    return message ? sql_error(message) : Error{ErrorCode::Invalid, "there is no statement; write one SELECT", ""};
  }
  if (count > 1) return Error{ErrorCode::Invalid, fmt::format("there are {} statements; write one SELECT", count), ""};
  OwnedStatement statement;
  if (duckdb_prepare_extracted_statement(connection, statements, 0, &statement) != DuckDBSuccess) {
    return sql_error(duckdb_prepare_error(statement));
  }
  if (duckdb_prepared_statement_type(statement) != DUCKDB_STATEMENT_TYPE_SELECT) {
    return Error{ErrorCode::Invalid, "is no SELECT; a store is only read here", ""};
  }
  std::vector<StoreColumn> columns;
  idx_t column_count = duckdb_prepared_statement_column_count(statement);
  for (idx_t i = 0; i < column_count; ++i) columns.push_back(describe(statement, i));
  return columns;
}

// Hands the rows of a chunk of VARCHAR columns on; false if the receiver wants no more.
bool emit_chunk(duckdb_data_chunk chunk, std::vector<StoreCell>& cells, const RowSink& sink) {
  idx_t row_count = duckdb_data_chunk_get_size(chunk);
  for (idx_t row = 0; row < row_count; ++row) {
    for (idx_t column = 0; column < cells.size(); ++column) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, column);
      uint64_t* validity = duckdb_vector_get_validity(vector);
      if (validity && !duckdb_validity_row_is_valid(validity, row)) { cells[column].reset(); continue; }
      auto* string = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector)) + row;
      cells[column].emplace(duckdb_string_t_data(string), duckdb_string_t_length(*string));
    }
    if (!sink.row(cells)) return false;
  }
  return true;
}

}  // namespace

Result<Database> Database::open(const std::filesystem::path& file, std::initializer_list<Setting> settings) {
  OwnedConfig config;
  if (duckdb_create_config(&config) != DuckDBSuccess) return Error{ErrorCode::Io, "DuckDB cannot be started", ""};
  for (const auto& [name, value] : settings) {
    if (duckdb_set_config(config, name, value.c_str()) != DuckDBSuccess) {
      return Error{ErrorCode::Unsupported, fmt::format("DuckDB does not know the setting {} = {}", name, value), ""};
    }
  }
  char* message = nullptr;
  duckdb_database database = nullptr;
  if (duckdb_open_ext(file.c_str(), &database, config, &message) != DuckDBSuccess) {
    Error error = open_error(file, message ? message : "no reason given");
    duckdb_free(message);
    return error;
  }
  Database opened;
  opened.database_ = {database, [](duckdb_database last) { duckdb_close(&last); }};
  if (duckdb_connect(database, &opened.connection_) != DuckDBSuccess) {
    return Error{ErrorCode::Io, "cannot be connected to", file.string()};
  }
  return opened;
}

Result<Database> Database::connect() const {
  Database further;
  further.database_ = database_;
  if (duckdb_connect(database_.get(), &further.connection_) != DuckDBSuccess) return Error{ErrorCode::Io, "no further connection to the database can be made", ""};
  return further;
}

Database::Database(Database&& other) noexcept
    : database_(std::move(other.database_)), connection_(std::exchange(other.connection_, nullptr)) {}

Database& Database::operator=(Database&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(connection_, other.connection_);
  return *this;
}

Database::~Database() {
  if (connection_) duckdb_disconnect(&connection_);
}

Status Database::run(const std::string& sql) const {
  OwnedResult result;
  if (duckdb_query(connection_, sql.c_str(), &result) != DuckDBSuccess) return sql_error(duckdb_result_error(&result));
  return ok();
}

Result<std::string> Database::as_subquery(std::string_view sql) const {
  std::string text(sql.substr(0, sql.find_last_not_of("; \t\r\n") + 1));
  TRY_ASSIGN(auto columns, columns_of(connection_, text));
  return text;
}

Status Database::select(std::string_view sql, const RowSink& sink) const {
  std::string text(sql.substr(0, sql.find_last_not_of("; \t\r\n") + 1));
  TRY_ASSIGN(std::vector<StoreColumn> columns, columns_of(connection_, text));
  if (sink.columns) sink.columns(columns);
  return select_own(text, sink);
}

Status Database::select_own(const std::string& sql, const RowSink& sink) const {
  // Everything as text: one kind of vector to read. The line feed ends a comment at the end of the query.
  std::string text = fmt::format("SELECT COLUMNS(*)::VARCHAR FROM (\n{}\n)", sql);
  OwnedStatement statement;
  if (duckdb_prepare(connection_, text.c_str(), &statement) != DuckDBSuccess) return sql_error(duckdb_prepare_error(statement));
  OwnedPending pending;
  if (duckdb_pending_prepared_streaming(statement, &pending) != DuckDBSuccess) return sql_error(duckdb_pending_error(pending));
  OwnedResult result;
  if (duckdb_execute_pending(pending, &result) != DuckDBSuccess) return sql_error(duckdb_result_error(&result));
  std::vector<StoreCell> cells(duckdb_prepared_statement_column_count(statement));
  while (true) {
    OwnedChunk chunk(duckdb_fetch_chunk(*&result));
    if (!chunk) break;
    if (!emit_chunk(chunk, cells, sink)) return ok();
  }
  if (const char* message = duckdb_result_error(&result)) return sql_error(message);
  return ok();
}

Result<StoreCell> Database::value(std::string_view sql) const {
  StoreCell found;
  TRY(select(sql, {nullptr, [&](std::span<const StoreCell> cells) {
                     found = cells.front();
                     return false;
                   }}));
  return found;
}

Appender::Appender(const Database& database, const char* table) : table_(table) {
  note(duckdb_appender_create(database.connection(), nullptr, table, &appender_));
}

Appender::~Appender() { duckdb_appender_destroy(&appender_); }

void Appender::cell(const std::vector<std::string>& values) {
  OwnedType type(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  std::vector<duckdb_value> items;
  items.reserve(values.size() + 1);  // DuckDB takes no null pointer for an empty list
  for (const std::string& value : values) items.push_back(duckdb_create_varchar_length(value.data(), value.size()));
  duckdb_value list = duckdb_create_list_value(type, items.data(), items.size());
  note(duckdb_append_value(appender_, list));
  duckdb_destroy_value(&list);
  for (duckdb_value& item : items) duckdb_destroy_value(&item);
}

void Appender::note(duckdb_state state) {
  if (state == DuckDBSuccess || !failure_.empty()) return;
  const char* message = appender_ ? duckdb_appender_error(appender_) : nullptr;
  failure_ = message ? message : "no reason given";
}

Status Appender::finish() {
  note(duckdb_appender_close(appender_));
  if (failure_.empty()) return ok();
  return Error{ErrorCode::Io, fmt::format("rows of table {} cannot be written: {}", table_, failure_), ""};
}

}  // namespace casus
