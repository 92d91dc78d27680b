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
    if (!one_of(4, "any", "person")) return Error{ErrorCode::Invalid, "who must be any or person", row.where};
    tables.kinds_.push_back({row.cells[0], split_cell(row.cells[1]), row.cells[2] == "first", row.cells[3] == "yes", row.cells[4] == "person"});
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

bool PartyKinds::fits(const PartyKind& kind, const Actor& actor, bool is_person) {
  if (kind.persons_only && !is_person) return false;
  if (kind.states && is_organisation_of_states(actor.country)) return true;
  // Persons stand in the actor tables for the offices they hold at one time or another.
  if (kind.states && is_person && !actor.id.empty()) return true;
  if (actor.sectors.empty()) return kind.states && !actor.country.empty() && !is_person;
  auto listed = [&](const std::string& sector) { return std::find(kind.sectors.begin(), kind.sectors.end(), sector) != kind.sectors.end(); };
  return kind.first_sector ? listed(actor.sectors.front()) : std::any_of(actor.sectors.begin(), actor.sectors.end(), listed);
}

bool PartyKinds::has_needed(const Analysis& text, const Event& event) const {
  auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& item) { return event.cameo.starts_with(item.cameo); });
  if (rule == rules_.end() || !rule->kind) return true;
  auto fitting = [&](const ActorRef& party) { return fits(*rule->kind, party.actor, party.mention >= 0 && text.links.actors[party.mention].is_person); };
  return std::any_of(event.actors.begin(), event.actors.end(), fitting) || std::any_of(event.recipients.begin(), event.recipients.end(), fitting);
}

}  // namespace casus
