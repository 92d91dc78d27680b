// SPDX-License-Identifier: Apache-2.0
// The store's file: opened, made, read. What is written goes through store/rows.
#include "casus/store.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <unordered_map>

#include "base/hash.h"
#include "casus/casus.h"
#include "store/database.h"
#include "store/file_lock.h"
#include "store/import_writer.h"
#include "store/rows.h"
#include "store/schema.h"

namespace casus {
namespace {

namespace fs = std::filesystem;
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

Instant now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }
std::string sql_instant(Instant instant) { return fmt::format("make_timestamp({}::BIGINT)", instant.time_since_epoch().count()); }

int64_t to_number(const StoreCell& cell) {
  int64_t number = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), number);
  return number;
}

Error with_file(Error error, const fs::path& file) {
  if (error.where.empty()) error.where = file.string();
  return error;
}

// What holds for every connection: a bounded memory, nothing fetched from the network, no extra workers beside the engine's.
Result<Database> open_database(const fs::path& file, StoreAccess access) {
  bool writes = access == StoreAccess::Write;
  return Database::open(file, {{"access_mode", writes ? "READ_WRITE" : "READ_ONLY"},
                               {"memory_limit", writes ? "1GB" : "2GB"},
                               {"autoinstall_known_extensions", "false"},
                               {"autoload_known_extensions", "false"},
                               {"preserve_insertion_order", "true"}});
}

// A new store appears whole: it is made beside, filled by `fill(database)`, and then renamed.
template <typename Fill>
Status make_store(const fs::path& file, Fill fill) {
  fs::path draft = file;
  draft += ".new";
  std::error_code ignored;
  fs::remove(draft, ignored);
  {
    TRY_ASSIGN(Database database, open_database(draft, StoreAccess::Write));
    TRY(database.run(fmt::format("BEGIN; {} INSERT INTO casus_schema VALUES ({}, {}, {}); COMMIT;", kSchemaSql, kSchemaVersion, quote_sql(version()),
                                 sql_instant(now()))));
    TRY(fill(database));
    TRY(database.run("CHECKPOINT"));
  }
  std::error_code error;
  fs::rename(draft, file, error);
  if (error) return Error{ErrorCode::Io, "cannot be made: " + error.message(), file.string()};
  return ok();
}

Status check_schema(const Database& database, const fs::path& file) {
  TRY_ASSIGN(StoreCell is_ours, database.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'casus_schema' AND NOT temporary"));
  if (to_number(is_ours) == 0) return Error{ErrorCode::Invalid, "is a DuckDB database but not a Casus store; give another file", file.string()};
  TRY_ASSIGN(StoreCell found, database.value("SELECT max(version) FROM casus_schema"));
  if (to_number(found) == kSchemaVersion) return ok();
  return Error{ErrorCode::Unsupported, fmt::format("has schema version {}, this program reads {}; use the Casus that made it or code the documents anew",
                                                   to_number(found), kSchemaVersion), file.string()};
}

}  // namespace

std::string quote_sql(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

std::string RunDescription::signature() const { return content_id({version, tables, model, options}); }

struct Store::State {
  fs::path file;
  std::optional<FileLock> lock;     // before the database, so that it is given back after it
  std::optional<Database> database;
  RunDescription description;
  int64_t run = 0;                  // 0: no run has begun
  bool run_is_written = false;
  Instant started;
  int64_t run_documents = 0, run_refused = 0;
  int64_t next_run = 1, next_document = 1, next_event = 1, next_claim = 1;

  // What the writer must know of each document to keep it unique; filled with the first add.
  struct Known {
    int64_t document = 0, version = 1;
  };
  bool index_is_loaded = false;
  std::unordered_map<std::string, Known> by_key;
  std::unordered_map<std::string, Known> latest_by_name;  // id and publisher to the latest version
  std::unordered_set<std::string> refused_before;         // source and reason: the same refusal is kept once

  // Of imported events: number, and a hash of the row they came as. Filled with the first import.
  struct KnownImport {
    int64_t event = 0;
    uint64_t row = 0;
  };
  bool imports_are_loaded = false;
  std::unordered_map<std::string, KnownImport> imports;
  std::unordered_set<std::string> mentions;
  Status load_imports();
  Status import_in_transaction(std::string_view format, std::span<const ImportedEvent> events, ImportCounts& counts);

  static std::string name_of_document(std::string_view id, std::string_view publisher) { return content_id({id, publisher}); }
  Status load_index();
  Status write_run();
  Status remove_rows(const std::vector<int64_t>& documents);
  RowNumbers number(const Analysis& analysis, AddCounts& counts, std::vector<int64_t>& replaced, std::vector<int64_t>& outdated);
  Status add_in_transaction(std::span<const Analysis> analyses, AddCounts& counts);
  template <typename Step>
  Status transaction(Step step);
};

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const fs::path& file, StoreAccess access) {
  auto state = std::make_unique<State>();
  state->file = file;
  std::error_code ignored;
  if (access == StoreAccess::Write) {
    TRY_ASSIGN(state->lock, FileLock::take(file));
    if (!fs::exists(file, ignored)) TRY(make_store(file, [](const Database&) { return ok(); }));
  } else if (!fs::exists(file, ignored)) {
    return Error{ErrorCode::NotFound, "there is no such store; make one with casus code --store", file.string()};
  }
  TRY_ASSIGN(state->database, open_database(file, access));
  TRY(check_schema(*state->database, file));
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

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

void Store::begin_run(const RunDescription& run) {
  state_->description = run;
  state_->started = now();
  state_->run_is_written = false;
  state_->run = -1;
  state_->run_documents = state_->run_refused = 0;
}

Status Store::State::load_index() {
  if (index_is_loaded) return ok();
  TRY(database->select("SELECT key, document, version, id, publisher, latest FROM documents", {nullptr, [&](std::span<const StoreCell> cells) {
                         Known known{to_number(cells[1]), to_number(cells[2])};
                         if (*cells[5] == "true") latest_by_name[name_of_document(*cells[3], cells[4].value_or(""))] = known;
                         by_key.emplace(*cells[0], known);
                         return true;
                       }}));
  TRY(database->select("SELECT (SELECT max(run) FROM runs), (SELECT max(document) FROM documents), (SELECT max(event) FROM events), (SELECT max(claim) FROM claims)",
                       {nullptr, [&](std::span<const StoreCell> cells) {
                          next_run = to_number(cells[0]) + 1;
                          next_document = to_number(cells[1]) + 1;
                          next_event = to_number(cells[2]) + 1;
                          next_claim = to_number(cells[3]) + 1;
                          return true;
                        }}));
  TRY(database->select("SELECT source, reason FROM rejects", {nullptr, [&](std::span<const StoreCell> cells) {
                         refused_before.insert(content_id({cells[0].value_or(""), *cells[1]}));
                         return true;
                       }}));
  index_is_loaded = true;
  return ok();
}

// The run's row as it stands now; without it a stopped run would leave documents of a run that nobody knows.
Status Store::State::write_run() {
  assert(run != 0);
  if (!run_is_written) {
    run = next_run++;
    run_is_written = true;
    return database->run(fmt::format("INSERT INTO runs VALUES ({}, {}, {}, {}, {}, {}, {}, NULL, {}, {})", run, quote_sql(description.signature()),
                                     quote_sql(description.version), quote_sql(description.tables), quote_sql(description.model),
                                     quote_sql(description.options), sql_instant(started), run_documents, run_refused));
  }
  return database->run(fmt::format("UPDATE runs SET documents = {}, refused = {} WHERE run = {}", run_documents, run_refused, run));
}

Status Store::State::remove_rows(const std::vector<int64_t>& documents) {
  if (documents.empty()) return ok();
  std::string list = fmt::format("{}", fmt::join(documents, ","));
  for (const char* table : kDocumentTables) TRY(database->run(fmt::format("DELETE FROM {} WHERE document IN ({})", table, list)));
  return database->run(fmt::format("DELETE FROM documents WHERE document IN ({})", list));
}

RowNumbers Store::State::number(const Analysis& analysis, AddCounts& counts, std::vector<int64_t>& replaced, std::vector<int64_t>& outdated) {
  const Document& document = analysis.document;
  RowNumbers numbers{0, next_event, next_claim, run, 1, true};
  next_event += static_cast<int64_t>(analysis.coding.events.size());
  next_claim += static_cast<int64_t>(analysis.coding.claims.size());
  auto known = by_key.find(document.key);
  if (known != by_key.end()) {
    numbers.document = known->second.document;
    numbers.version = known->second.version;
    auto latest = latest_by_name.find(name_of_document(document.id, document.publisher));
    numbers.latest = latest == latest_by_name.end() || latest->second.document == numbers.document;
    replaced.push_back(numbers.document);
    ++counts.replaced;
    return numbers;
  }
  numbers.document = next_document++;
  Known& latest = latest_by_name[name_of_document(document.id, document.publisher)];
  if (latest.document != 0) {
    outdated.push_back(latest.document);
    numbers.version = latest.version + 1;
    ++counts.versions;
  }
  latest = {numbers.document, numbers.version};
  by_key[document.key] = latest;
  ++counts.added;
  return numbers;
}

Status Store::State::add_in_transaction(std::span<const Analysis> analyses, AddCounts& counts) {
  TRY(write_run());
  std::vector<int64_t> replaced, outdated;
  std::vector<std::pair<const Analysis*, RowNumbers>> rows;
  std::unordered_set<std::string_view> seen;
  for (const Analysis& analysis : analyses) {
    if (seen.insert(analysis.document.key).second) rows.emplace_back(&analysis, number(analysis, counts, replaced, outdated));
  }
  TRY(remove_rows(replaced));
  RowWriter writer(*database);
  Instant time = now();
  for (const auto& [analysis, numbers] : rows) {
    writer.write(*analysis, numbers, time);
    counts.events += static_cast<int64_t>(analysis->coding.events.size());
    counts.claims += static_cast<int64_t>(analysis->coding.claims.size());
  }
  TRY(writer.finish());
  if (outdated.empty()) return ok();
  return database->run(fmt::format("UPDATE documents SET latest = false WHERE document IN ({})", fmt::join(outdated, ",")));
}

// All of `step` or nothing; after a failure the index is read again, because it ran ahead.
template <typename Step>
Status Store::State::transaction(Step step) {
  TRY(load_index());
  TRY(database->run("BEGIN"));
  bool run_was_written = run_is_written;
  Status status = step();
  if (status) status = database->run("COMMIT");
  if (status) return status;
  (void)database->run("ROLLBACK");
  run_is_written = run_was_written;
  index_is_loaded = false;
  by_key.clear();
  latest_by_name.clear();
  refused_before.clear();
  imports_are_loaded = false;
  imports.clear();
  mentions.clear();
  return with_file(status.error(), file);
}

Result<AddCounts> Store::add(std::span<const Analysis> analyses) {
  AddCounts counts;
  if (analyses.empty()) return counts;
  int64_t before = state_->run_documents;
  state_->run_documents += static_cast<int64_t>(analyses.size());
  Status status = state_->transaction([&] { return state_->add_in_transaction(analyses, counts); });
  if (status) return counts;
  state_->run_documents = before;
  return status.error();
}

Status Store::State::load_imports() {
  if (imports_are_loaded) return ok();
  TRY(database->run("SET checkpoint_threshold = '512MB'"));  // else every few transactions are written twice
  TRY(database->select("SELECT e.id, e.event, i.raw FROM imports i JOIN events e USING (event)", {nullptr, [&](std::span<const StoreCell> cells) {
                         imports[*cells[0]] = {to_number(cells[1]), std::hash<std::string>{}(*cells[2])};
                         return true;
                       }}));
  TRY(database->select("SELECT key FROM imported_mentions", {nullptr, [&](std::span<const StoreCell> cells) {
                         mentions.insert(*cells[0]);
                         return true;
                       }}));
  imports_are_loaded = true;
  return ok();
}

Status Store::State::import_in_transaction(std::string_view format, std::span<const ImportedEvent> events, ImportCounts& counts) {
  std::vector<const ImportedEvent*> fresh;
  std::vector<int64_t> outdated;
  for (const ImportedEvent& event : events) {
    KnownImport& known = imports[imported_event_id(format, event.source_id)];
    uint64_t row = std::hash<std::string>{}(event.raw);
    if (known.event != 0 && known.row == row) { ++counts.known; continue; }
    if (known.event != 0 && known.event < next_event - static_cast<int64_t>(fresh.size())) { outdated.push_back(known.event); ++counts.replaced; }
    else if (known.event != 0) { ++counts.known; continue; }  // twice in one batch: the first stays
    else ++counts.added;
    known = {next_event++, row};
    fresh.push_back(&event);
  }
  if (fresh.empty()) return ok();
  TRY(write_run());
  if (!outdated.empty()) {
    for (const char* table : {"events", "event_actors", "counts", "imports"}) {
      TRY(database->run(fmt::format("DELETE FROM {} WHERE event IN ({})", table, fmt::join(outdated, ","))));
    }
  }
  ImportWriter writer(*database);
  Instant time = now();
  int64_t number = next_event - static_cast<int64_t>(fresh.size());
  std::unordered_map<int64_t, int64_t> of_document;  // events
  for (const ImportedEvent* event : fresh) {
    std::string key = content_id({"import", format, event->story});
    auto [known, is_new] = by_key.try_emplace(key, Known{next_document, 1});
    if (is_new) writer.write_document(*event, format, key, next_document++, run);
    writer.write_event(*event, format, known->second.document, number++);
    ++of_document[known->second.document];
  }
  for (auto [document, count] : of_document) writer.write_coding(run, document, count, time);
  return writer.finish();
}

Result<ImportCounts> Store::import(std::string_view format, std::span<const ImportedEvent> events) {
  ImportCounts counts;
  TRY(state_->load_index());
  TRY(state_->load_imports());
  Status status = state_->transaction([&] { return state_->import_in_transaction(format, events, counts); });
  if (status) return counts;
  return status.error();
}

Result<ImportCounts> Store::import_mentions(std::string_view format, std::span<const ImportedMention> rows) {
  ImportCounts counts;
  TRY(state_->load_imports());
  Status status = state_->transaction([&]() -> Status {
    ImportWriter writer(*state_->database);
    for (const ImportedMention& mention : rows) {
      bool is_new = state_->mentions.insert(content_id({format, mention.raw})).second;
      ++(is_new ? counts.added : counts.known);
      if (is_new) writer.write_mention(mention, format);
    }
    return writer.finish();
  });
  if (status) return counts;
  return status.error();
}

Status Store::add_refused(std::span<const Error> refused) {
  if (refused.empty()) return ok();
  TRY(state_->load_index());
  std::vector<const Error*> fresh;
  for (const Error& error : refused) {
    if (state_->refused_before.insert(content_id({error.where, error.message})).second) fresh.push_back(&error);
  }
  if (fresh.empty()) return ok();
  int64_t before = state_->run_refused;
  state_->run_refused += static_cast<int64_t>(fresh.size());
  Status status = state_->transaction([&]() -> Status {
    TRY(state_->write_run());
    Appender rejects(*state_->database, "rejects");
    for (const Error* error : fresh) rejects.row(state_->run, error->where, VerbatimText{error->message}, now());
    return rejects.finish();
  });
  if (!status) state_->run_refused = before;
  return status;
}

Status Store::end_run() {
  if (!state_->run_is_written) return ok();
  return state_->database->run(fmt::format("UPDATE runs SET finished = {} WHERE run = {}", sql_instant(now()), state_->run));
}

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

Status Store::query(std::string_view select, const RowSink& sink) const { return state_->database->select(select, sink); }

Status Store::query_json(std::string_view select, const std::function<bool(std::string_view)>& line) const {
  TRY_ASSIGN(std::string rows, state_->database->as_subquery(select));
  return state_->database->select(fmt::format("SELECT to_json(row_) AS line FROM (\n{}\n) AS row_", rows),
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

Status Store::compact(const fs::path& file) {
  {
    TRY_ASSIGN(auto store, open(file, StoreAccess::Read));  // it is a store of this schema
  }
  TRY_ASSIGN(FileLock lock, FileLock::take(file));
  {
    TRY_ASSIGN(Database old, open_database(file, StoreAccess::Write));
    TRY(old.run("CHECKPOINT"));
  }
  fs::path log = file;
  log += ".wal";
  if (fs::exists(log)) return Error{ErrorCode::Busy, "has changes that are not in the file yet; try again", file.string()};
  return make_store(file, [&](const Database& database) -> Status {
    TRY(database.run(fmt::format("ATTACH {} AS old (READ_ONLY); DELETE FROM casus_schema; INSERT INTO casus_schema SELECT * FROM old.casus_schema;", quote_sql(file.string()))));
    for (const char* table : {"runs", "codings", "rejects", "watched", "imported_mentions", "documents"}) TRY(database.run(fmt::format("INSERT INTO {0} SELECT * FROM old.{0}", table)));
    for (const char* table : kDocumentTables) TRY(database.run(fmt::format("INSERT INTO {0} SELECT * FROM old.{0} ORDER BY document, rowid", table)));
    return database.run("DETACH old");
  });
}

Status Store::lock_down(const fs::path& writable) {
  std::string allowed = writable.empty() ? "" : fmt::format("SET allowed_paths = [{}]; ", quote_sql(writable.string() + ".part"));
  return state_->database->run(allowed + "SET enable_external_access = false; SET lock_configuration = true;");
}

}  // namespace casus
