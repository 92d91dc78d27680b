// SPDX-License-Identifier: Apache-2.0
// Coded documents into an open store: each once, versions, runs, and what was refused.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cassert>

#include "store/counted_rows.h"
#include "store/schema.h"
#include "store/store_state.h"

namespace casus {

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

void Store::State::forget_index() {
  index_is_loaded = false;
  by_key.clear();
  latest_by_name.clear();
  refused_before.clear();
  stories.reset();
  imports_are_loaded = false;
  imports.clear();
  mentions.clear();
}

// Says in our words what the system calls a full disk, a full quota, or a file that may not grow.
Error Store::State::failed_write(Error error) const {
  if (error.where.empty()) error.where = file.string();
  for (const char* reason : {"No space left", "File too large", "quota exceeded"}) {
    if (error.message.find(reason) == std::string::npos) continue;
    return {ErrorCode::Io, fmt::format("there is no room for it ({}); what was stored before is safe: make room and give the same command again", reason), error.where};
  }
  return error;
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
  int64_t first_event = next_event, first_claim = next_claim;
  std::vector<int64_t> replaced, outdated;
  std::vector<std::pair<const Analysis*, RowNumbers>> rows;
  std::unordered_set<std::string_view> seen;
  for (const Analysis& analysis : analyses) {
    if (seen.insert(analysis.document.key).second) rows.emplace_back(&analysis, number(analysis, counts, replaced, outdated));
  }
  if (!stories) {
    TRY_ASSIGN(stories, StoryLabels::open(*database));
  }
  TRY(stories->remove(replaced));
  TRY(remove_rows(replaced));
  RowWriter writer(*database);
  Instant time = now();
  for (const auto& [analysis, numbers] : rows) {
    writer.write(*analysis, numbers, time);
    counts.events += static_cast<int64_t>(analysis->coding.events.size());
    counts.claims += static_cast<int64_t>(analysis->coding.claims.size());
  }
  TRY(writer.finish());
  if (!replaced.empty() || !outdated.empty()) TRY(forget_counted(*database));
  if (!outdated.empty()) TRY(database->run(fmt::format("UPDATE documents SET latest = false WHERE document IN ({})", fmt::join(outdated, ","))));
  for (const auto& [analysis, numbers] : rows) {
    if (!numbers.latest) outdated.push_back(numbers.document);
  }
  TRY(mark_asserted(first_event, first_claim, outdated));
  TRY(label(rows, outdated));
  counts.relabelled = stories->changed();
  return ok();
}

// Documents without features (made by hand, or in memory by others) belong to no story.
Status Store::State::label(std::span<const std::pair<const Analysis*, RowNumbers>> rows, const std::vector<int64_t>& outdated) {
  std::vector<LabelledDocument> labelled;
  for (const auto& [analysis, numbers] : rows) {
    bool is_parallel = analysis->story.events.size() == analysis->coding.events.size() && analysis->document.asked.empty();
    if (is_parallel && !analysis->story.shingles.empty()) labelled.push_back({numbers.document, numbers.first_event, &analysis->story});
  }
  return stories->add(labelled, outdated);
}

// Events stated as fact were written as asserted; here come those claimed by somebody who may be believed, and versions fall behind.
Status Store::State::mark_asserted(int64_t first_event, int64_t first_claim, const std::vector<int64_t>& outdated) {
  TRY(database->run(fmt::format("UPDATE events SET asserted = true WHERE event >= {0} AND status = 'claimed' AND event IN (SELECT event FROM asserting_claims({0}, {1}))",
                                first_event, first_claim)));
  if (outdated.empty()) return ok();
  return database->run(fmt::format("UPDATE events SET asserted = false WHERE asserted AND document IN ({})", fmt::join(outdated, ",")));
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
  std::lock_guard lock(state_->writing);
  return state_->database->run(fmt::format("UPDATE runs SET finished = {} WHERE run = {}", sql_instant(now()), state_->run));
}

}  // namespace casus
