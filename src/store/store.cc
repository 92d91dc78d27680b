// SPDX-License-Identifier: Apache-2.0
// The store opened and read. What is added lies in adding.cc and importing.cc.
#include "casus/store.h"

#include "base/hash.h"
#include "store/schema.h"
#include "store/store_file.h"
#include "store/store_state.h"

namespace casus {

namespace fs = std::filesystem;

std::string quote_sql(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

std::string RunDescription::signature() const { return content_id({version, tables, model, options}); }

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const fs::path& file, StoreAccess access) {
  auto state = std::make_unique<State>();
  state->file = file;
  std::error_code ignored;
  if (access == StoreAccess::Write) {
    TRY_ASSIGN(state->lock, FileLock::take(file));
    if (!fs::exists(file, ignored)) TRY(make_store(file));
  } else if (!fs::exists(file, ignored)) {
    return Error{ErrorCode::NotFound, "there is no such store; make one with casus code --store", file.string()};
  }
  TRY_ASSIGN(state->database, open_database(file, access));
  TRY_ASSIGN(int schema, schema_version(*state->database, file));
  if (schema < kSchemaVersion && access == StoreAccess::Read) {
    return Error{ErrorCode::Unsupported, fmt::format("has schema version {}, this program reads {}; casus store migrate FILE brings it up to date (copy the file first if "
                                                     "an earlier Casus is to read it too)", schema, kSchemaVersion), file.string()};
  }
  if (schema < kSchemaVersion) {
    state->database.reset();
    TRY(rewrite_store(file));
    TRY_ASSIGN(state->database, open_database(file, access));
    state->migrated_from = schema;
  }
  if (access == StoreAccess::Write) state->snapshots.emplace(file, state->writing);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Status Store::compact(const fs::path& file) {
  {
    TRY_ASSIGN(auto store, open(file, StoreAccess::Read));  // it is a store of this schema
  }
  TRY_ASSIGN(FileLock lock, FileLock::take(file));
  return rewrite_store(file);
}

int Store::migrated_from() const { return state_->migrated_from; }

namespace {

Result<std::unordered_set<std::string>> all_of(const Database& database, const std::string& select) {
  std::unordered_set<std::string> values;
  TRY(database.select(select, {nullptr, [&](std::span<const StoreCell> cells) {
                                 values.insert(*cells[0]);
                                 return true;
                               }}));
  return values;
}

}  // namespace

Result<std::unordered_set<std::string>> Store::keys_of(const std::string& signature) const {
  return all_of(*state_->database, fmt::format("SELECT key FROM documents JOIN runs USING (run) WHERE signature = {}", quote_sql(signature)));
}

Result<std::unordered_set<std::string>> Store::keys() const { return all_of(*state_->database, "SELECT key FROM documents"); }

Result<std::vector<WatchedSource>> Store::watched() const {
  std::vector<WatchedSource> sources;
  TRY(query("SELECT source, etag, last_modified, size, modified FROM watched", {nullptr, [&](std::span<const StoreCell> cells) {
              sources.push_back({*cells[0], cells[1].value_or(""), cells[2].value_or(""), to_number(cells[3]), to_number(cells[4])});
              return true;
            }}));
  return sources;
}

Status Store::remember(std::span<const WatchedSource> sources) {
  constexpr size_t kAtOnce = 1000;
  Status status = ok();
  for (; status && !sources.empty(); sources = sources.subspan(std::min(kAtOnce, sources.size()))) {
    auto some = sources.first(std::min(kAtOnce, sources.size()));
    std::string list;
    for (const WatchedSource& source : some) list += (list.empty() ? "" : ", ") + quote_sql(source.source);
    status = state_->transaction([&]() -> Status {
      TRY(state_->database->run(fmt::format("DELETE FROM watched WHERE source IN ({})", list)));
      Appender rows(*state_->database, "watched");
      for (const WatchedSource& source : some) rows.row(VerbatimText{source.source}, source.etag, source.last_modified, source.size, source.modified, now());
      return rows.finish();
    });
  }
  return status;
}

Status Store::change(const std::function<Status(const Database&)>& step) {
  return state_->transaction([&] { return step(*state_->database); });
}

Status Store::query(std::string_view select, const RowSink& sink) const { return state_->database->select(select, sink); }

Status Store::query_json(std::string_view select, const std::function<bool(std::string_view)>& line) const {
  TRY_ASSIGN(std::string rows, state_->database->as_subquery(select));
  return query_own_json(rows, line);
}

Status Store::query_own(const std::string& select, const RowSink& sink) const { return state_->database->select_own(select, sink); }

Status Store::query_own_json(const std::string& rows, const std::function<bool(std::string_view)>& line) const {
  return state_->database->select_own(fmt::format("SELECT to_json(row_) AS line FROM (\n{}\n) AS row_", rows),
                                  {nullptr, [&](std::span<const StoreCell> cells) { return line(*cells[0]); }});
}

Status Store::write_parquet(std::string_view select, const fs::path& file) const {
  TRY_ASSIGN(std::string rows, state_->database->as_subquery(select));
  fs::path draft = file;
  draft += ".part";
  TRY(state_->database->run(fmt::format("COPY (\n{}\n) TO {} (FORMAT parquet, COMPRESSION zstd)", rows, quote_sql(draft.string()))));
  std::error_code error;
  fs::rename(draft, file, error);
  if (error) return Error{ErrorCode::Io, "cannot be written: " + error.message(), file.string()};
  return ok();
}

Result<std::vector<std::string>> Store::check() const {
  std::vector<std::string> faults;
  for (const StoreRule& rule : kStoreRules) {
    TRY_ASSIGN(StoreCell found, state_->database->value(fmt::format("SELECT count(*) FROM ({})", rule.offenders)));
    if (to_number(found) > 0) faults.push_back(fmt::format("{}: {} rows do not", rule.must_hold, to_number(found)));
  }
  for (const char* table : kDocumentTables) {
    TRY_ASSIGN(StoreCell found, state_->database->value(fmt::format("SELECT count(*) FROM {} WHERE document NOT IN (SELECT document FROM documents)", table)));
    if (to_number(found) > 0) faults.push_back(fmt::format("rows of {} belong to a document: {} do not", table, to_number(found)));
  }
  return faults;
}

Status Store::lock_down(const fs::path& writable) {
  std::error_code ignored;
  std::string allowed;
  if (fs::is_directory(writable, ignored)) allowed = fmt::format("SET allowed_directories = [{}]; ", quote_sql(writable.string()));
  else if (!writable.empty()) allowed = fmt::format("SET allowed_paths = [{}]; ", quote_sql(writable.string() + ".part"));
  return state_->database->run(allowed + "SET memory_limit = '2GB'; SET enable_external_access = false; SET lock_configuration = true;");
}

Result<std::unique_ptr<Store>> Store::reader() const {
  auto state = std::make_unique<State>();
  state->file = state_->file;
  TRY_ASSIGN(state->database, state_->database->connect());
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Status Store::begin_reading() const { return state_->database->run("BEGIN TRANSACTION READ ONLY"); }
void Store::end_reading() const { (void)state_->database->run("ROLLBACK"); }
void Store::interrupt() const { state_->database->interrupt(); }

}  // namespace casus
