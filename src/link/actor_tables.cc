// SPDX-License-Identifier: Apache-2.0
#include "link/actor_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

Result<std::optional<Date>> date_cell(const std::string& cell, const std::string& where) {
  if (cell.empty()) return std::optional<Date>{};
  if (auto day = parse_iso_date(cell)) return day;
  return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no date; write YYYY-MM-DD or -", cell), where};
}

NameKind kind_of(const std::string& kind) {
  if (kind == "person") return NameKind::Person;
  if (kind == "armed_group") return NameKind::Group;
  if (kind == "ethnic_group" || kind == "religious_group") return NameKind::People;
  return NameKind::Organisation;
}

}  // namespace

// Hyphens and possessive marks are tokens of their own for the parser; keys leave hyphens out on both sides.
std::string name_key(std::string_view name) {
  bool plain = std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '-' && c != '/' && c != ' ' && c != '.' && c != '`'; });
  std::string key;
  if (plain) {
    key.assign(name);
    for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return key;
  }
  for (char c : fold_name(name)) {
    if (c == '-' || c == '/' || c == ' ') {
      if (!key.empty() && key.back() != ' ') key += ' ';
    } else if (c != '.') {
      key += c;
    }
  }
  while (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

void ActorTables::add_name(const std::string& name, const NamedActor& entry) {
  std::string key = name_key(name);
  if (key.empty()) return;
  names_[key].push_back(entry);
  size_t words = 1 + static_cast<size_t>(std::count(key.begin(), key.end(), ' '));
  size_t& longest = longest_[key.substr(0, key.find(' '))];
  longest = std::max(longest, words);
}

Status ActorTables::load_countries(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder) {
  TRY_ASSIGN(Table countries, read_table(knowledge_folder, "countries.tsv",
                                         {"iso3", "iso2", "name", "names", "adjectives", "capitals", "latitude", "longitude", "geonameid"}));
  for (const TableRow& row : countries.rows) {
    NamedActor entry{NameKind::Country, {row.cells[2], row.cells[0], row.cells[0], {}}, {}, row.where, {}};
    for (const std::string& name : split_cell(row.cells[3])) add_name(name, entry);
    entry.kind = NameKind::CountryAdjective;
    for (const std::string& name : split_cell(row.cells[4])) add_name(name, entry);
    entry.kind = NameKind::Capital;
    entry.actor.sectors = {"GOV"};
    for (const std::string& name : split_cell(row.cells[5])) add_name(name, entry);
  }
  TRY_ASSIGN(Table disputed, read_table(data_folder, "places/disputed.tsv", {"name", "names", "adjectives", "country", "geonameid", "source"}));
  for (const TableRow& row : disputed.rows) {
    NamedActor entry{NameKind::Disputed, {row.cells[0], row.cells[0], row.cells[3], {"PRE"}}, {}, row.where, {}};
    add_name(row.cells[0], entry);
    for (const std::string& name : split_cell(row.cells[1])) add_name(name, entry);
    entry.kind = NameKind::DisputedAdjective;
    for (const std::string& name : split_cell(row.cells[2])) add_name(name, entry);
  }
  return ok();
}

Status ActorTables::load_named(const std::filesystem::path& data_folder, bool is_user) {
  StringMap<bool> replaced;  // names of ours that a row of the user stood for already
  TRY_ASSIGN(Table table, read_tables(data_folder, "actors", {"id", "names", "kind", "country", "sectors", "from", "to", "role", "source"}));
  for (const TableRow& row : table.rows) {
    std::vector<std::string> names = split_cell(row.cells[1]);
    if (names.empty()) return Error{ErrorCode::Invalid, "has no name; give at least one", row.where};
    NamedActor entry{kind_of(row.cells[2]), {names.front(), row.cells[0], row.cells[3], split_cell(row.cells[4])}, {}, is_user ? (data_folder / row.where).string() : row.where, row.cells[7]};
    TRY_ASSIGN(entry.valid.first, date_cell(row.cells[5], row.where));
    TRY_ASSIGN(entry.valid.last, date_cell(row.cells[6], row.where));
    for (const std::string& name : names) {
      if (is_user && replaced.emplace(name_key(name), true).second) names_.erase(name_key(name));
      add_name(name, entry);
    }
    if (entry.kind == NameKind::Person) {
      std::string key = name_key(names.front());
      surnames_[key.substr(key.rfind(' ') + 1)].push_back(entry);
    }
  }
  return ok();
}

Status ActorTables::load_agents(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table agents, read_table(data_folder, "agents/agents.tsv", {"phrase", "sectors", "kind", "country", "source"}));
  for (const TableRow& row : agents.rows) {
    for (const std::string& phrase : split_cell(row.cells[0])) {
      std::string key = name_key(phrase);
      agents_[key] = {split_cell(row.cells[1]), row.cells[3], row.cells[2] == "person", row.where};
      size_t& longest = longest_agent_[key.substr(key.rfind(' ') + 1)];
      longest = std::max(longest, 1 + static_cast<size_t>(std::count(key.begin(), key.end(), ' ')));
    }
  }
  return ok();
}

Status ActorTables::load_modifiers(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table modifiers, read_table(data_folder, "agents/modifiers.tsv", {"word", "sectors", "effect", "source"}));
  for (const TableRow& row : modifiers.rows) modifiers_[name_key(row.cells[0])] = {split_cell(row.cells[1]), row.cells[2], row.where};
  return ok();
}

Status ActorTables::load_heads(const std::filesystem::path& data_folder) {
  static const StringMap<HeadKind> kKinds = {{"quantity", HeadKind::Quantity}, {"bearer", HeadKind::Bearer}, {"body", HeadKind::Body},
                                             {"counterpart", HeadKind::Counterpart}, {"side", HeadKind::Side}, {"reference", HeadKind::Reference}, {"mover", HeadKind::Mover},
                                             {"national", HeadKind::National}, {"anywhere", HeadKind::Anywhere}, {"sent", HeadKind::Sent}};
  TRY_ASSIGN(Table heads, read_table(data_folder, "agents/heads.tsv", {"word", "kind", "refers_to", "source"}));
  for (const TableRow& row : heads.rows) {
    auto kind = kKinds.find(row.cells[1]);
    if (kind == kKinds.end()) return Error{ErrorCode::Invalid, "kind must be quantity, bearer, body, counterpart, side, reference, mover, national, anywhere or sent", row.where};
    for (const std::string& word : split_cell(row.cells[0])) {
      HeadEntry& entry = heads_[name_key(word)];
      entry.kinds |= 1u << static_cast<unsigned>(kind->second);
      if (!row.cells[2].empty()) entry.refers_to = split_cell(row.cells[2]);
      entry.where = row.where;
    }
  }
  return ok();
}

Status ActorTables::load_speech_verbs(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table verbs, read_table(data_folder, "cues/verbs.tsv", {"words", "content", "kind", "certainty", "polarity", "affirmed", "negated"}));
  for (const TableRow& row : verbs.rows) {
    std::vector<std::string> contents = split_cell(row.cells[1]);
    if (std::find(contents.begin(), contents.end(), "quote") == contents.end()) continue;
    for (const std::string& words : split_cell(row.cells[0])) speech_verbs_.emplace(words.substr(0, words.find(' ')), true);
  }
  return ok();
}

Result<ActorTables> ActorTables::load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder,
                                      const std::vector<std::filesystem::path>& user_folders) {
  ActorTables tables;
  TRY(tables.load_countries(data_folder, knowledge_folder));
  TRY(tables.load_named(data_folder, false));
  TRY(tables.load_agents(data_folder));
  TRY(tables.load_modifiers(data_folder));
  TRY(tables.load_heads(data_folder));
  TRY(tables.load_speech_verbs(data_folder));
  TRY_ASSIGN(tables.genders_, GenderTables::load(data_folder, knowledge_folder));
  for (const std::filesystem::path& folder : user_folders) {
    if (std::filesystem::exists(folder / "actors")) TRY(tables.load_named(folder, true));
    if (std::filesystem::exists(folder / "agents/agents.tsv")) TRY(tables.load_agents(folder));
    if (std::filesystem::exists(folder / "agents/modifiers.tsv")) TRY(tables.load_modifiers(folder));
    if (std::filesystem::exists(folder / "agents/heads.tsv")) TRY(tables.load_heads(folder));
  }
  return tables;
}

const std::vector<NamedActor>* ActorTables::named(std::string_view folded_name) const {
  auto found = names_.find(folded_name);
  return found == names_.end() ? nullptr : &found->second;
}

size_t ActorTables::longest_name(std::string_view first_word) const {
  auto found = longest_.find(first_word);
  return found == longest_.end() ? 0 : found->second;
}

const AgentEntry* ActorTables::agent(std::string_view phrase) const {
  auto found = agents_.find(phrase);
  return found == agents_.end() ? nullptr : &found->second;
}

size_t ActorTables::longest_agent(std::string_view last_word) const {
  auto found = longest_agent_.find(last_word);
  return found == longest_agent_.end() ? 0 : found->second;
}

std::string ActorTables::country_of_surname(std::string_view surname, std::optional<Date> day) const {
  constexpr std::chrono::days kAfter{12 * 365};  // how long after an office its bearer is still called by the bare surname
  auto found = surnames_.find(surname);
  std::string country;
  if (found == surnames_.end()) return country;
  for (const NamedActor& row : found->second) {
    bool near = !day || ((!row.valid.first || *row.valid.first <= *day) && (!row.valid.last || *row.valid.last + kAfter >= *day));
    if (!near || row.actor.country.empty() || row.actor.country == country) continue;
    if (!country.empty()) return "";
    country = row.actor.country;
  }
  return country;
}

const HeadEntry* ActorTables::head(std::string_view word) const {
  auto found = heads_.find(word);
  return found == heads_.end() ? nullptr : &found->second;
}

const ModifierEntry* ActorTables::modifier(std::string_view word) const {
  auto found = modifiers_.find(word);
  return found == modifiers_.end() ? nullptr : &found->second;
}

Actor ActorTables::as_of(const std::vector<NamedActor>& rows, std::optional<Date> day, std::string& why) {
  const NamedActor* last = &rows.front();
  bool held = false;  // also between two offices a person is a former office-holder
  for (const NamedActor& row : rows) {
    bool begun = !row.valid.first || !day || *row.valid.first <= *day;
    bool ended = row.valid.last && day && *row.valid.last < *day;
    if (begun && !ended) {
      why = fmt::format("{} is in {}", row.actor.name, row.where);
      return row.actor;
    }
    if (ended && (!held || row.valid.last > last->valid.last)) last = &row, held = true;
  }
  Actor actor = last->actor;
  if (last->kind == NameKind::Person) {
    if (held) actor.sectors = {"ELI"};
    else actor.sectors.clear();
    why = fmt::format("{} ({}) holds no listed office on {}", actor.name, last->where, day ? to_iso(*day) : "that day");
  } else {
    why = fmt::format("{} is in {}, outside its dates", actor.name, last->where);
  }
  return actor;
}

}  // namespace casus
