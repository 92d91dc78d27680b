// SPDX-License-Identifier: Apache-2.0
#include "exchange/columns.h"

#include <algorithm>
#include <array>

namespace casus {
namespace {

constexpr std::string_view kGdelt1[] = {"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", "Actor1Code", "Actor1Name",
    "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1EthnicCode", "Actor1Religion1Code", "Actor1Religion2Code", "Actor1Type1Code",
    "Actor1Type2Code", "Actor1Type3Code", "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode", "Actor2EthnicCode",
    "Actor2Religion1Code", "Actor2Religion2Code", "Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code", "IsRootEvent", "EventCode",
    "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", "Actor1Geo_Type",
    "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code", "Actor1Geo_Lat", "Actor1Geo_Long", "Actor1Geo_FeatureID", "Actor2Geo_Type",
    "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code", "Actor2Geo_Lat", "Actor2Geo_Long", "Actor2Geo_FeatureID", "ActionGeo_Type",
    "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code", "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID", "DATEADDED",
    "SOURCEURL"};
constexpr std::string_view kGdelt2[] = {"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", "Actor1Code", "Actor1Name",
    "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1EthnicCode", "Actor1Religion1Code", "Actor1Religion2Code", "Actor1Type1Code",
    "Actor1Type2Code", "Actor1Type3Code", "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode", "Actor2EthnicCode",
    "Actor2Religion1Code", "Actor2Religion2Code", "Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code", "IsRootEvent", "EventCode",
    "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", "Actor1Geo_Type",
    "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code", "Actor1Geo_ADM2Code", "Actor1Geo_Lat", "Actor1Geo_Long",
    "Actor1Geo_FeatureID", "Actor2Geo_Type", "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code", "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat", "Actor2Geo_Long", "Actor2Geo_FeatureID", "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code", "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID", "DATEADDED", "SOURCEURL"};
constexpr std::string_view kMentions[] = {"GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen",
    "MentionDocTone", "MentionDocTranslationInfo", "Extras"};
constexpr std::string_view kIcews[] = {"Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province",
    "Country", "Latitude", "Longitude"};
constexpr std::string_view kAcled[] = {"event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country",
    "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags",
    "timestamp"};
constexpr std::string_view kPolecat[] = {"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name",
    "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
    "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"};
constexpr std::string_view kPhoenix[] = {"EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole",
    "SourceActorAttribute", "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute", "EventCode", "EventRootCode",
    "PentaClass", "GoldsteinScale", "Issues", "Lat", "Lon", "LocationName", "StateName", "CountryCode", "SentenceID", "URLs", "NewsSources"};
constexpr std::string_view kTsv[] = {"date", "source", "target", "code", "quad", "goldstein"};

constexpr std::string_view kIcewsNeeds[] = {"Event Date", "Source Name", "CAMEO Code", "Target Name"};
constexpr std::string_view kAcledNeeds[] = {"event_id_cnty", "event_date", "event_type", "actor1", "country"};
constexpr std::string_view kPolecatNeeds[] = {"Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name"};
constexpr std::string_view kTsvNeeds[] = {"date"};

constexpr std::array kFormats = {
    FormatFacts{ExchangeFormat::Gdelt, "gdelt", '\t', false, kGdelt2, {}},
    FormatFacts{ExchangeFormat::GdeltMentions, "gdelt-mentions", '\t', false, kMentions, {}},
    FormatFacts{ExchangeFormat::Icews, "icews", '\t', true, kIcews, kIcewsNeeds},
    FormatFacts{ExchangeFormat::Acled, "acled", ',', true, kAcled, kAcledNeeds},
    FormatFacts{ExchangeFormat::Polecat, "polecat", '\t', true, kPolecat, kPolecatNeeds},
    FormatFacts{ExchangeFormat::Phoenix, "phoenix", '\t', false, kPhoenix, {}},
    FormatFacts{ExchangeFormat::Tsv, "tsv", '\t', true, kTsv, kTsvNeeds}};

}  // namespace

const FormatFacts* find_format(std::string_view name) {
  auto found = std::find_if(kFormats.begin(), kFormats.end(), [&](const FormatFacts& facts) { return facts.name == name; });
  return found == kFormats.end() ? nullptr : &*found;
}

std::string format_names() {
  std::string names;
  for (const FormatFacts& facts : kFormats) names += (names.empty() ? "" : " ") + std::string(facts.name);
  return names;
}

std::span<const std::string_view> gdelt1_columns() { return kGdelt1; }

void NamedRow::name_columns(std::span<const std::string_view> names) {
  places_.clear();
  for (size_t i = 0; i < names.size(); ++i) places_[std::string(names[i])] = i;
}

void NamedRow::name_columns(const std::vector<std::string>& names) {
  places_.clear();
  for (size_t i = 0; i < names.size(); ++i) places_[names[i]] = i;
}

std::string_view NamedRow::operator[](std::string_view column) const {
  auto found = places_.find(column);
  return found == places_.end() || found->second >= cells_->size() ? std::string_view() : std::string_view((*cells_)[found->second]);
}

}  // namespace casus
