// SPDX-License-Identifier: Apache-2.0
#include "forecast/archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "casus/store.h"
#include "store/counted_rows.h"
#include "store/sql_text.h"

namespace casus {
namespace {

std::string dyad_of(const std::string& a, const std::string& b) { return a < b ? a + "|" + b : b + "|" + a; }

Sums sums_of(const DatedEvent& event) {
  Sums sums{};
  sums[static_cast<size_t>(event.quad - 1)] = 1;
  sums[static_cast<size_t>(Measure::Intensity)] = event.intensity;
  sums[static_cast<size_t>(Measure::Protests)] = event.type == "PROTEST";
  sums[static_cast<size_t>(Measure::Assaults)] = event.type == "ASSAULT";
  return sums;
}

// Pairs of parties that the event joins, those of one unit too.
std::set<std::string> pairs_of(const DatedEvent& event) {
  std::set<std::string> pairs;
  const auto& parties = event.parties;
  bool has_recipient = std::any_of(parties.begin(), parties.end(), [](const EventParty& party) { return !party.is_actor; });
  for (size_t i = 0; i < parties.size(); ++i) {
    for (size_t k = i + 1; k < parties.size(); ++k) {
      if (parties[i].unit.empty() || parties[k].unit.empty()) continue;
      if (!has_recipient || parties[i].is_actor != parties[k].is_actor) pairs.insert(dyad_of(parties[i].unit, parties[k].unit));
    }
  }
  return pairs;
}

int number_in(const StoreCell& cell) { return static_cast<int>(to_number(cell)); }

std::string day_sql(Day day) { return fmt::format("DATE '{}'", to_iso(date_of(day))); }

std::string list_sql(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + quote_sql(text);
  return list;
}

// One row per event and party, in the order of days. With `sides`, events up to the number `counted` come from the rows that are kept by unit.
std::string events_sql(Day until, const std::vector<std::string>* sides, int64_t counted) {
  std::string some, kept;
  if (sides) {
    std::string list = list_sql(*sides);
    some = fmt::format(" AND e.event > {} AND e.event IN (SELECT a.event FROM event_actors a JOIN events e USING (event) WHERE e.event > {} AND {} IN ({}))", counted, counted, kUnitSql, list);
    if (counted > 0) {
      kept = fmt::format("\nUNION ALL SELECT DISTINCT event, day, quad, intensity, type, place_country, role, party, position FROM counted_events WHERE unit IN ({}) AND day <= {}",
                         list, day_sql(until));
    }
  }
  return fmt::format(R"(SELECT event, date_diff('day', DATE '1970-01-01', day), quad, intensity, type, place_country, role, party FROM (
SELECT e.event, e.date_from AS day, e.quad, e.intensity, e.type, e.place_country, a.role, {} AS party, a.position
FROM asserted_events e LEFT JOIN event_actors a ON a.event = e.event
WHERE e.date_from <= {} AND e.quad BETWEEN 1 AND 4{}{}) ORDER BY day, event, role, position)", kUnitSql, day_sql(until), some, kept);
}

Status load_events(const Store& store, const std::string& sql, const std::map<std::string, std::string>& side_of, Archive& archive) {
  auto unit_of = [&](const StoreCell& cell) {
    auto side = cell ? side_of.find(*cell) : side_of.end();
    return side == side_of.end() ? cell.value_or("") : side->second;
  };
  std::string current;
  DatedEvent event;
  TRY(store.query(sql, {nullptr, [&](std::span<const StoreCell> cells) {
                     if (*cells[0] != current) {
                       if (!current.empty()) archive.add(event);
                       current = *cells[0];
                       event = {number_in(cells[1]), number_in(cells[2]), cells[3] ? std::strtod(cells[3]->c_str(), nullptr) : 0, cells[4].value_or(""), unit_of(cells[5]), {}};
                     }
                     if (cells[6]) event.parties.push_back({unit_of(cells[7]), *cells[6] == "actor"});
                     return true;
                   }}));
  if (!current.empty()) archive.add(event);
  return ok();
}

Status load_world(const Store& store, Day until, int64_t counted, Archive& archive) {
  std::string kept = counted > 0 ? fmt::format("SELECT * FROM counted_days WHERE day <= {} UNION ALL ", day_sql(until)) : "";
  std::string sql = fmt::format(R"(SELECT date_diff('day', DATE '1970-01-01', day), sum(quad1), sum(quad2), sum(quad3), sum(quad4), sum(intensity), sum(protests), sum(assaults) FROM ({}
SELECT date_from AS day, count(*) FILTER (quad = 1) AS quad1, count(*) FILTER (quad = 2) AS quad2, count(*) FILTER (quad = 3) AS quad3, count(*) FILTER (quad = 4) AS quad4,
  sum(intensity) AS intensity, count(*) FILTER (type = 'PROTEST') AS protests, count(*) FILTER (type = 'ASSAULT') AS assaults
FROM asserted_events WHERE event > {} AND date_from <= {} AND quad BETWEEN 1 AND 4 GROUP BY 1) GROUP BY day ORDER BY day)", kept, counted, day_sql(until));
  return store.query(sql, {nullptr, [&](std::span<const StoreCell> cells) {
                             Sums sums{};
                             for (size_t i = 0; i < kMeasures; ++i) sums[i] = cells[i + 1] ? std::strtod(cells[i + 1]->c_str(), nullptr) : 0;
                             archive.add_to_world(number_in(cells[0]), sums);
                             return true;
                           }});
}

}  // namespace

void Archive::add(const DatedEvent& event) {
  Sums sums = sums_of(event);
  if (adds_to_world_) world_.add(event.day, sums);
  std::set<std::string> known;
  for (const EventParty& party : event.parties) {
    if (!party.unit.empty()) known.insert(party.unit);
  }
  for (const std::string& unit : known) units_[unit].add(event.day, sums);
  std::set<std::string> pairs = pairs_of(event);
  if (known.size() == 1 && *known.begin() == event.place_country) pairs.insert(dyad_of(*known.begin(), *known.begin()));
  for (const std::string& pair : pairs) {
    if (known.size() > 1 && kind_of(pair) == UnitKind::Internal) continue;
    units_[pair].add(event.day, sums);
  }
}

const History* Archive::find(const std::string& unit) const {
  auto found = units_.find(unit);
  return found == units_.end() ? nullptr : &found->second;
}

Situation Archive::situation(const std::string& unit, Day as_of) const {
  static const History kNothing;
  auto past = [&](const std::string& name) {
    const History* history = find(name);
    return Past(history ? *history : kNothing, as_of);
  };
  UnitKind kind = kind_of(unit);
  std::vector<std::string> sides = sides_of(unit);
  Situation situation{kind, past(unit), past(kind == UnitKind::Country ? dyad_of(unit, unit) : sides[0]), Past(kNothing, as_of), Past(world_, as_of)};
  if (kind != UnitKind::Dyad) return situation;
  situation.second = past(sides[1]);
  if (situation.second.events(as_of - kYear, as_of) > situation.first.events(as_of - kYear, as_of)) std::swap(situation.first, situation.second);
  return situation;
}

UnitKind kind_of(const std::string& unit) {
  size_t bar = unit.find('|');
  if (bar == std::string::npos) return UnitKind::Country;
  return unit.compare(0, bar, unit, bar + 1) == 0 ? UnitKind::Internal : UnitKind::Dyad;
}

std::vector<std::string> sides_of(const std::string& unit) {
  size_t bar = unit.find('|');
  if (bar == std::string::npos) return {unit};
  return {unit.substr(0, bar), unit.substr(bar + 1)};
}

Result<std::string> canonical_unit(const std::string& unit) {
  std::vector<std::string> sides = sides_of(unit);
  if (sides[0].empty() || sides.back().empty() || sides.back().find('|') != std::string::npos) {
    return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no unit; write A|B (two sides), A|A (inside one) or A", unit), ""};
  }
  return sides.size() == 1 ? unit : dyad_of(sides[0], sides[1]);
}

Result<Archive> load_archive(const Store& store, Day until, const std::vector<std::string>* sides, const std::map<std::string, std::string>& side_of) {
  Archive archive;
  int64_t counted = 0;
  if (sides) {
    TRY_ASSIGN(counted, counted_until(store));
    TRY(load_world(store, until, counted, archive));
    archive.leave_world_alone();
  }
  TRY(load_events(store, events_sql(until, sides, counted), side_of, archive));
  return archive;
}

Result<std::vector<NameInStore>> names_in_store(const Store& store, const std::vector<std::string>& wanted, Day until) {
  std::vector<NameInStore> names;
  if (wanted.empty()) return names;
  TRY_ASSIGN(int64_t counted, counted_until(store));
  std::string list = list_sql(wanted), kept;
  if (counted > 0) {
    std::string is_wanted = fmt::format("(unit IN ({0}) OR code IN ({0}))", list);
    kept = fmt::format("SELECT unit, event, code FROM counted_events WHERE unit IN (SELECT unit FROM counted_names WHERE {0}) AND {0} AND day <= {1} UNION ALL ", is_wanted, day_sql(until));
  }
  TRY(store.query(fmt::format(R"(SELECT unit, code FROM ({0}
SELECT {1} AS unit, e.event, CASE WHEN e.rule = 'import tsv' THEN a.country END AS code FROM event_actors a JOIN asserted_events e USING (event)
WHERE e.event > {2} AND a.event > {2} AND e.quad BETWEEN 1 AND 4 AND ({1} IN ({3}) OR (e.rule = 'import tsv' AND a.country IN ({3}))) AND e.date_from <= {4})
GROUP BY unit, code ORDER BY count(DISTINCT event) DESC, unit, code)", kept, kUnitSql, counted, list, day_sql(until)),
                  {nullptr, [&](std::span<const StoreCell> cells) {
                     names.push_back({cells[0].value_or(""), cells[1].value_or("")});
                     return true;
                   }}));
  return names;
}

std::optional<std::string> name_in(const std::vector<NameInStore>& known, const std::string& wanted) {
  auto found = std::find_if(known.begin(), known.end(), [&](const NameInStore& other) { return other.name == wanted; });
  if (found == known.end()) found = std::find_if(known.begin(), known.end(), [&](const NameInStore& other) { return other.code == wanted; });
  return found == known.end() ? std::nullopt : std::optional(found->name);
}

Result<std::optional<Date>> last_day(const Store& store) {
  std::optional<Date> day;
  TRY(store.query("SELECT max(date_from) FROM asserted_events", {nullptr, [&](std::span<const StoreCell> cells) {
                    if (cells[0]) day = parse_iso_date(*cells[0]);
                    return true;
                  }}));
  return day;
}

Result<Date> day_asked_on(std::optional<Date> given, const Store& store) {
  if (given) return *given;
  TRY_ASSIGN(std::optional<Date> day, last_day(store));
  if (!day) return Error{ErrorCode::NotFound, "the store has no events; casus import or casus code --store brings some", ""};
  return *day;
}

}  // namespace casus
