// SPDX-License-Identifier: Apache-2.0
#include "store/counted_rows.h"

#include <fmt/format.h>

#include "store/database.h"
#include "store/sql_text.h"

namespace casus {
namespace {

// counted_events has, for each unit of an event, a row for each party of the event; in the order of units, so that DuckDB finds those of one by its block statistics.
constexpr const char* kCount = R"sql(
CREATE OR REPLACE TEMP TABLE counted_parties AS
SELECT e.event, a.role, a.position, {0} AS unit, CASE WHEN e.rule = 'import tsv' THEN a.country END AS code
FROM asserted_events e JOIN event_actors a ON a.event = e.event WHERE e.date_from IS NOT NULL AND e.quad BETWEEN 1 AND 4;
CREATE OR REPLACE TABLE counted_events AS
SELECT u.unit, u.code, e.event, e.date_from AS day, e.quad, e.intensity, e.type, e.place_country, p.role, p.position, p.unit AS party
FROM (SELECT unit, event, min(code) AS code FROM counted_parties WHERE unit IS NOT NULL GROUP BY ALL) u JOIN counted_parties p ON p.event = u.event JOIN asserted_events e ON e.event = u.event
ORDER BY u.unit, e.date_from, e.event, p.role, p.position;
CREATE OR REPLACE TABLE counted_names AS SELECT DISTINCT unit, code FROM counted_parties WHERE unit IS NOT NULL ORDER BY ALL;
CREATE OR REPLACE TABLE counted_days AS
SELECT date_from AS day, count(*) FILTER (quad = 1) AS quad1, count(*) FILTER (quad = 2) AS quad2, count(*) FILTER (quad = 3) AS quad3, count(*) FILTER (quad = 4) AS quad4,
  sum(intensity) AS intensity, count(*) FILTER (type = 'PROTEST') AS protests, count(*) FILTER (type = 'ASSAULT') AS assaults
FROM asserted_events WHERE date_from IS NOT NULL AND quad BETWEEN 1 AND 4 GROUP BY 1 ORDER BY 1;
CREATE OR REPLACE TABLE counted AS SELECT coalesce(max(event), 0) AS until FROM events;
DROP TABLE counted_parties)sql";

constexpr const char* kIsThere = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'counted' AND NOT temporary";

}  // namespace

Status count_events(Store& store, const std::string& unit_sql) {
  return store.change([&](const Database& database) { return database.run(fmt::format(kCount, unit_sql)); });
}

Result<int64_t> counted_until(const Store& store) {
  int64_t until = 0;
  bool is_there = false;
  TRY(store.query(kIsThere, {nullptr, [&](std::span<const StoreCell> cells) { return is_there = to_number(cells[0]) > 0; }}));
  if (!is_there) return until;
  TRY(store.query("SELECT max(until) FROM counted", {nullptr, [&](std::span<const StoreCell> cells) {
                    until = to_number(cells[0]);
                    return true;
                  }}));
  return until;
}

Status forget_counted(const Database& database) {
  TRY_ASSIGN(StoreCell is_there, database.value(kIsThere));
  return to_number(is_there) > 0 ? database.run("DELETE FROM counted") : ok();
}

}  // namespace casus
