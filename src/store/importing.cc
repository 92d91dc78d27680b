// SPDX-License-Identifier: Apache-2.0
// Other people's events into an open store.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "store/counted_rows.h"
#include "store/import_writer.h"
#include "store/store_state.h"

namespace casus {

Status Store::State::load_imports() {
  if (imports_are_loaded) return ok();
  TRY(database->run("SET memory_limit = '1GB'; SET checkpoint_threshold = '512MB'"));  // else every few transactions are written twice
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
    TRY(forget_counted(*database));
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

}  // namespace casus
