// SPDX-License-Identifier: Apache-2.0
#include "ask/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ask/filter.h"
#include "base/codes.h"
#include "casus/store.h"

namespace casus {
namespace {

constexpr std::array kPeriods = {"day", "week", "month", "quarter", "year"};
constexpr std::array kStatuses = {"reported", "claimed", "planned", "possible", "denied"};

// Names in tables of events are units as they came: "Guinea" is not "Papua New Guinea". Where no table has the name, a country's code stands for its names.
constexpr const char* kTabled = R"(tabled AS MATERIALIZED (SELECT event FROM events WHERE rule = 'import tsv'),
tabled_parties AS MATERIALIZED (SELECT event, role, position, name, id, country, sectors, text FROM event_actors WHERE event IN (SELECT event FROM tabled)),)";

std::string in_tables(const std::string& side) {
  if (side.starts_with('=')) return actor_condition(side, "");
  return fmt::format("(text = {0} OR (country = {0} AND {0} NOT IN (SELECT text FROM tabled_parties WHERE text = {0})))", quote_sql(side));
}

// Every time that the side is a party to an event.
std::string parties(const std::string& side) {
  return fmt::format(R"(SELECT event, role, position FROM ({}) WHERE event NOT IN (SELECT event FROM tabled)
  UNION ALL SELECT event, role, position FROM tabled_parties WHERE {})", actor_rows(side, "event, role, position"), in_tables(side));
}

// Events with two different parties of which one is `a` and the other `b`; actors of one meeting are parties to each other, two recipients are not.
std::string between(const std::string& a, const std::string& b) {
  return fmt::format("SELECT p.event FROM ({}) p JOIN ({}) q ON p.event = q.event AND (p.role <> q.role OR (p.role = 'actor' AND p.position <> q.position))", parties(a), parties(b));
}

// Inside a country: it takes part, and nobody who is known to be of another. A table that names one side only does not say that it was inside.
std::string inside(const std::string& side) {
  return fmt::format(R"(SELECT event FROM (
  SELECT event, {0} AS is_it, country IS NOT NULL AS is_known, false AS is_tabled FROM event_actors WHERE event IN (SELECT event FROM ({2})) AND event NOT IN (SELECT event FROM tabled)
  UNION ALL SELECT event, coalesce({1}, false), true, true FROM tabled_parties)
GROUP BY event HAVING bool_or(is_it) AND NOT bool_or(is_known AND NOT is_it) AND (count(*) > 1 OR NOT bool_or(is_tabled)))", actor_condition(side, ""), in_tables(side), parties(side));
}

std::string events_of(const std::string& unit) {
  size_t bar = unit.find('|');
  if (bar == std::string::npos) return parties(unit);
  std::string a = unit.substr(0, bar), b = unit.substr(bar + 1);
  return a == b ? inside(a) : between(a, b);
}

}  // namespace

Status check_unit(const std::string& unit) {
  size_t bar = unit.find('|');
  bool has_two_sides = bar != std::string::npos && bar != 0 && bar + 1 < unit.size() && unit.find('|', bar + 1) == std::string::npos;
  if (has_two_sides || (bar == std::string::npos && !unit.empty())) return ok();
  return Error{ErrorCode::Invalid, fmt::format("--unit \"{}\" is no unit; write A|B (two sides), A|A (inside one) or A", unit), ""};
}

Result<std::string> series_select(const SeriesRequest& request) {
  if (std::find(kPeriods.begin(), kPeriods.end(), request.by) == kPeriods.end()) {
    return Error{ErrorCode::Invalid, fmt::format("--by \"{}\" is none of {}", request.by, fmt::join(kPeriods, " ")), ""};
  }
  TRY(check_unit(request.unit));
  std::string events = events_of(request.unit);
  std::string first = "(SELECT min(day) FROM chosen)", last = "(SELECT max(day) FROM chosen)";
  if (!request.from.empty()) {
    TRY_ASSIGN(std::string day, first_day(request.from));
    first = fmt::format("DATE '{}'", day);
  }
  if (!request.to.empty()) {
    TRY_ASSIGN(std::string day, last_day(request.to));
    last = fmt::format("DATE '{}'", day);
  }
  std::string types;
  for (const char* status : kStatuses) types += fmt::format(", count(event) FILTER (status = '{0}') AS {0}", status);
  for (const char* type : kEventTypes) types += fmt::format(", count(event) FILTER (type = '{0}') AS {0}", type);
  return fmt::format(R"(WITH {6}
chosen AS MATERIALIZED (
  SELECT event, type, quad, intensity, status, date_from AS day FROM events
  WHERE {0}{7} AND date_from IS NOT NULL AND event IN (SELECT event FROM ({1}))),
periods AS (SELECT unnest(generate_series(date_trunc('{2}', {3}), date_trunc('{2}', {4}), INTERVAL 1 {2}))::DATE AS period),
published AS (SELECT date_trunc('{2}', published_on)::DATE AS period, count(*) AS documents FROM documents WHERE latest AND published_on IS NOT NULL GROUP BY 1),
counted AS (SELECT date_trunc('{2}', day)::DATE AS period, event, type, quad, intensity, status FROM chosen WHERE day BETWEEN {3} AND {4})
SELECT p.period, count(event) AS events, count(event) FILTER (quad = 1) AS quad1, count(event) FILTER (quad = 2) AS quad2,
  count(event) FILTER (quad = 3) AS quad3, count(event) FILTER (quad = 4) AS quad4,
  round(coalesce(sum(intensity), 0), 2) AS intensity, round(avg(intensity), 2) AS mean_intensity{5}, coalesce(any_value(d.documents), 0) AS documents
FROM periods p LEFT JOIN counted USING (period) LEFT JOIN published d USING (period) GROUP BY p.period ORDER BY p.period)",
                     request.all_statuses ? "document IN (SELECT document FROM documents WHERE latest)" : "asserted", events, request.by, first, last, types, kTabled,
                     request.one_per_event ? " AND event IN (SELECT event FROM one_per_event)" : "");
}

}  // namespace casus
