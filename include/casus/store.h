// SPDX-License-Identifier: Apache-2.0
// The store: coded documents in one database file. Its tables are described in docs/schema.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "casus/analysis.h"
#include "casus/result.h"

namespace casus {

struct ImportedEvent;
struct ImportedMention;
struct ImportCounts;
class Database;

// Read: the file must exist; it and all other files stay as they are. Write: made if there is none, brought to the present schema if it has
// an earlier one; one writer at a time.
enum class StoreAccess { Read, Write };

enum class TableFormat { Parquet, Csv };

// What made rows. Two runs with the same signature make the same rows of the same document.
struct RunDescription {
  std::string version;  // of the engine
  std::string tables;   // hash of the knowledge tables
  std::string model;    // name and hash of the language model
  std::string options;  // what else the rows depend on
  std::string signature() const;
};

struct AddCounts {
  int64_t added = 0;     // documents that were not there
  int64_t versions = 0;  // of the added: another text under a known id
  int64_t replaced = 0;  // documents whose rows were made anew
  int64_t events = 0, claims = 0;
  std::vector<int64_t> relabelled = {};  // numbers of documents, earlier ones too, whose story or events' sources are others now
};

struct StoreColumn {
  std::string name;
  std::string type;  // DuckDB's name of the type; "VARCHAR" for types it has no plain name for
  bool is_number = false;
};

// What `casus watch` remembers of a source, so that it is read again only where something changed.
struct WatchedSource {
  std::string source;               // an address, or the absolute path of a file
  std::string etag, last_modified;  // of an address, as its server gave them
  int64_t size = 0, modified = 0;   // of a file: bytes, and nanoseconds since 1970
};

// What a person says of a coded event.
struct EventReview {
  std::string event;       // its id
  std::string reviewer, verdict;  // right, corrected, wrong, withdrawn
  std::string correction;  // JSON; empty: none
  std::string note;
};

using StoreCell = std::optional<std::string>;  // nothing: SQL's NULL
// Sees the columns once before the first row, then each row; false ends the query.
struct RowSink {
  std::function<void(const std::vector<StoreColumn>&)> columns;
  std::function<bool(std::span<const StoreCell>)> row;
};

// Not for several threads at once. What `add` returned without an error is on disk and stays.
class Store {
 public:
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, StoreAccess access);
  ~Store();

  // The schema that the file had before this call to open migrated it; 0 if it did not.
  int migrated_from() const;

  // A further connection to the same open file, for reading in another thread while this one writes: it sees what is committed.
  Result<std::unique_ptr<Store>> reader() const;
  // Between the two, all queries of this connection see the same moment.
  Status begin_reading() const;
  void end_reading() const;
  // From any thread: the query that runs on this connection ends with an Error; harmless where none does.
  void interrupt() const;

  // Keys of the documents whose current rows were made by a run with this signature.
  Result<std::unordered_set<std::string>> keys_of(const std::string& signature) const;
  // Keys of all documents, whatever made their rows.
  Result<std::unordered_set<std::string>> keys() const;

  // A run begins: its row is written with the first documents or refusals that it adds.
  void begin_run(const RunDescription& run);
  // One transaction: all or nothing. A document whose key is known has its rows replaced.
  Result<AddCounts> add(std::span<const Analysis> analyses);
  Status add_refused(std::span<const Error> refused);
  Status end_run();

  // Events of other people's data in `format`. One transaction: all or nothing. What is there already as it came is left alone; what is
  // known by its id but came with another row is replaced.
  Result<ImportCounts> import(std::string_view format, std::span<const ImportedEvent> events);
  Result<ImportCounts> import_mentions(std::string_view format, std::span<const ImportedMention> mentions);

  // Kept beside the event, with the present time; its number.
  Result<int64_t> add_review(const EventReview& review);

  Result<std::vector<WatchedSource>> watched() const;
  // Each replaces what was remembered of its source.
  Status remember(std::span<const WatchedSource> sources);

  // A change of other tables than those above, by parts of the store itself. One transaction: all or nothing.
  Status change(const std::function<Status(const Database&)>& step);

  // One SELECT. Every cell is given as text: numbers and dates in their shortest form, lists as "[a, b]".
  Status query(std::string_view select, const RowSink& sink) const;
  // The same, each row as one JSON object.
  Status query_json(std::string_view select, const std::function<bool(std::string_view)>& line) const;
  // The same for a SELECT that is no user's: it is not looked at first, and the sink sees no columns.
  Status query_own(const std::string& select, const RowSink& sink) const;
  Status query_own_json(const std::string& select, const std::function<bool(std::string_view)>& line) const;
  // The same into a Parquet file, which appears whole or not at all. Not after `lock_down`.
  Status write_parquet(std::string_view select, const std::filesystem::path& file) const;

  // All tables, a file each, with dictionary.md and dictionary.tsv, which say what their columns mean. The folder must not be there; it appears whole.
  Status write_tables(const std::filesystem::path& folder, TableFormat format) const;

  // What must hold between the tables and does not, a line each; empty: all is well.
  Result<std::vector<std::string>> check() const;
  // Rewrites the file without the space of deleted rows; it is replaced at the end or stays as it was.
  static Status compact(const std::filesystem::path& file);
  // A copy as of the last transaction, also while a process writes the file: that process is asked for it and makes it between two transactions.
  // An earlier copy is replaced. ErrorCode::Busy: the writer did not answer within a minute.
  static Status snapshot(const std::filesystem::path& file, const std::filesystem::path& copy);

  // For SQL of others: from now on no file but `writable`, or none outside it if it is a folder, can be touched, nothing be loaded, no setting be changed.
  Status lock_down(const std::filesystem::path& writable = {});

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A text as SQL literal.
std::string quote_sql(std::string_view text);

}  // namespace casus
