// SPDX-License-Identifier: Apache-2.0
#include "forecast/next_loading.h"

#include <fmt/format.h>

#include "casus/store.h"
#include "store/sql_text.h"

namespace casus {
namespace {

// Rows of tables of events bring their own words for parties and, it may be, for the relation.
constexpr const char* kFacts = R"sql(
SELECT epoch_ms(e.date_from::TIMESTAMP) // 86400000 AS day,
  CASE WHEN i.format = 'tsv' THEN a.text ELSE coalesce(a.name, a.text) END AS subject, a.country, a.sectors[1],
  CASE WHEN i.format = 'tsv' THEN i.raw END AS raw, coalesce(e.cameo, e.type) AS relation, e.quad, coalesce(left(e.cameo, 2), e.type),
  CASE WHEN i.format = 'tsv' THEN b.text ELSE coalesce(b.name, b.text) END AS object, b.country, b.sectors[1]
FROM asserted_events e JOIN event_actors a ON a.event = e.event AND a.role = 'actor' JOIN event_actors b ON b.event = e.event AND b.role = 'recipient'
  LEFT JOIN imports i ON i.event = e.event
WHERE e.date_from < DATE '{}' AND subject IS NOT NULL AND object IS NOT NULL)sql";

std::string_view text(const StoreCell& cell) { return cell ? std::string_view(*cell) : std::string_view(); }

// A table with a column for the relation holds day, subject, relation, object in this order; the object in its place tells it from one with codes alone.
std::string_view relation_of(std::string_view raw, std::string_view object, std::string_view otherwise) {
  size_t subject = raw.find('\t'), relation = raw.find('\t', subject + 1), after = raw.find('\t', relation + 1);
  if (subject == std::string_view::npos || relation == std::string_view::npos || after == std::string_view::npos) return otherwise;
  std::string_view fourth = raw.substr(after + 1);
  bool is_object = fourth.starts_with(object) && (fourth.size() == object.size() || fourth[object.size()] == '\t');
  return is_object ? raw.substr(relation + 1, after - relation - 1) : otherwise;
}

void add_fact(FactTable& table, std::span<const StoreCell> row) {
  std::string_view relation = relation_of(text(row[4]), text(row[8]), text(row[5]));
  if (relation.empty()) return;
  int32_t day = static_cast<int32_t>(to_number(row[0]));
  uint32_t subject = table.add_entity(text(row[1]), text(row[2]), text(row[3]), day), object = table.add_entity(text(row[8]), text(row[9]), text(row[10]), day);
  table.add({day, subject, table.add_relation(relation, static_cast<uint32_t>(to_number(row[6])), text(row[7])), object});
}

}  // namespace

Result<FactTable> load_facts(const Store& store, Date day) {
  FactTable table;
  RowSink sink;
  sink.columns = [](const std::vector<StoreColumn>&) {};
  sink.row = [&](std::span<const StoreCell> row) {
    add_fact(table, row);
    return true;
  };
  TRY(store.query(fmt::format(kFacts, to_iso(day)), sink));
  return table;
}

}  // namespace casus
