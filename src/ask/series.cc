// SPDX-License-Identifier: Apache-2.0
#include "ask/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ask/filter.h"
#include "casus/store.h"

namespace casus {
namespace {

constexpr std::array kPeriods = {"day", "week", "month", "quarter", "year"};
constexpr std::array kStatuses = {"reported", "claimed", "planned", "possible", "denied"};
constexpr std::array kTypes = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
                               "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"};

// Names in tables of events are units as they came: "Guinea" is not "Papua New Guinea". Where no table has the name, a country's code stands for its names.
constexpr const char* kTabled = "(SELECT event FROM events WHERE rule = 'import tsv')";

std::string side_condition(const std::string& side, const std::string& prefix) {
  return fmt::format("(CASE WHEN {0}event IN {1} THEN coalesce({0}text = {2}, false) OR (coalesce({0}country = {2}, false) AND {2} NOT IN (SELECT text FROM event_actors WHERE text = {2})) "
                     "ELSE {3} END)", prefix, kTabled, quote_sql(side), actor_condition(side, prefix));
}

// Events with two different parties of which one is `a` and the other `b`; actors of one meeting are parties to each other.
std::string between(const std::string& a, const std::string& b) {
  return fmt::format(R"(SELECT p.event FROM event_actors p JOIN event_actors q ON p.event = q.event AND (p.role <> q.role OR p.position <> q.position)
    WHERE {} AND {})", side_condition(a, "p."), side_condition(b, "q."));
}

Result<std::string> events_of(const std::string& unit) {
  size_t bar = unit.find('|');
  if (unit.empty() || bar == 0 || (bar != std::string::npos && (bar + 1 == unit.size() || unit.find('|', bar + 1) != std::string::npos))) {
    return Error{ErrorCode::Invalid, fmt::format("--unit \"{}\" is no unit; write A|B (two sides), A|A (inside one) or A", unit), ""};
  }
  if (bar == std::string::npos) return "SELECT event FROM event_actors WHERE " + side_condition(unit, "");
  std::string a = unit.substr(0, bar), b = unit.substr(bar + 1);
  if (a != b) return between(a, b);
  // Inside a country: it takes part, and nobody who is known to be of another. A table that names one side only does not say that it was inside.
  return fmt::format("SELECT event FROM event_actors GROUP BY event HAVING bool_or({0}) AND NOT coalesce(bool_or((country IS NOT NULL OR event IN {1}) AND NOT {0}), false) "
                     "AND (count(*) > 1 OR NOT bool_or(event IN {1}))", side_condition(a, ""), kTabled);
}

}  // namespace

Result<std::string> series_select(const SeriesRequest& request) {
  if (std::find(kPeriods.begin(), kPeriods.end(), request.by) == kPeriods.end()) {
    return Error{ErrorCode::Invalid, fmt::format("--by \"{}\" is none of {}", request.by, fmt::join(kPeriods, " ")), ""};
  }
  TRY_ASSIGN(std::string events, events_of(request.unit));
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
  for (const char* type : kTypes) types += fmt::format(", count(event) FILTER (type = '{0}') AS {0}", type);
  return fmt::format(R"(WITH chosen AS MATERIALIZED (
  SELECT event, type, quad, intensity, status, date_from AS day FROM {0}
  WHERE date_from IS NOT NULL AND document IN (SELECT document FROM documents WHERE latest) AND event IN ({1})),
periods AS (SELECT unnest(generate_series(date_trunc('{2}', {3}), date_trunc('{2}', {4}), INTERVAL 1 {2}))::DATE AS period),
published AS (SELECT date_trunc('{2}', published_on)::DATE AS period, count(*) AS documents FROM documents WHERE latest AND published_on IS NOT NULL GROUP BY 1),
counted AS (SELECT date_trunc('{2}', day)::DATE AS period, event, type, quad, intensity, status FROM chosen WHERE day BETWEEN {3} AND {4})
SELECT p.period, count(event) AS events, count(event) FILTER (quad = 1) AS quad1, count(event) FILTER (quad = 2) AS quad2,
  count(event) FILTER (quad = 3) AS quad3, count(event) FILTER (quad = 4) AS quad4,
  round(coalesce(sum(intensity), 0), 2) AS intensity, round(avg(intensity), 2) AS mean_intensity{5}, coalesce(any_value(d.documents), 0) AS documents
FROM periods p LEFT JOIN counted USING (period) LEFT JOIN published d USING (period) GROUP BY p.period ORDER BY p.period)",
                     request.all_statuses ? "events" : "asserted_events", events, request.by, first, last, types);
}

}  // namespace casus
