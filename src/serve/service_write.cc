// SPDX-License-Identifier: Apache-2.0
// What is written through the service, and who hears of it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ask/queries.h"
#include "serve/service.h"
#include "store/json_writer.h"
#include "store/sql_text.h"

namespace casus::serve {
namespace {

constexpr int kPublishedEvents = 50;  // of one transaction, as data/openapi.json says

// Numbers of the documents that adding these touched: their own, and those whose place as latest version they took.
Result<std::vector<int64_t>> touched(const Store& store, const std::vector<Analysis>& analyses) {
  std::vector<std::string> keys, ids;
  for (const Analysis& analysis : analyses) {
    keys.push_back(quote_sql(analysis.document.key));
    ids.push_back(quote_sql(analysis.document.id));
  }
  std::vector<int64_t> numbers;
  TRY(store.query(fmt::format("SELECT document FROM documents WHERE key IN ({}) OR (NOT latest AND id IN ({}))", fmt::join(keys, ","), fmt::join(ids, ",")),
                  {nullptr, [&](std::span<const StoreCell> cells) {
                     numbers.push_back(to_number(cells[0]));
                     return true;
                   }}));
  return numbers;
}

std::string message(const char* event, const std::string& data) { return fmt::format("event: {}\ndata: {}\n\n", event, data); }

}  // namespace

bool Service::is_known(const std::string& key) {
  std::lock_guard lock(known_mutex_);
  return known_.contains(key);
}

Result<Service::Ingest> Service::add(std::vector<Analysis> given) {
  auto analyses = std::make_shared<std::vector<Analysis>>(std::move(given));
  if (analyses->empty()) return Ingest{};
  std::function<Result<Ingest>(Store&)> step = [this, analyses](Store& store) -> Result<Ingest> {
    Ingest done;
    TRY_ASSIGN(done.counts, store.add(*analyses));
    TRY_ASSIGN(std::vector<int64_t> documents, touched(store, *analyses));
    TRY(index.refresh(store, documents, done.counts.relabelled));
    {
      std::lock_guard lock(known_mutex_);
      for (const Analysis& analysis : *analyses) known_.insert(analysis.document.key);
    }
    publish(documents, done.counts);
    return done;
  };
  return write<Ingest>(std::move(step));
}

void Service::publish(const std::vector<int64_t>& documents, const AddCounts& counts) {
  if (!server_ || server_->streams() == 0) return;
  std::string text = message("documents", fmt::format(R"({{"added":{},"versions":{},"replaced":{},"events":{},"claims":{},"generation":"{}"}})", counts.added, counts.versions,
                                                      counts.replaced, counts.events, counts.claims, generation()));
  int left = kPublishedEvents;
  (void)store_->query_own_json(events_where(fmt::format("d.latest AND e.document IN ({})", fmt::join(documents, ",")), RowShape::Nested), [&](std::string_view line) {
    text += message("event", std::string(line));
    return --left > 0;
  });
  server_->publish(std::move(text));
}

}  // namespace casus::serve
