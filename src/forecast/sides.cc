// SPDX-License-Identifier: Apache-2.0
#include "forecast/sides.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "casus/store.h"
#include "forecast/archive.h"

namespace casus {
namespace {

// A unit of the store, and the country code that a table of events gives it; most frequent first.
struct KnownName {
  std::string name, code;
};

Result<std::vector<KnownName>> known_names(const Store& store, const ForecastQuestion& question, Day until) {
  std::string wanted;
  for (const ForecastSide& side : question.sides) {
    for (const auto& names : side.members) {
      for (const std::string& name : names) wanted += (wanted.empty() ? "" : ", ") + quote_sql(name);
    }
  }
  std::vector<KnownName> known;
  if (wanted.empty()) return known;
  TRY(store.query(fmt::format("SELECT {0}, CASE WHEN e.rule = 'import tsv' THEN a.country END FROM event_actors a JOIN events e USING (event) "
                              "WHERE ({0} IN ({1}) OR (e.rule = 'import tsv' AND a.country IN ({1}))) AND e.date_from <= DATE '{2}' GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2",
                              kUnitSql, wanted, to_iso(date_of(until))),
                  {nullptr, [&](std::span<const StoreCell> cells) {
                     known.push_back({cells[0].value_or(""), cells[1].value_or("")});
                     return true;
                   }}));
  return known;
}

// What the store calls a member: its first name that is a unit, else the unit that mostly stands for such a code.
std::optional<std::string> name_in(const std::vector<KnownName>& known, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    auto found = std::find_if(known.begin(), known.end(), [&](const KnownName& other) { return other.name == name; });
    if (found == known.end()) found = std::find_if(known.begin(), known.end(), [&](const KnownName& other) { return other.code == name; });
    if (found != known.end()) return found->name;
  }
  return std::nullopt;
}

struct FoundSide {
  std::string name;  // of the unit
  std::vector<std::string> members;
};

FoundSide find_side_of(const ForecastSide& side, const std::vector<KnownName>& known, SidesInStore& sides) {
  FoundSide found{side.name, {}};
  std::vector<std::string> absent;
  for (const auto& names : side.members) {
    auto name = name_in(known, names);
    if (!name) absent.push_back(names.front());
    else if (std::find(found.members.begin(), found.members.end(), *name) == found.members.end()) found.members.push_back(*name);
  }
  if (found.members.empty()) {
    sides.missing = fmt::format("no event names {}; casus series --unit shows what the store has of a unit", side.name);
    return found;
  }
  std::string as = fmt::format("{} is counted as {}", side.name, fmt::join(found.members, " + "));
  if (!absent.empty()) as += fmt::format("; no event names {}", fmt::join(absent, ", "));
  sides.counted.push_back(as);
  if (found.members.size() == 1) found.name = found.members.front();
  return found;
}

}  // namespace

Result<SidesInStore> find_sides(const Store& store, const ForecastQuestion& question, Day until) {
  SidesInStore sides;
  TRY_ASSIGN(std::vector<KnownName> known, known_names(store, question, until));
  std::vector<FoundSide> found;
  for (const ForecastSide& side : question.sides) {
    found.push_back(find_side_of(side, known, sides));
    if (!sides.missing.empty()) return sides;
  }
  for (const FoundSide& side : found) {
    for (const std::string& name : side.members) {
      if (std::find(sides.names.begin(), sides.names.end(), name) != sides.names.end()) {
        sides.missing = fmt::format("the store counts both sides as {}; what happens inside it can be asked instead: --unit '{}|{}'", name, name, name);
        return sides;
      }
      sides.names.push_back(name);
      if (side.members.size() > 1) sides.side_of[name] = side.name;
    }
  }
  std::string unit = found[0].name;
  if (found.size() > 1) unit += "|" + found[1].name;
  else if (question.is_inside) unit += "|" + found[0].name;
  TRY_ASSIGN(sides.unit, canonical_unit(unit));
  return sides;
}

}  // namespace casus
