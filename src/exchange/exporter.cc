// SPDX-License-Identifier: Apache-2.0
#include "exchange/exporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/hash.h"
#include "base/table.h"
#include "exchange/records.h"

namespace casus {
namespace {

constexpr char kField = '\x1F', kItem = '\x1E';

// Parties as text: items of name, country, sectors and words.
constexpr const char* kSelect = R"(WITH chosen AS (SELECT e.* FROM events e JOIN documents d USING (document) WHERE {0}),
who AS (SELECT event, role, string_agg(concat(coalesce(name, text), chr(31), country, chr(31), array_to_string(sectors, ' '), chr(31), coalesce(text, name)), chr(30) ORDER BY position) AS parties
        FROM event_actors WHERE event IN (SELECT event FROM chosen) GROUP BY event, role),
dead AS (SELECT event, max(max) AS killed FROM counts WHERE kind = 'killed' GROUP BY event)
SELECT c.id, c.type, c.mode, c.cameo, c.quad, c.intensity, c.date_from, c.place_name, c.place_country, c.place_admin1, c.place_latitude, c.place_longitude,
       c.place_geonameid, c.place_grain, array_to_string(c.contexts, '; '), c.sentence + 1, d.publisher, d.url, d.published_on, d.id, d.text, a.parties, r.parties,
       dead.killed, i.format, i.raw
FROM chosen c JOIN documents d USING (document) LEFT JOIN who a ON a.event = c.event AND a.role = 'actor'
     LEFT JOIN who r ON r.event = c.event AND r.role = 'recipient' LEFT JOIN dead ON dead.event = c.event LEFT JOIN imports i ON i.event = c.event
ORDER BY c.event)";
constexpr int64_t kAtOnce = 20'000;  // numbers of events a query looks at, so that memory does not grow with the store
enum Column { kId, kType, kMode, kCameo, kQuad, kIntensity, kDay, kPlace, kCountry, kAdmin1, kLatitude, kLongitude, kGeonameid, kGrain, kContexts, kSentence,
              kPublisher, kUrl, kPublished, kDocument, kText, kActors, kRecipients, kKilled, kFormat, kRaw };

struct Party {
  std::string name, country, words;
  std::vector<std::string> sectors;
};

std::vector<Party> parties_of(const std::string& text) {
  std::vector<Party> parties;
  for (const std::string& item : split_cell(text, kItem)) {
    std::vector<std::string> fields = split_cell(item, kField);
    fields.resize(4);
    parties.push_back({fields[0], fields[1], fields[3], split_cell(fields[2], ' ')});
  }
  return parties;
}

// No format that is parted by tabs can hold them.
std::string one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

using Cells = std::map<std::string_view, std::string>;

class Exporter {
 public:
  Exporter(const FormatFacts& format, const ExchangeCodes& codes, std::ostream& out, ExportSummary& summary) : format_(format), codes_(codes), out_(out), summary_(summary) {}

  void write_header() {
    if (!format_.has_header) return;
    std::string line;
    for (std::string_view column : format_.columns) line += (line.empty() ? "" : std::string(1, format_.separator)) + std::string(column);
    out_ << line << '\n';
  }

  bool take(std::span<const StoreCell> row) {
    row_ = row;
    ++summary_.events;
    if (text(kFormat) == format_.name) {
      out_ << text(kRaw) << '\n';
      ++summary_.rows;
      return static_cast<bool>(out_);
    }
    std::vector<Party> actors = parties_of(text(kActors)), recipients = parties_of(text(kRecipients));
    bool needs_code = format_.format != ExchangeFormat::Polecat && format_.format != ExchangeFormat::Acled;
    if (text(kDay).empty() || (needs_code && text(kCameo).empty()) || (!needs_code && text(kType).empty())) {
      ++summary_.left_out;
      return true;
    }
    if (format_.format == ExchangeFormat::Polecat) write(polecat(actors, recipients));
    else write_pairs(actors, recipients);
    return static_cast<bool>(out_);
  }

 private:
  std::string text(Column column) const { return row_[column].value_or(""); }

  // Formats of two sides: those who meet act on one another.
  void write_pairs(const std::vector<Party>& actors, const std::vector<Party>& recipients) {
    int pair = 0;
    bool is_mutual = recipients.empty() && actors.size() > 1;
    const Party nobody;
    const std::vector<Party> alone = {nobody};
    for (const Party& actor : actors.empty() ? alone : actors) {
      for (const Party& recipient : is_mutual ? actors : recipients.empty() ? alone : recipients) {
        if (is_mutual && &actor == &recipient) continue;
        write(dyad(actor, recipient, pair++));
      }
    }
  }

  Cells dyad(const Party& actor, const Party& recipient, int pair) const {
    switch (format_.format) {
      case ExchangeFormat::Gdelt: return gdelt(actor, recipient, pair);
      case ExchangeFormat::Icews: return icews(actor, recipient);
      case ExchangeFormat::Acled: return acled(actor, recipient, pair);
      case ExchangeFormat::Phoenix: return phoenix(actor, recipient, pair);
      default: return {{"date", text(kDay)}, {"source", code_or_name(actor)}, {"target", code_or_name(recipient)}, {"code", text(kCameo)}, {"quad", text(kQuad)}, {"goldstein", text(kIntensity)}};
    }
  }

  void write(const Cells& cells) {
    std::string line;
    bool is_first = true;
    for (std::string_view column : format_.columns) {
      if (!std::exchange(is_first, false)) line += format_.separator;
      auto cell = cells.find(column);
      if (cell == cells.end()) continue;
      line += format_.separator == ',' ? csv_cell(cell->second) : one_line(cell->second);
    }
    out_ << line << '\n';
    ++summary_.rows;
  }

  // "USAGOV": country, then roles.
  std::string code_of(const Party& party) const {
    std::string code = party.country == "UNO" ? "IGOUNO" : party.country;
    for (const std::string& sector : party.sectors) code += codes_.role_of_sector("cameo", sector);
    return code;
  }
  std::string code_or_name(const Party& party) const {
    std::string code = code_of(party);
    return code.empty() ? party.name : code;
  }
  // A number of its own for each row; those of GDELT are far smaller.
  std::string number_of(int pair) const { return std::to_string(std::stoull(content_id({text(kId), std::to_string(pair)}).substr(0, 15), nullptr, 16) | (1ull << 59)); }
  std::string compact_day(Column column) const {
    std::string day = text(column);
    day.erase(std::remove(day.begin(), day.end(), '-'), day.end());
    return day;
  }
  std::string root() const { return text(kCameo).substr(0, 2); }

  void add_gdelt_party(Cells& cells, std::string_view code, std::string_view name, std::string_view country, std::span<const std::string_view> types, const Party& party) const {
    cells[code] = code_of(party);
    cells[name] = party.name;
    cells[country] = party.country;
    for (size_t i = 0; i < types.size() && i < party.sectors.size(); ++i) cells[types[i]] = codes_.role_of_sector("cameo", party.sectors[i]);
  }

  Cells gdelt(const Party& actor, const Party& recipient, int pair) const {
    std::string day = compact_day(kDay), grain = text(kGrain), seen = compact_day(kPublished);
    Cells cells = {{"GLOBALEVENTID", number_of(pair)}, {"SQLDATE", day}, {"MonthYear", day.substr(0, 6)}, {"Year", day.substr(0, 4)},
                   {"FractionDate", fmt::format("{:.4f}", std::stod(day.substr(0, 4)) + (std::stod(day.substr(4, 2)) * 30 + std::stod(day.substr(6, 2))) / 365)},
                   {"EventCode", text(kCameo)}, {"EventBaseCode", text(kCameo).substr(0, 3)}, {"EventRootCode", root()}, {"QuadClass", text(kQuad)},
                   {"GoldsteinScale", text(kIntensity)}, {"NumMentions", "1"}, {"NumSources", "1"}, {"NumArticles", "1"}, {"IsRootEvent", text(kSentence) == "1" ? "1" : "0"},
                   {"ActionGeo_Type", grain == "country" ? "1" : grain == "admin1" ? "5" : grain.empty() ? "0" : "4"}, {"ActionGeo_FullName", text(kPlace)},
                   {"ActionGeo_CountryCode", codes_.fips_of_country(text(kCountry))}, {"ActionGeo_Lat", text(kLatitude)}, {"ActionGeo_Long", text(kLongitude)},
                   {"DATEADDED", (seen.empty() ? day : seen) + "000000"}, {"SOURCEURL", text(kUrl)}};
    static constexpr std::string_view kTypes1[] = {"Actor1Type1Code", "Actor1Type2Code", "Actor1Type3Code"}, kTypes2[] = {"Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code"};
    add_gdelt_party(cells, "Actor1Code", "Actor1Name", "Actor1CountryCode", kTypes1, actor);
    add_gdelt_party(cells, "Actor2Code", "Actor2Name", "Actor2CountryCode", kTypes2, recipient);
    return cells;
  }

  std::string icews_sectors(const Party& party) const {
    std::string list;
    for (const std::string& sector : party.sectors) {
      std::string name = codes_.role_of_sector("icews", sector);
      if (!name.empty()) list += (list.empty() ? "" : ",") + name;
    }
    return list;
  }

  Cells icews(const Party& actor, const Party& recipient) const {
    bool is_city = text(kGrain) == "city" || text(kGrain) == "point";
    return {{"Event ID", text(kId)}, {"Event Date", text(kDay)}, {"Source Name", actor.name}, {"Source Sectors", icews_sectors(actor)},
            {"Source Country", codes_.name_of_country(actor.country)}, {"Event Text", text(kMode).empty() ? text(kType) : text(kType) + " " + text(kMode)},
            {"CAMEO Code", text(kCameo)}, {"Intensity", text(kIntensity)}, {"Target Name", recipient.name}, {"Target Sectors", icews_sectors(recipient)},
            {"Target Country", codes_.name_of_country(recipient.country)}, {"Story ID", text(kDocument)}, {"Sentence Number", text(kSentence)}, {"Publisher", text(kPublisher)},
            {"City", is_city ? text(kPlace) : ""}, {"Province", text(kAdmin1)}, {"Country", codes_.name_of_country(text(kCountry))}, {"Latitude", text(kLatitude)}, {"Longitude", text(kLongitude)}};
  }

  Cells acled(const Party& actor, const Party& recipient, int pair) const {
    auto role = [&](const Party& party) { return party.sectors.empty() ? std::string() : codes_.role_of_sector("acled", party.sectors.front()); };
    std::string type = text(kType), day = text(kDay);
    std::string kind = type == "ASSAULT" ? "Violence against civilians" : type == "PROTEST" ? (text(kMode) == "riot" ? "Riots" : "Protests") : "Strategic developments";
    std::string country = codes_.name_of_country(text(kCountry));
    return {{"event_id_cnty", fmt::format("{}-{}", text(kId), pair)}, {"event_date", day}, {"year", day.substr(0, 4)}, {"time_precision", "1"},
            {"disorder_type", type == "ASSAULT" ? "Political violence" : type == "PROTEST" ? "Demonstrations" : "Strategic developments"}, {"event_type", kind},
            {"sub_event_type", acled_sub_type()}, {"actor1", actor.name}, {"inter1", role(actor)}, {"actor2", recipient.name}, {"inter2", role(recipient)},
            {"iso", codes_.number_of_country(text(kCountry))}, {"country", country}, {"admin1", text(kAdmin1)}, {"location", text(kPlace)}, {"latitude", text(kLatitude)},
            {"longitude", text(kLongitude)}, {"geo_precision", text(kGrain) == "city" ? "1" : "3"}, {"source", text(kPublisher)}, {"notes", text(kFormat).empty() ? "" : text(kText)},
            {"fatalities", text(kKilled).empty() ? "0" : text(kKilled)}};
  }

  std::string acled_sub_type() const {
    std::string type = text(kType), mode = text(kMode);
    if (type == "PROTEST") return mode == "riot" ? "Violent demonstration" : "Peaceful protest";
    if (type == "COERCE") return mode == "arrest" ? "Arrests" : "Other";
    if (type == "AGREE") return "Agreement";
    if (type != "ASSAULT") return "Other";
    return mode == "abduct" ? "Abduction/forced disappearance" : mode == "sexual" ? "Sexual violence" : "Attack";
  }

  Cells phoenix(const Party& actor, const Party& recipient, int pair) const {
    std::string day = compact_day(kDay), quad = text(kQuad);
    Cells cells = {{"EventID", number_of(pair)}, {"Date", day}, {"Year", day.substr(0, 4)}, {"Month", day.substr(4, 2)}, {"Day", day.substr(6, 2)}, {"SourceActorFull", code_of(actor)},
                   {"SourceActorEntity", actor.country}, {"TargetActorFull", code_of(recipient)}, {"TargetActorEntity", recipient.country}, {"EventCode", text(kCameo)},
                   {"EventRootCode", root()}, {"PentaClass", root() <= "02" ? "0" : quad}, {"GoldsteinScale", text(kIntensity)}, {"Lat", text(kLatitude)}, {"Lon", text(kLongitude)},
                   {"LocationName", text(kPlace)}, {"StateName", text(kAdmin1)}, {"CountryCode", text(kCountry)},
                   {"SentenceID", text(kDocument) + "_" + text(kSentence)}, {"URLs", text(kUrl)}, {"NewsSources", text(kPublisher)}};
    if (!actor.sectors.empty()) cells["SourceActorRole"] = codes_.role_of_sector("cameo", actor.sectors.front());
    if (!recipient.sectors.empty()) cells["TargetActorRole"] = codes_.role_of_sector("cameo", recipient.sectors.front());
    return cells;
  }

  void add_polecat_parties(Cells& cells, const std::vector<Party>& parties, std::string_view name, std::string_view country, std::string_view primary, std::string_view sectors, std::string_view raw) const {
    auto join = [&](auto value) {
      std::string list;
      for (const Party& party : parties) list += (list.empty() ? "" : "; ") + value(party);
      return list.empty() ? std::string("None") : list;
    };
    auto or_none = [](const std::string& value) { return value.empty() ? std::string("None") : value; };
    cells[name] = join([&](const Party& party) { return party.name; });
    cells[country] = join([&](const Party& party) { return or_none(party.country); });
    cells[primary] = join([&](const Party& party) { return party.sectors.empty() ? std::string("None") : party.sectors.front(); });
    cells[sectors] = parties.size() == 1 ? or_none(fmt::format("{}", fmt::join(parties[0].sectors, "; "))) : cells[primary];
    cells[raw] = join([&](const Party& party) { return party.words; });
  }

  Cells polecat(const std::vector<Party>& actors, const std::vector<Party>& recipients) const {
    static constexpr std::string_view kQuads[] = {"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"};
    auto quad = static_cast<size_t>(std::clamp(std::atoi(text(kQuad).c_str()), 0, 4));
    Cells cells = {{"Event ID", text(kId) + "_1"}, {"Event Date", text(kDay)}, {"Event Type", text(kType)}, {"Event Mode", text(kMode)}, {"Intensity", text(kIntensity)},
                   {"Quad Code", std::string(kQuads[quad])}, {"Contexts", text(kContexts)}, {"Placename", text(kPlace)}, {"Province", text(kAdmin1)},
                   {"City", text(kGrain) == "city" || text(kGrain) == "point" ? text(kPlace) : ""}, {"Country", codes_.name_of_country(text(kCountry))}, {"Latitude", text(kLatitude)},
                   {"Longitude", text(kLongitude)}, {"GeoNames ID", text(kGeonameid)}, {"Source", text(kPublisher)}, {"Publication Date", text(kPublished)}, {"Language", "en"}, {"Version", "Casus"}};
    for (auto& [column, value] : cells) {
      if (value.empty()) value = "None";
    }
    add_polecat_parties(cells, actors, "Actor Name", "Actor Country", "Primary Actor Sector", "Actor Sectors", "Actor Name Raw");
    add_polecat_parties(cells, recipients, "Recipient Name", "Recipient Country", "Primary Recipient Sector", "Recipient Sectors", "Recipient Name Raw");
    return cells;
  }

  const FormatFacts& format_;
  const ExchangeCodes& codes_;
  std::ostream& out_;
  ExportSummary& summary_;
  std::span<const StoreCell> row_;
};

Result<ExportSummary> export_mentions(const Store& store, std::ostream& out) {
  ExportSummary summary;
  TRY(store.query("SELECT raw FROM imported_mentions WHERE format = 'gdelt' ORDER BY rowid", {nullptr, [&](std::span<const StoreCell> cells) {
                    out << *cells[0] << '\n';
                    ++summary.rows;
                    return static_cast<bool>(out);
                  }}));
  return summary;
}

}  // namespace

Result<ExportSummary> export_events(const Store& store, const FormatFacts& format, const std::string& where, const ExchangeCodes& codes, std::ostream& out) {
  if (format.format == ExchangeFormat::GdeltMentions) return export_mentions(store, out);
  ExportSummary summary;
  Exporter exporter(format, codes, out, summary);
  exporter.write_header();
  int64_t last = 0;
  TRY(store.query("SELECT max(event) FROM events", {nullptr, [&](std::span<const StoreCell> cells) {
                    last = std::atoll(cells[0].value_or("0").c_str());
                    return true;
                  }}));
  for (int64_t first = 1; (first == 1 || first <= last) && out; first += kAtOnce) {
    std::string condition = fmt::format("e.event >= {} AND e.event < {}", first, first + kAtOnce);
    if (!where.empty()) condition += " AND (" + where + "\n)";
    TRY(store.query(fmt::format(fmt::runtime(kSelect), condition), {nullptr, [&](std::span<const StoreCell> cells) { return exporter.take(cells); }}));
  }
  return summary;
}

}  // namespace casus
