// SPDX-License-Identifier: Apache-2.0
// DuckDB's C API in small owners: what is opened is closed, and every failure is a Status.
#pragma once

#include <duckdb.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "casus/result.h"
#include "casus/store.h"
#include "casus/time.h"

namespace casus {

// An open database with one connection.
class Database {
 public:
  using Setting = std::pair<const char*, std::string>;
  // A file that another process holds gives ErrorCode::Busy.
  static Result<Database> open(const std::filesystem::path& file, std::initializer_list<Setting> settings);
  // A further connection to the same database, for another thread; the file closes with the last one.
  Result<Database> connect() const;
  // From any thread: the statement that runs on this connection ends with an Error; harmless where none does.
  void interrupt() const { duckdb_interrupt(connection_); }
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  ~Database();

  // Any number of statements, without their rows.
  Status run(const std::string& sql) const;
  // One statement that gives rows; it must be a SELECT. Rows stream: memory does not grow with their number.
  Status select(std::string_view sql, const RowSink& sink) const;
  // The same without a look at whether it is one, and without its columns: planning it once more takes longer than many an answer.
  Status select_own(const std::string& sql, const RowSink& sink) const;
  // `sql` without what ends a statement, if it is one SELECT and nothing else: safe between parentheses on lines of its own.
  Result<std::string> as_subquery(std::string_view sql) const;
  // The only value of a query, as text; nothing if there is no row or it is NULL.
  Result<StoreCell> value(std::string_view sql) const;

  duckdb_connection connection() const { return connection_; }

 private:
  Database() = default;
  std::shared_ptr<std::remove_pointer_t<duckdb_database>> database_;
  duckdb_connection connection_ = nullptr;
};

// Text that is written as it is, also where it is empty (an empty string is NULL otherwise).
struct VerbatimText {
  std::string_view text;
};

// What goes into a BLOB.
struct Bytes {
  std::string data;
};

// Adds rows to one table. The first failure is kept and later calls do nothing; `finish` tells.
class Appender {
 public:
  Appender(const Database& database, const char* table);
  ~Appender();
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  // One row: a value for each column, in order.
  template <typename... Values>
  void row(const Values&... values) {
    (cell(values), ...);
    end_row();
  }
  Status finish();

 private:
  using Instant = std::chrono::sys_time<std::chrono::microseconds>;
  void cell(int64_t value) { note(duckdb_append_int64(appender_, value)); }
  void cell(uint32_t value) { cell(static_cast<int64_t>(value)); }
  void cell(int value) { cell(static_cast<int64_t>(value)); }
  void cell(bool value) { note(duckdb_append_bool(appender_, value)); }
  void cell(double value) { note(duckdb_append_double(appender_, value)); }
  void cell(std::nullopt_t) { note(duckdb_append_null(appender_)); }
  void cell(VerbatimText value) { note(duckdb_append_varchar_length(appender_, value.text.data(), value.text.size())); }
  void cell(const Bytes& value) { note(duckdb_append_blob(appender_, value.data.data(), value.data.size())); }
  void cell(std::string_view value) { value.empty() ? cell(std::nullopt) : cell(VerbatimText{value}); }
  void cell(const std::string& value) { cell(std::string_view(value)); }
  void cell(const char*) = delete;
  void cell(Date value) { note(duckdb_append_date(appender_, {static_cast<int32_t>(value.time_since_epoch().count())})); }
  void cell(Instant value) { note(duckdb_append_timestamp(appender_, {value.time_since_epoch().count()})); }
  void cell(const std::vector<std::string>& values);
  template <typename Value>
  void cell(const std::optional<Value>& value) {
    value ? cell(*value) : cell(std::nullopt);
  }

  void end_row() { note(duckdb_appender_end_row(appender_)); }
  void note(duckdb_state state);

  duckdb_appender appender_ = nullptr;
  std::string table_, failure_;
};

}  // namespace casus
