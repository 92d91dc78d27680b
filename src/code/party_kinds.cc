// SPDX-License-Identifier: Apache-2.0
#include "code/party_kinds.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/table.h"

namespace casus {
namespace {

bool is_organisation_of_states(std::string_view country) { return country == "UNO" || country == "EUR" || country == "IGO" || country == "NGO" || country == "IMG"; }

}  // namespace

Result<PartyKinds> PartyKinds::load(const std::filesystem::path& data_folder) {
  PartyKinds tables;
  TRY_ASSIGN(Table kinds, read_table(data_folder, "ontology/party_kinds.tsv", {"kind", "sectors", "of", "state", "who"}));
  for (const TableRow& row : kinds.rows) {
    auto one_of = [&](size_t column, std::string_view first, std::string_view second) { return row.cells[column] == first || row.cells[column] == second; };
    if (!one_of(2, "first", "any")) return Error{ErrorCode::Invalid, "of must be first or any", row.where};
    if (!one_of(3, "yes", "no")) return Error{ErrorCode::Invalid, "state must be yes or no", row.where};
    using Who = PartyPattern::Who;
    if (!one_of(4, "any", "person") && row.cells[4] != "group") return Error{ErrorCode::Invalid, "who must be any, person or group", row.where};
    if (!tables.find(row.cells[0])) tables.kinds_.push_back({row.cells[0], {}});
    auto kind = std::find_if(tables.kinds_.begin(), tables.kinds_.end(), [&](const PartyKind& other) { return other.name == row.cells[0]; });
    Who who = row.cells[4] == "any" ? Who::Any : row.cells[4] == "person" ? Who::Person : Who::Group;
    kind->patterns.push_back({split_cell(row.cells[1]), row.cells[2] == "first", row.cells[3] == "yes", who});
  }
  TRY_ASSIGN(Table rules, read_table(data_folder, "ontology/party_rules.tsv", {"cameo", "kind"}));
  for (const TableRow& row : rules.rows) {
    if (row.cells[1].empty()) {
      tables.rules_.push_back({row.cells[0], std::nullopt});
      continue;
    }
    const PartyKind* kind = tables.find(row.cells[1]);
    if (!kind) return Error{ErrorCode::Invalid, fmt::format("{} is in no row of ontology/party_kinds.tsv; add it or correct the name", row.cells[1]), row.where};
    tables.rules_.push_back({row.cells[0], *kind});
  }
  std::stable_sort(tables.rules_.begin(), tables.rules_.end(), [](const Rule& a, const Rule& b) { return a.cameo.size() > b.cameo.size(); });
  return tables;
}

const PartyKind* PartyKinds::find(std::string_view name) const {
  auto found = std::find_if(kinds_.begin(), kinds_.end(), [&](const PartyKind& kind) { return kind.name == name; });
  return found == kinds_.end() ? nullptr : &*found;
}

bool PartyKinds::fits(const PartyKind& kind, const Actor& actor, bool is_person, bool is_plural) {
  return std::any_of(kind.patterns.begin(), kind.patterns.end(), [&](const PartyPattern& pattern) {
    if (pattern.who == PartyPattern::Who::Person && !is_person) return false;
    if (pattern.who == PartyPattern::Who::Group && is_person && !is_plural) return false;
    if (pattern.states && is_organisation_of_states(actor.country)) return true;
    // Persons stand in the actor tables for the offices they hold at one time or another.
    if (pattern.states && is_person && !actor.id.empty()) return true;
    if (actor.sectors.empty()) return pattern.states && !actor.country.empty() && !is_person;
    auto listed = [&](const std::string& sector) { return std::find(pattern.sectors.begin(), pattern.sectors.end(), sector) != pattern.sectors.end(); };
    return pattern.first_sector ? listed(actor.sectors.front()) : std::any_of(actor.sectors.begin(), actor.sectors.end(), listed);
  });
}

bool PartyKinds::has_needed(const Analysis& text, const Event& event) const {
  auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& item) { return event.cameo.starts_with(item.cameo); });
  if (rule == rules_.end() || !rule->kind) return true;
  auto fitting = [&](const ActorRef& party) {
    const ActorLink* link = party.mention < 0 ? nullptr : &text.links.actors[party.mention];
    return fits(*rule->kind, party.actor, link && link->is_person, link && link->is_plural);
  };
  return std::any_of(event.actors.begin(), event.actors.end(), fitting) || std::any_of(event.recipients.begin(), event.recipients.end(), fitting);
}

}  // namespace casus
