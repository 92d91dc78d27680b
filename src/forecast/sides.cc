// SPDX-License-Identifier: Apache-2.0
#include "forecast/sides.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "forecast/archive.h"

namespace casus {
namespace {

std::vector<std::string> wanted_names(const ForecastQuestion& question) {
  std::vector<std::string> wanted;
  for (const ForecastSide& side : question.sides) {
    for (const auto& names : side.members) wanted.insert(wanted.end(), names.begin(), names.end());
  }
  return wanted;
}

// What the store calls a member: by its first name that it has.
std::optional<std::string> name_of(const std::vector<NameInStore>& known, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (auto found = name_in(known, name)) return found;
  }
  return std::nullopt;
}

struct FoundSide {
  std::string name;  // of the unit
  std::vector<std::string> members;
};

FoundSide find_side_of(const ForecastSide& side, const std::vector<NameInStore>& known, SidesInStore& sides) {
  FoundSide found{side.name, {}};
  std::vector<std::string> absent;
  for (const auto& names : side.members) {
    auto name = name_of(known, names);
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
  TRY_ASSIGN(std::vector<NameInStore> known, names_in_store(store, wanted_names(question), until));
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
