// SPDX-License-Identifier: Apache-2.0
// Why an event stands in the store: its sentence, tree, frame, actors' entries, and the reasoning about date, place and status.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "casus/store.h"

namespace casus {

struct EventName {
  std::string id;
  int64_t event = 0, document = 0;  // numbers in the store
};

// Events whose id begins so, of all versions of documents, in order; at most `limit`, 0 for all.
Result<std::vector<EventName>> find_events_by_id(const Store& store, const std::string& start, size_t limit);

// A document as it was read, from the store: the engine makes the same layers of it again.
Result<Document> load_document(const Store& store, int64_t document);

struct ExplainSources {
  std::vector<std::filesystem::path> table_folders;  // where "frames/assault.tsv:12" may lie
  std::string signature;                             // of the engine that made `analysis`
};

// What is stored of an event: rows as JSON, steps of the reasoning, and the signature of the engine that coded it.
struct StoredReasons {
  std::string event;
  std::vector<std::string> claims, evidence;
  std::string signature;
};
Result<StoredReasons> stored_reasons(const Store& store, const EventName& event);

// The explanation as text. `analysis` is the event's document, analysed again, for the tree; all else is what was stored.
std::string explain_event(const StoredReasons& stored, const Analysis& analysis, const ExplainSources& sources);

}  // namespace casus
