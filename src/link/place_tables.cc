// SPDX-License-Identifier: Apache-2.0
#include "link/place_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/table.h"
#include "base/utf8.h"
#include "link/user_gazetteer.h"

namespace casus {
namespace {

bool read_number(const std::string& cell, double& number) {
  auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  return error == std::errc{} && end == cell.data() + cell.size();
}

Error bad_cell(const TableRow& row, std::string_view column, const std::string& cell, std::string_view wanted) {
  return {ErrorCode::Invalid, fmt::format("the {} \"{}\" is not {}", column, cell, wanted), "data/" + row.where};
}

bool read_grain(const std::string& cell, PlaceGrain& grain) {
  static const std::unordered_map<std::string, PlaceGrain> kGrains = {{"point", PlaceGrain::Point},
                                                                      {"city", PlaceGrain::City},
                                                                      {"admin1", PlaceGrain::Admin1},
                                                                      {"country", PlaceGrain::Country},
                                                                      {"region", PlaceGrain::Region}};
  auto found = kGrains.find(cell);
  if (found == kGrains.end()) return false;
  grain = found->second;
  return true;
}

bool has_lower(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

Result<PlaceTables> PlaceTables::load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder,
                                      const std::vector<std::filesystem::path>& gazetteers) {
  PlaceTables tables;
  TRY_ASSIGN(tables.gazetteer_, Gazetteer::open(knowledge_folder / "gazetteer.bin"));
  TRY(tables.load_countries(data_folder, knowledge_folder));
  TRY(tables.load_features(data_folder));
  TRY(tables.load_disputed(data_folder));
  TRY(tables.load_abbreviations(data_folder));
  TRY(tables.load_words(data_folder));
  for (const auto& file : gazetteers) TRY(tables.load_user(file));
  return tables;
}

size_t PlaceTables::add_place(OwnPlace place) {
  if (place.entry.geonameid) replaced_.insert(place.entry.geonameid);
  own_.push_back(std::move(place));
  return own_.size() - 1;
}

void PlaceTables::add_name(const std::string& name, OwnName meaning) {
  std::string key = place_key(name.starts_with("the ") || name.starts_with("The ") ? name.substr(4) : name);
  if (key.empty()) return;
  meaning.is_upper = !has_lower(name) && key.size() <= 4;
  auto& meanings = names_[key];
  // Of two rows that share a name the first counts.
  bool known = std::any_of(meanings.begin(), meanings.end(), [&](const OwnName& other) {
    return other.place == meaning.place && other.is_upper == meaning.is_upper && other.is_adjective == meaning.is_adjective &&
           other.is_behind_comma == meaning.is_behind_comma;
  });
  if (!known) meanings.push_back(meaning);
}

Status PlaceTables::load_countries(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder) {
  TRY_ASSIGN(Table centres, read_table(data_folder, "places/centres.tsv", {"iso2", "latitude", "longitude", "source"}));
  TRY_ASSIGN(Table countries, read_table(knowledge_folder, "countries.tsv",
                                         {"iso3", "iso2", "name", "names", "adjectives", "capitals", "latitude", "longitude", "geonameid"}));
  for (const TableRow& row : countries.rows) {
    OwnPlace place{row.cells[2], row.cells[0], "", {}, {}};
    place.entry.source = PlaceSource::Country;
    place.entry.grain = PlaceGrain::Country;
    place.entry.has_point = read_number(row.cells[6], place.entry.latitude) && read_number(row.cells[7], place.entry.longitude);
    double id = 0;
    if (read_number(row.cells[8], id)) place.entry.geonameid = static_cast<int64_t>(id);
    for (const TableRow& centre : centres.rows) {
      if (centre.cells[0] != row.cells[1]) continue;
      if (!read_number(centre.cells[1], place.entry.latitude)) return bad_cell(centre, "latitude", centre.cells[1], "a number");
      if (!read_number(centre.cells[2], place.entry.longitude)) return bad_cell(centre, "longitude", centre.cells[2], "a number");
    }
    iso3_[row.cells[1]] = row.cells[0];
    size_t index = add_place(std::move(place));
    for (const std::string& name : split_cell(row.cells[3])) add_name(name, {index, false, false, false});
    for (const std::string& name : split_cell(row.cells[4])) add_name(name, {index, true, false, false});
    for (const std::string& name : split_cell(row.cells[5])) capitals_.insert(place_key(name) + "|" + row.cells[1]);
  }
  return ok();
}

Status PlaceTables::load_features(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table features, read_table(data_folder, "places/features.tsv",
                                        {"name", "names", "adjectives", "country", "latitude", "longitude", "grain", "geonameid", "source"}));
  for (const TableRow& row : features.rows) {
    OwnPlace place{row.cells[0], "", "", {}, split_cell(row.cells[3])};
    if (place.countries.size() == 1) place.country = place.countries.front();
    place.entry.source = PlaceSource::Feature;
    if (!read_number(row.cells[4], place.entry.latitude)) return bad_cell(row, "latitude", row.cells[4], "a number of degrees");
    if (!read_number(row.cells[5], place.entry.longitude)) return bad_cell(row, "longitude", row.cells[5], "a number of degrees");
    place.entry.has_point = true;
    if (!read_grain(row.cells[6], place.entry.grain)) return bad_cell(row, "grain", row.cells[6], "point, city, admin1, country or region");
    double id = 0;
    if (!read_number(row.cells[7], id)) return bad_cell(row, "geonameid", row.cells[7], "a number (0 if unknown)");
    place.entry.geonameid = static_cast<int64_t>(id);
    // A region that the gazetteer has as well keeps its cities.
    for (Gazetteer::Posting posting : gazetteer_.find(place_key(place.name))) {
      PlaceEntry packed = entry_of(posting);
      if (!place.entry.geonameid || packed.geonameid != place.entry.geonameid) continue;
      place.entry.record = packed.record;
      place.entry.admin1 = packed.admin1;
      place.entry.admin2 = packed.admin2;
      place.entry.level = packed.level;
    }
    size_t index = add_place(std::move(place));
    add_name(row.cells[0], {index, false, false, false});
    for (const std::string& name : split_cell(row.cells[1])) add_name(name, {index, false, false, false});
    for (const std::string& name : split_cell(row.cells[2])) add_name(name, {index, true, false, false});
  }
  return ok();
}

// Breakaway entities that features.tsv describes too get their other names from here.
Status PlaceTables::load_disputed(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table disputed, read_table(data_folder, "places/disputed.tsv",
                                        {"name", "names", "adjectives", "country", "geonameid", "source"}));
  for (const TableRow& row : disputed.rows) {
    auto described = names_.find(place_key(row.cells[0]));
    size_t index = 0;
    if (described != names_.end()) {
      index = described->second.front().place;
    } else {
      OwnPlace place{row.cells[0], row.cells[3], "", {}, {}};
      place.entry.source = PlaceSource::Feature;
      place.entry.grain = PlaceGrain::Region;
      index = add_place(std::move(place));
      add_name(row.cells[0], {index, false, false, false});
    }
    for (const std::string& name : split_cell(row.cells[1])) add_name(name, {index, false, false, false});
    for (const std::string& name : split_cell(row.cells[2])) add_name(name, {index, true, false, false});
  }
  return ok();
}

// A row names a first-level region of the gazetteer by its name and country, or a country or feature (country empty).
Status PlaceTables::load_abbreviations(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_table(data_folder, "places/abbreviations.tsv", {"abbreviations", "name", "country", "position"}));
  for (const TableRow& row : table.rows) {
    bool behind_comma = row.cells[3] == "behind";
    if (!behind_comma && row.cells[3] != "free") return bad_cell(row, "position", row.cells[3], "free or behind");
    std::string key = place_key(row.cells[1]);
    size_t index = own_.size();
    // The most populous region comes first: Florida is a municipality of Puerto Rico too.
    for (Gazetteer::Posting posting : gazetteer_.find(key)) {
      PlaceEntry entry = entry_of(posting);
      if (entry.country != row.cells[2] || (entry.level == Gazetteer::Admin2)) continue;
      if (index < own_.size() && entry.level == Gazetteer::City) continue;  // a city only where there is no region
      bool is_new = index == own_.size();
      OwnPlace place{std::string(entry.name), row.cells[2], "", entry, {}};
      if (is_new) own_.push_back(std::move(place));
      else if (entry.level == Gazetteer::Admin1 && own_[index].entry.level != Gazetteer::Admin1) own_[index] = std::move(place);
    }
    if (index == own_.size()) {
      return Error{ErrorCode::Invalid, fmt::format("the gazetteer has no region or city \"{}\" in {}; correct the name or the country", row.cells[1], row.cells[2]),
                   "data/" + row.where};
    }
    for (const std::string& name : split_cell(row.cells[0])) add_name(name, {index, false, false, behind_comma});
  }
  return ok();
}

Status PlaceTables::load_words(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_table(data_folder, "places/words.tsv", {"kind", "words"}));
  for (const TableRow& row : table.rows) {
    for (const std::string& word : split_cell(row.cells[1])) words_[row.cells[0]].insert(word);
  }
  return ok();
}

Status PlaceTables::load_user(const std::filesystem::path& file) {
  TRY_ASSIGN(std::vector<UserPlace> places, read_user_gazetteer(file));
  for (UserPlace& place : places) {
    auto iso3 = iso3_.find(place.country);
    bool is_known = place.where.empty() || place.country.empty() || iso3 != iso3_.end() ||
                    std::any_of(iso3_.begin(), iso3_.end(), [&](const auto& code) { return code.second == place.country; });
    if (!is_known)
      return Error{ErrorCode::Invalid, fmt::format("the country \"{}\" is no ISO 3166 code; write two or three letters, as KE or KEN", place.country), place.where};
    OwnPlace own{place.names.front(), iso3 == iso3_.end() ? place.country : iso3->second, place.admin1, {}, {}};
    own.entry.source = PlaceSource::User;
    own.entry.geonameid = place.geonameid;
    own.entry.latitude = place.latitude;
    own.entry.longitude = place.longitude;
    own.entry.has_point = true;
    own.entry.population = place.population;
    own.entry.grain = place.grain;
    size_t index = add_place(std::move(own));
    for (const std::string& name : place.names) add_name(name, {index, false, false, false});
  }
  return ok();
}

PlaceEntry PlaceTables::entry_of(Gazetteer::Posting posting) const {
  const Gazetteer::Record& record = gazetteer_.record(posting.record());
  PlaceEntry entry;
  entry.name = gazetteer_.name(record);
  std::string iso2(record.country, 2);
  if (auto iso3 = iso3_.find(iso2); iso3 != iso3_.end()) entry.country = iso3->second;
  entry.geonameid = record.geonameid;
  entry.has_point = !std::isnan(record.latitude);
  entry.latitude = entry.has_point ? record.latitude : 0;
  entry.longitude = entry.has_point ? record.longitude : 0;
  entry.population = record.population;
  entry.is_alternate_name = posting.is_alternate_name();
  entry.level = record.level;
  entry.grain = record.level == Gazetteer::Admin1 ? PlaceGrain::Admin1 : record.level == Gazetteer::Admin2 ? PlaceGrain::Region : PlaceGrain::City;
  entry.record = posting.record();
  entry.admin1 = record.level == Gazetteer::Admin1 ? posting.record() : record.admin1;
  entry.admin2 = record.level == Gazetteer::Admin2 ? posting.record() : record.admin2;
  return entry;
}

PlaceEntry PlaceTables::entry_of(const OwnName& name) const {
  const OwnPlace& place = own_[name.place];
  PlaceEntry entry = place.entry;
  entry.name = place.name;
  entry.country = place.country;
  entry.own_admin1 = place.admin1;
  entry.own = static_cast<uint32_t>(name.place);
  entry.is_adjective = name.is_adjective;
  return entry;
}

std::vector<PlaceEntry> PlaceTables::find_own(const std::string& key, std::string_view surface, bool behind_comma) const {
  std::vector<PlaceEntry> entries;
  auto found = names_.find(key);
  if (found == names_.end()) return entries;
  for (const OwnName& name : found->second) {
    if (name.is_behind_comma != behind_comma || (name.is_upper && has_lower(surface))) continue;
    entries.push_back(entry_of(name));
  }
  return entries;
}

std::vector<PlaceEntry> PlaceTables::find(const std::string& key, std::string_view surface) const {
  std::vector<PlaceEntry> entries = find_own(key, surface, false);
  // England is a name of the United Kingdom too, but a place of its own.
  bool has_part = std::any_of(entries.begin(), entries.end(), [](const PlaceEntry& entry) { return entry.source == PlaceSource::Feature && entry.grain == PlaceGrain::Admin1; });
  if (has_part) std::erase_if(entries, [](const PlaceEntry& entry) { return entry.source == PlaceSource::Country; });
  for (Gazetteer::Posting posting : gazetteer_.find(key)) {
    PlaceEntry entry = entry_of(posting);
    if (replaced_.contains(entry.geonameid)) continue;
    std::string_view iso2(gazetteer_.record(entry.record).country, 2);
    entry.is_capital = entry.level == Gazetteer::City && entry.population > 0 && capitals_.contains(key + "|" + std::string(iso2));
    entries.push_back(entry);
  }
  // Many villages share a capital's name: only the largest is the capital.
  PlaceEntry* capital = nullptr;
  for (PlaceEntry& entry : entries) {
    if (!entry.is_capital) continue;
    if (capital && capital->country == entry.country) {
      (capital->population < entry.population ? capital : &entry)->is_capital = false;
    }
    if (!capital || entry.is_capital) capital = &entry;
  }
  return entries;
}

std::vector<Place> PlaceTables::named(const std::string& name) const {
  std::vector<Place> found;
  for (const PlaceEntry& entry : find(place_key(name), name)) {
    if (entry.is_adjective) continue;
    Place place = to_place(entry);
    bool is_known = std::any_of(found.begin(), found.end(), [&](const Place& other) { return place.geonameid != 0 && other.geonameid == place.geonameid; });
    if (!is_known) found.push_back(std::move(place));
  }
  return found;
}

std::vector<PlaceEntry> PlaceTables::find_behind_comma(const std::string& key, std::string_view surface) const {
  return find_own(key, surface, true);
}

bool PlaceTables::has_word(std::string_view kind, const std::string& lower_word) const {
  auto words = words_.find(std::string(kind));
  return words != words_.end() && words->second.contains(lower_word);
}

std::string_view PlaceTables::admin1_name(const PlaceEntry& entry) const {
  return entry.admin1 == Gazetteer::kNone ? entry.own_admin1 : gazetteer_.name(gazetteer_.record(entry.admin1));
}

Place PlaceTables::to_place(const PlaceEntry& entry) const {
  Place place;
  place.name = entry.name;
  place.geonameid = entry.geonameid;
  place.country = entry.country;
  if (entry.own != Gazetteer::kNone && place.country.empty()) place.countries = own_[entry.own].countries;
  place.admin1 = admin1_name(entry);
  if (entry.has_point) {
    place.latitude = entry.latitude;
    place.longitude = entry.longitude;
  }
  place.grain = entry.grain;
  return place;
}

bool PlaceTables::is_within(const PlaceEntry& part, const PlaceEntry& whole) const {
  if (part.geonameid && part.geonameid == whole.geonameid) return false;
  if (whole.record != Gazetteer::kNone) return whole.record == part.admin1 || whole.record == part.admin2;
  return whole.grain == PlaceGrain::Country && part.grain != PlaceGrain::Country && part.country == whole.country;
}

}  // namespace casus
