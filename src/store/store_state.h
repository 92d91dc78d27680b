// SPDX-License-Identifier: Apache-2.0
// What an open store knows; shared by the files that add to it.
#pragma once

#include <mutex>
#include <unordered_map>

#include "base/hash.h"
#include "casus/store.h"
#include "store/database.h"
#include "store/file_lock.h"
#include "store/rows.h"
#include "store/snapshot.h"
#include "store/sql_text.h"
#include "store/story_labels.h"

namespace casus {

struct Store::State {
  std::filesystem::path file;
  std::optional<FileLock> lock;     // before the database, so that it is given back after it
  std::optional<Database> database;
  int migrated_from = 0;            // the schema that it had when it was opened, if that was an earlier one
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

  std::optional<StoryLabels> stories;  // opened with the first document that has features
  Status label(std::span<const std::pair<const Analysis*, RowNumbers>> rows, const std::vector<int64_t>& outdated);

  static std::string name_of_document(std::string_view id, std::string_view publisher) { return content_id({id, publisher}); }
  Status load_index();
  void forget_index();
  Error failed_write(Error error) const;
  Status write_run();
  Status remove_rows(const std::vector<int64_t>& documents);
  RowNumbers number(const Analysis& analysis, AddCounts& counts, std::vector<int64_t>& replaced, std::vector<int64_t>& outdated);
  Status add_in_transaction(std::span<const Analysis> analyses, AddCounts& counts);
  Status mark_asserted(int64_t first_event, int64_t first_claim, const std::vector<int64_t>& outdated);
  template <typename Step>
  Status transaction(Step step);

  std::mutex writing;                        // held while the file may change
  std::optional<SnapshotService> snapshots;  // of a writer; last, so that it ends first
};

// All of `step` or nothing; after a failure the index is read again, because it ran ahead.
template <typename Step>
Status Store::State::transaction(Step step) {
  TRY(load_index());
  std::lock_guard lock(writing);
  TRY(database->run("BEGIN"));
  bool run_was_written = run_is_written;
  Status status = step();
  if (status) status = database->run("COMMIT");
  if (status) return status;
  (void)database->run("ROLLBACK");
  run_is_written = run_was_written;
  forget_index();
  return failed_write(status.error());
}

}  // namespace casus
