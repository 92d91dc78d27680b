// SPDX-License-Identifier: Apache-2.0
// One row of each format to an event. What the columns mean is in docs/exchange.md.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/table.h"
#include "exchange/importer.h"

namespace casus {
namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<int64_t> integer(std::string_view text) {
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

Error bad(std::string_view column, std::string_view value, std::string_view wanted) {
  return {ErrorCode::Invalid, fmt::format("{} \"{}\" is no {}", column, value.substr(0, 60), wanted), ""};
}

// "20150219", "2015-02-19", "19 February 2015", and either with a time behind it.
std::optional<Date> day_of(std::string_view text) {
  auto make = [](int year, unsigned month, unsigned day) -> std::optional<Date> {
    std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    return date.ok() ? std::optional(Date(date)) : std::nullopt;
  };
  if (text.size() >= 8 && std::all_of(text.begin(), text.begin() + 8, [](char c) { return c >= '0' && c <= '9'; })) {
    int64_t digits = *integer(text.substr(0, 8));
    return make(static_cast<int>(digits / 10000), static_cast<unsigned>(digits / 100 % 100), static_cast<unsigned>(digits % 100));
  }
  if (text.size() >= 10 && text[4] == '-') return parse_iso_date(text.substr(0, 10));
  constexpr std::array kMonths = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  auto parts = split_cell(text, ' ');
  if (parts.size() != 3) return std::nullopt;
  auto day = integer(parts[0]), year = integer(parts[2]);
  for (size_t month = 0; day && year && *day > 0 && *day < 32 && month < kMonths.size(); ++month) {
    if (parts[1].size() >= 3 && std::string_view(kMonths[month]).starts_with(parts[1])) return make(static_cast<int>(*year), static_cast<unsigned>(month) + 1, static_cast<unsigned>(*day));
  }
  return std::nullopt;
}

Status set_day(ImportedEvent& event, std::string_view column, std::string_view value) {
  event.first = event.last = day_of(value);
  return event.first ? ok() : Status(bad(column, value, "date"));
}

Status set_point(ImportedEvent& event, std::string_view latitude, std::string_view longitude) {
  if (latitude.empty() || longitude.empty() || latitude == "None") return ok();
  event.latitude = number(latitude);
  event.longitude = number(longitude);
  if (!event.latitude || std::abs(*event.latitude) > 90) return bad("latitude", latitude, "latitude");
  if (!event.longitude || std::abs(*event.longitude) > 180) return bad("longitude", longitude, "longitude");
  return ok();
}

Status set_cameo(ImportedEvent& event, std::string_view code, const ExchangeCodes& codes) {
  const EventCode* known = codes.cameo(code);
  if (!known) return Error{ErrorCode::Invalid, fmt::format("code \"{}\" is no CAMEO code; if the file is coded in WEIS, say --scheme weis", code), ""};
  event.cameo = code;
  event.type = known->type;
  event.mode = known->mode;
  event.contexts = known->contexts;
  event.quad = known->quad;
  event.intensity = known->intensity;
  return ok();
}

// "a; b" to its parts; "None" says nothing.
std::vector<std::string> list_of(std::string_view text, char separator = ';') {
  std::vector<std::string> items;
  for (std::string& item : split_cell(text, separator)) {
    size_t start = item.find_first_not_of(' '), end = item.find_last_not_of(' ');
    if (start == std::string::npos) continue;
    item = item.substr(start, end - start + 1);
    if (item != "None") items.push_back(std::move(item));
  }
  return items;
}

// The host of an address, as GDELT names publishers.
std::string host_of(std::string_view url) {
  size_t start = url.find("://");
  if (start == std::string_view::npos) return "";
  std::string_view host = url.substr(start + 3, url.find('/', start + 3) - start - 3);
  return std::string(host.starts_with("www.") ? host.substr(4) : host);
}

std::string instant_of(std::string_view digits) {
  auto day = day_of(digits);
  if (!day) return "";
  if (digits.size() < 14) return to_iso(*day);
  return fmt::format("{}T{}:{}:{}Z", to_iso(*day), digits.substr(8, 2), digits.substr(10, 2), digits.substr(12, 2));
}

void add_gdelt_party(const NamedRow& row, const std::string& prefix, const ExchangeCodes& codes, const std::optional<Date>& day, std::vector<ImportedParty>& parties) {
  std::string_view code = row[prefix + "Code"], name = row[prefix + "Name"];
  if (code.empty() && name.empty()) return;
  ImportedParty party;
  party.text = name.empty() ? code : name;
  codes.resolve_code(party, code);
  ImportedParty named;
  named.text = party.text;
  codes.resolve_name(named, day);
  // The name gives who it is; country and roles are the code's where it has them.
  party.name = named.name.empty() ? std::string(name.empty() ? code : name) : named.name;
  if (party.country.empty() || party.country == named.country) party.id = named.id;
  if (party.country.empty()) party.country = named.country;
  if (party.sectors.empty() && party.id == named.id) party.sectors = named.sectors;
  parties.push_back(std::move(party));
}

Status read_gdelt(const NamedRow& row, const ExchangeCodes& codes, ImportedEvent& event) {
  std::string_view id = row["GLOBALEVENTID"];
  if (!integer(id)) return bad("GLOBALEVENTID", id, "number");
  event.source_id = id;
  TRY(set_day(event, "SQLDATE", row["SQLDATE"]));
  TRY(set_cameo(event, row["EventCode"], codes));
  if (auto quad = integer(row["QuadClass"]); quad && *quad >= 1 && *quad <= 4) event.quad = static_cast<int>(*quad);
  if (auto scale = number(row["GoldsteinScale"])) event.intensity = *scale;
  add_gdelt_party(row, "Actor1", codes, event.first, event.actors);
  add_gdelt_party(row, "Actor2", codes, event.first, event.recipients);
  TRY(set_point(event, row["ActionGeo_Lat"], row["ActionGeo_Long"]));
  event.place_name = row["ActionGeo_FullName"];
  event.place_country = codes.country_of_fips(row["ActionGeo_CountryCode"]);
  std::string_view grain = row["ActionGeo_Type"];
  event.place_grain = grain == "1" ? "country" : grain == "2" || grain == "5" ? "admin1" : grain == "3" || grain == "4" ? "city" : "";
  event.url = row["SOURCEURL"];
  event.publisher = host_of(event.url);
  event.published = instant_of(row["DATEADDED"]);
  event.story = event.url.empty() ? fmt::format("added {}", row["DATEADDED"].empty() ? row["SQLDATE"] : row["DATEADDED"]) : event.url;
  return ok();
}

void add_icews_party(const NamedRow& row, const std::string& side, const ExchangeCodes& codes, const std::optional<Date>& day, std::vector<ImportedParty>& parties) {
  ImportedParty party;
  party.text = row[side + " Name"];
  if (party.text.empty()) return;
  party.country = codes.country(row[side + " Country"]);
  for (const std::string& sector : list_of(row[side + " Sectors"], ',')) {
    std::string ours = codes.sector("icews", sector);
    if (!ours.empty() && std::find(party.sectors.begin(), party.sectors.end(), ours) == party.sectors.end()) party.sectors.push_back(ours);
  }
  codes.resolve_name(party, day);
  if (party.name.empty()) party.name = party.text;
  parties.push_back(std::move(party));
}

Status read_icews(const NamedRow& row, const ExchangeCodes& codes, ImportedEvent& event) {
  TRY(set_day(event, "Event Date", row["Event Date"]));
  TRY(set_cameo(event, row["CAMEO Code"], codes));
  if (auto intensity = number(row["Intensity"])) event.intensity = *intensity;
  add_icews_party(row, "Source", codes, event.first, event.actors);
  add_icews_party(row, "Target", codes, event.first, event.recipients);
  TRY(set_point(event, row["Latitude"], row["Longitude"]));
  event.place_name = !row["City"].empty() ? row["City"] : !row["District"].empty() ? row["District"] : !row["Province"].empty() ? row["Province"] : row["Country"];
  event.place_country = codes.country(row["Country"]);
  event.place_admin1 = row["Province"];
  event.place_grain = !row["City"].empty() ? "city" : !row["Province"].empty() ? "admin1" : row["Country"].empty() ? "" : "country";
  event.publisher = row["Publisher"];
  event.published = to_iso(*event.first);
  event.story = row["Story ID"].empty() ? event.published : fmt::format("story {}", row["Story ID"]);
  return ok();
}

void add_acled_party(const NamedRow& row, std::string_view name, std::string_view role, const ExchangeCodes& codes, const std::optional<Date>& day, std::vector<ImportedParty>& parties) {
  ImportedParty party;
  party.text = row[name];
  if (party.text.empty()) return;
  codes.resolve_name(party, day);
  if (party.sectors.empty()) {
    if (std::string sector = codes.sector("acled", row[role]); !sector.empty()) party.sectors = {sector};
    if (party.text.starts_with("Police Forces")) party.sectors = {"COP"};
  }
  // "Military Forces of Iran (1989-) ...", "Police Forces of India (2014-) Assam Rifles"
  size_t of = party.text.find(" Forces of ");
  if (party.country.empty() && of != std::string::npos) {
    size_t start = of + 11, end = std::min(party.text.find(" (", start), party.text.size());
    party.country = codes.country(std::string_view(party.text).substr(start, end - start));
  }
  if (party.name.empty()) party.name = party.text;
  parties.push_back(std::move(party));
}

Status read_acled(const NamedRow& row, const ExchangeCodes& codes, ImportedEvent& event) {
  event.source_id = row["event_id_cnty"];
  if (event.source_id.empty()) return Error{ErrorCode::Invalid, "has no event_id_cnty", ""};
  TRY(set_day(event, "event_date", row["event_date"]));
  const EventCode* code = codes.event("acled", row["sub_event_type"]);
  if (!code) code = codes.event("acled", row["event_type"]);
  if (!code) return Error{ErrorCode::Invalid, fmt::format("event type \"{}\" is unknown; add it to data/exchange/codes.tsv", row["event_type"]), ""};
  event.type = code->type;
  event.mode = code->mode;
  event.cameo = code->cameo;
  event.contexts = code->contexts;
  event.quad = code->quad;
  event.intensity = code->intensity;
  add_acled_party(row, "actor1", "inter1", codes, event.first, event.actors);
  add_acled_party(row, "actor2", "inter2", codes, event.first, event.recipients);
  TRY(set_point(event, row["latitude"], row["longitude"]));
  event.place_name = row["location"];
  event.place_country = codes.country(row["iso"].empty() ? row["country"] : row["iso"]);
  event.place_admin1 = row["admin1"];
  event.place_grain = row["geo_precision"] == "3" ? "admin1" : "city";
  if (auto killed = integer(row["fatalities"]); killed && *killed > 0) event.killed = killed;
  else if (!row["fatalities"].empty() && !killed) return bad("fatalities", row["fatalities"], "number");
  event.publisher = row["source"];
  event.text = row["notes"];
  event.language = "en";
  event.story = event.source_id;
  return ok();
}

void add_polecat_parties(const NamedRow& row, const std::string& side, const ExchangeCodes& codes, const std::optional<Date>& day, std::vector<ImportedParty>& parties) {
  std::vector<std::string> names = list_of(row[side + " Name"]), countries = list_of(row[side + " Country"]), sectors = list_of(row[side + " Sectors"]);
  if (names.empty()) names = list_of(row[side + " Name Raw"]);
  for (size_t i = 0; i < names.size(); ++i) {
    ImportedParty party;
    party.text = names[i];
    if (countries.size() == names.size()) party.country = codes.country(countries[i]);
    else if (countries.size() == 1) party.country = codes.country(countries[0]);
    if (names.size() == 1) party.sectors = sectors;
    else if (sectors.size() == names.size()) party.sectors = {sectors[i]};
    codes.resolve_name(party, day);
    if (party.name.empty()) party.name = party.text;
    parties.push_back(std::move(party));
  }
}

Status read_polecat(const NamedRow& row, const ExchangeCodes& codes, ImportedEvent& event) {
  event.source_id = row["Event ID"];
  if (event.source_id.empty()) return Error{ErrorCode::Invalid, "has no Event ID", ""};
  TRY(set_day(event, "Event Date", row["Event Date"]));
  std::string_view mode = row["Event Mode"] == "None" ? "" : row["Event Mode"];
  const EventCode* code = codes.plover(row["Event Type"], mode);
  if (!code) return Error{ErrorCode::Invalid, fmt::format("event type \"{}\" is none of PLOVER's", row["Event Type"]), ""};
  event.type = row["Event Type"];
  event.mode = mode;
  event.cameo = code->cameo;
  event.contexts = list_of(row["Contexts"]);
  event.quad = code->quad;
  auto intensity = number(row.has("Intensity") ? row["Intensity"] : row["Event Intensity"]);
  event.intensity = intensity.value_or(code->intensity);
  add_polecat_parties(row, "Actor", codes, event.first, event.actors);
  add_polecat_parties(row, "Recipient", codes, event.first, event.recipients);
  TRY(set_point(event, row["Latitude"], row["Longitude"]));
  for (std::string_view column : {"Placename", "City", "District", "Province", "Country"}) {
    if (event.place_name.empty() && row[column] != "None") event.place_name = row[column];
  }
  event.place_country = codes.country(row["Country"]);
  if (row["Province"] != "None") event.place_admin1 = row["Province"];
  event.place_grain = event.place_name.empty() ? "" : row["City"].empty() || row["City"] == "None" ? "admin1" : "city";
  event.geonameid = integer(row["GeoNames ID"]);
  event.publisher = row["Source"];
  if (auto day = day_of(row["Publication Date"])) event.published = to_iso(*day);
  // "ID_1", "ID_2" are of one story.
  event.story = event.source_id.substr(0, event.source_id.rfind('_'));
  return ok();
}

Status read_phoenix(const NamedRow& row, const ExchangeCodes& codes, ImportedEvent& event) {
  event.source_id = row["EventID"];
  if (event.source_id.empty()) return Error{ErrorCode::Invalid, "has no EventID", ""};
  TRY(set_day(event, "Date", row["Date"]));
  event.source_id += " " + std::string(row["Date"]);  // its numbers begin anew with each run
  TRY(set_cameo(event, row["EventCode"], codes));
  if (auto scale = number(row["GoldsteinScale"])) event.intensity = *scale;
  for (auto [column, parties] : {std::pair{"SourceActorFull", &event.actors}, {"TargetActorFull", &event.recipients}}) {
    std::string_view code = row[column];
    if (code.empty()) continue;
    ImportedParty party;
    party.text = code;
    codes.resolve_code(party, code);
    party.name = party.sectors.empty() && !codes.name_of_country(party.country).empty() ? codes.name_of_country(party.country) : party.text;
    parties->push_back(std::move(party));
  }
  TRY(set_point(event, row["Lat"], row["Lon"]));
  event.place_name = row["LocationName"];
  event.place_admin1 = row["StateName"];
  event.place_country = codes.country(row["CountryCode"]);
  event.place_grain = event.place_name.empty() ? "" : "city";
  event.url = row["URLs"].substr(0, row["URLs"].find(';'));
  event.publisher = row["NewsSources"].substr(0, row["NewsSources"].find(';'));
  event.published = to_iso(*event.first);
  event.story = event.url.empty() ? event.source_id : event.url;
  return ok();
}

Status set_table_code(const NamedRow& row, const ImportSource& source, const ExchangeCodes& codes, ImportedEvent& event) {
  std::string_view code = row.has("code") ? row["code"] : row["cameo"];
  if (!source.is_weis) {
    if (code != "0" || !row.has("relation")) return set_cameo(event, code, codes);
    event.cameo = "";  // a relation that its maker could not map
    return ok();
  }
  const EventCode* known = codes.event("weis", code.substr(0, 2));
  if (!known) return Error{ErrorCode::Invalid, fmt::format("code \"{}\" is no WEIS code", code), ""};
  event.type = known->type;
  event.intensity = known->intensity;
  event.quad = known->quad;
  return ok();
}

Status read_table_row(const NamedRow& row, const ImportSource& source, const ExchangeCodes& codes, ImportedEvent& event) {
  TRY(set_day(event, "date", row["date"]));
  auto quad = integer(row["quad"]);
  bool has_quad = quad && *quad >= 1 && *quad <= 4;
  if (Status coded = set_table_code(row, source, codes, event); !coded) {
    if (!has_quad) return coded;
    event.cameo = row.has("code") ? row["code"] : row["cameo"];  // of another scheme: the quad that is given says enough
  } else if (has_quad && event.quad != *quad) {
    event.type.clear();  // likewise, a code that only looks like CAMEO's
    event.mode.clear();
    event.contexts.clear();
  }
  if (has_quad) event.quad = static_cast<int>(*quad);
  if (auto scale = number(row["goldstein"])) event.intensity = *scale;
  bool is_dyadic = row.has("source");
  for (auto [column, parties] : {std::pair{is_dyadic ? "source" : "subject", &event.actors}, {is_dyadic ? "target" : "object", &event.recipients}}) {
    ImportedParty party;
    party.text = row[column];
    if (party.text.empty()) continue;
    codes.resolve_name(party, event.first);
    if (party.country.empty() && party.sectors.empty()) codes.resolve_code(party, party.text);
    if (party.name.empty()) party.name = party.text;
    parties->push_back(std::move(party));
  }
  event.story = source.name.substr(source.name.rfind('/') + 1);
  return ok();
}

}  // namespace

Status read_imported_row(const NamedRow& row, const ImportSource& source, const ExchangeCodes& codes, ImportedEvent& event) {
  switch (source.format->format) {
    case ExchangeFormat::Gdelt: return read_gdelt(row, codes, event);
    case ExchangeFormat::Icews: return read_icews(row, codes, event);
    case ExchangeFormat::Acled: return read_acled(row, codes, event);
    case ExchangeFormat::Polecat: return read_polecat(row, codes, event);
    case ExchangeFormat::Phoenix: return read_phoenix(row, codes, event);
    case ExchangeFormat::Tsv: return read_table_row(row, source, codes, event);
    case ExchangeFormat::GdeltMentions: break;
  }
  return Error{ErrorCode::Unsupported, "is no row of events", ""};
}

Status read_imported_mention(const NamedRow& row, ImportedMention& mention) {
  mention.event_id = row["GLOBALEVENTID"];
  if (!integer(mention.event_id)) return bad("GLOBALEVENTID", mention.event_id, "number");
  mention.seen = instant_of(row["MentionTimeDate"]);
  if (mention.seen.empty()) return bad("MentionTimeDate", row["MentionTimeDate"], "time");
  mention.url = row["MentionIdentifier"];
  mention.publisher = row["MentionSourceName"];
  mention.sentence = integer(row["SentenceID"]).value_or(0);
  if (auto confidence = number(row["Confidence"])) mention.confidence = *confidence / 100;
  return ok();
}

}  // namespace casus
