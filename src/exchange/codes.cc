// SPDX-License-Identifier: Apache-2.0
#include "exchange/codes.h"

#include <algorithm>
#include <cstdlib>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kMostFolded = 200'000;

std::string two(std::string_view a, std::string_view b) { return std::string(a) + '\t' + std::string(b); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

void add_sector(ImportedParty& party, const std::string& sector) {
  if (!sector.empty() && std::find(party.sectors.begin(), party.sectors.end(), sector) == party.sectors.end()) party.sectors.push_back(sector);
}

}  // namespace

Result<ExchangeCodes> ExchangeCodes::load(const std::filesystem::path& data, const std::filesystem::path& knowledge) {
  ExchangeCodes codes;
  TRY_ASSIGN(Table types, read_table(data, "ontology/types.tsv", {"type", "mode", "meaning", "score", "default_cameo", "needs_recipient"}));
  for (const TableRow& row : types.rows) {
    codes.plover_[two(row.cells[0], row.cells[1])] = {row.cells[0], row.cells[1], row.cells[4], {}, 0, std::strtod(row.cells[3].c_str(), nullptr)};
  }
  TRY_ASSIGN(Table cameo, read_table(data, "ontology/cameo.tsv", {"cameo", "name", "type", "mode", "contexts", "quad"}));
  for (const TableRow& row : cameo.rows) {
    EventCode code{row.cells[2], row.cells[3], row.cells[0], split_cell(row.cells[4]), std::atoi(row.cells[5].c_str()), 0};
    if (const EventCode* scored = codes.plover(code.type, code.mode)) code.intensity = scored->intensity;
    codes.cameo_[code.cameo] = std::move(code);
  }
  for (auto& [key, code] : codes.plover_) {
    if (const EventCode* usual = codes.cameo(code.cameo)) code.quad = usual->quad;
  }
  TRY_ASSIGN(Table countries, read_table(knowledge, "countries.tsv", {"iso3", "iso2", "name", "names", "adjectives", "capitals", "latitude", "longitude", "geonameid"}));
  std::unordered_map<std::string, std::string> by_iso2;
  for (const TableRow& row : countries.rows) {
    by_iso2[row.cells[1]] = row.cells[0];
    codes.countries_.try_emplace(row.cells[0], row.cells[0]);
    codes.country_names_.try_emplace(row.cells[0], row.cells[2]);
    for (const std::string& name : split_cell(row.cells[3])) codes.countries_.try_emplace(fold_name(name), row.cells[0]);
  }
  TRY_ASSIGN(Table numbers, read_table(knowledge, "country_codes.tsv", {"iso3", "iso2", "fips", "numeric"}));
  for (const TableRow& row : numbers.rows) {
    auto known = by_iso2.find(row.cells[1]);
    if (known == by_iso2.end()) continue;
    codes.countries_.try_emplace(row.cells[0], known->second);
    if (!row.cells[2].empty()) codes.fips_[row.cells[2]] = known->second;
    if (!row.cells[3].empty()) codes.countries_.try_emplace(row.cells[3], known->second);
    if (known->second == row.cells[0] || known->second == "KOS") {
      codes.to_fips_[known->second] = row.cells[2];
      codes.to_number_[known->second] = row.cells[3];
    }
  }
  TRY_ASSIGN(Table own, read_table(data, "exchange/codes.tsv", {"scheme", "kind", "theirs", "ours"}));
  for (const TableRow& row : own.rows) {
    const std::string &scheme = row.cells[0], &kind = row.cells[1], &theirs = row.cells[2], &ours = row.cells[3];
    if (kind == "agent") {
      codes.sectors_[two(scheme, theirs)] = ours;
      codes.roles_.try_emplace(two(scheme, ours), theirs);
    } else if (kind == "country") {
      codes.countries_.try_emplace(theirs, ours);
      codes.countries_.try_emplace(fold_name(theirs), ours);
    } else if (kind == "event") {
      std::vector<std::string> parts = split_cell(ours, ':');
      parts.resize(3);
      const EventCode* known = codes.plover(parts[0], parts[1]);
      if (!known) return Error{ErrorCode::Invalid, "names no type and mode of PLOVER; write TYPE:mode:CAMEO, mode and CAMEO may be empty", row.where};
      EventCode code = *known;
      code.cameo = parts[2];
      if (const EventCode* exact = codes.cameo(parts[2])) { code.quad = exact->quad; code.contexts = exact->contexts; }
      codes.event_[two(scheme, theirs)] = std::move(code);
    } else {
      return Error{ErrorCode::Invalid, "kind must be agent, country or event", row.where};
    }
  }
  TRY_ASSIGN(Table actors, read_tables(data, "actors", {"id", "names", "kind", "country", "sectors", "from", "to", "role", "source"}));
  for (const TableRow& row : actors.rows) {
    std::vector<std::string> names = split_cell(row.cells[1]);
    for (const std::string& name : names) {
      codes.offices_[fold_name(name)].push_back({names.front(), row.cells[0], row.cells[3], split_cell(row.cells[4]), parse_iso_date(row.cells[5]), parse_iso_date(row.cells[6])});
    }
  }
  TRY_ASSIGN(Table agents, read_table(data, "agents/agents.tsv", {"phrase", "sectors", "kind", "country", "source"}));
  for (const TableRow& row : agents.rows) codes.agents_.try_emplace(row.cells[0], row.cells[1]);
  return codes;
}

const EventCode* ExchangeCodes::cameo(std::string_view code) const {
  auto found = cameo_.find(std::string(code));
  if (found != cameo_.end()) return &found->second;
  // Statements and appeals are CAMEO too, but no events of PLOVER.
  static const EventCode kNoType{"", "", "", {}, 1, 0};
  bool has_digits = code.size() >= 2 && code.size() <= 4 && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (has_digits && (code.starts_with("01") || code.starts_with("02"))) return &kNoType;
  // A code that is finer than the table.
  return has_digits && code.size() > 2 ? cameo(code.substr(0, code.size() - 1)) : nullptr;
}

const EventCode* ExchangeCodes::event(std::string_view scheme, std::string_view name) const {
  auto found = event_.find(two(scheme, name));
  return found == event_.end() ? nullptr : &found->second;
}

const EventCode* ExchangeCodes::plover(std::string_view type, std::string_view mode) const {
  auto found = plover_.find(two(type, mode));
  if (found == plover_.end() && !mode.empty()) found = plover_.find(two(type, ""));
  return found == plover_.end() ? nullptr : &found->second;
}

namespace {

std::string value_of(const std::unordered_map<std::string, std::string>& map, std::string_view key) {
  auto found = map.find(std::string(key));
  return found == map.end() ? std::string() : found->second;
}

}  // namespace

std::string ExchangeCodes::country(std::string_view text) const {
  if (text.empty()) return "";
  std::string direct = value_of(countries_, text);
  if (!direct.empty() || text.size() <= 3) return direct;
  if (folded_.size() > kMostFolded) folded_.clear();
  auto [folded, is_new] = folded_.try_emplace(std::string(text));
  if (is_new) folded->second = fold_name(text);
  return value_of(countries_, folded->second);
}

std::string ExchangeCodes::country_of_fips(std::string_view code) const { return value_of(fips_, code); }
std::string ExchangeCodes::fips_of_country(std::string_view country) const { return value_of(to_fips_, country); }
std::string ExchangeCodes::number_of_country(std::string_view country) const { return value_of(to_number_, country); }
std::string ExchangeCodes::name_of_country(std::string_view country) const { return value_of(country_names_, country); }
std::string ExchangeCodes::sector(std::string_view scheme, std::string_view role) const { return value_of(sectors_, two(scheme, role)); }
std::string ExchangeCodes::role_of_sector(std::string_view scheme, std::string_view sector) const { return value_of(roles_, two(scheme, sector)); }

const ExchangeCodes::Office* ExchangeCodes::office_of(std::string_view name, const std::optional<Date>& day) const {
  if (folded_.size() > kMostFolded) folded_.clear();
  auto [folded, is_new] = folded_.try_emplace(std::string(name));
  if (is_new) folded->second = fold_name(name);
  auto found = offices_.find(folded->second);
  if (found == offices_.end()) return nullptr;
  for (const Office& office : found->second) {
    if (!day || ((!office.from || *office.from <= *day) && (!office.to || *day <= *office.to))) return &office;
  }
  return nullptr;
}

void ExchangeCodes::resolve_name(ImportedParty& party, const std::optional<Date>& day) const {
  std::string_view text = trimmed(party.text);
  if (text.empty()) return;
  if (const Office* office = office_of(text, day)) {
    party.name = office->name;
    party.id = office->id;
    if (!office->country.empty()) party.country = office->country;
    for (const std::string& sector : office->sectors) add_sector(party, sector);
    return;
  }
  if (std::string land = country(text); !land.empty()) {
    party.name = party.country = land;
    if (std::string name = name_of_country(land); !name.empty()) party.name = name;
    return;
  }
  size_t open = text.rfind('(');
  if (open == std::string_view::npos || text.back() != ')') return;
  if (party.country.empty()) party.country = country(trimmed(text.substr(open + 1, text.size() - open - 2)));
  auto agent = agents_.find(to_lower(trimmed(text.substr(0, open))));
  if (agent != agents_.end() && party.sectors.empty()) party.sectors = split_cell(agent->second);
}

void ExchangeCodes::resolve_code(ImportedParty& party, std::string_view code) const {
  for (size_t at = 0; at + 3 <= code.size(); at += 3) {
    std::string_view part = code.substr(at, 3);
    std::string land = country(part);
    bool is_kind = land == "IGO" || land == "NGO" || land == "IMG" || land == "MNC";
    std::string role = sector("cameo", part);
    if (!role.empty() && (at > 0 || land.empty())) add_sector(party, role);
    else if (!land.empty() && (party.country.empty() || (at > 0 && !is_kind && party.country == "IGO"))) party.country = land;
  }
}

}  // namespace casus
