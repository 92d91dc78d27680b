// SPDX-License-Identifier: Apache-2.0
// Map, timeline, facets and series: sums under the filters.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ask/series.h"
#include "base/codes.h"
#include "base/names.h"
#include "serve/problem.h"
#include "serve/route_list.h"
#include "serve/route_support.h"
#include "serve/series_view.h"

namespace casus::serve {
namespace {

constexpr size_t kMostFacets = 200;  // values of one kind, those with most events
// A timeline of days over centuries would be mostly empty bins.
constexpr size_t kMostBins = 5000;

void write_number(JsonWriter& json, const char* name, double value) {
  json.key(name);
  json.number(value);
}

void write_cluster_members(JsonWriter& json, const EventIndex& index, const Cluster& cluster, double cell, const std::string& event) {
  write_sums(json, cluster.sums);
  const IndexedPlace& place = index.places[cluster.place];
  write_text(json, "place", place.name);
  write_text(json, "country", place.country);
  write_count(json, "places", cluster.places);
  write_text(json, "event", event);
  write_text(json, "term", cluster.places == 1 ? term_of(place) : "");
  write_number(json, "west", cluster.west);
  write_number(json, "south", cluster.south);
  write_number(json, "east", cluster.west + cell);
  write_number(json, "north", cluster.south + cell);
}

double rounded(double degrees) { return std::round(degrees * 1e5) / 1e5; }

std::string map_json(const EventIndex& index, const MapView& view, const std::vector<std::string>& ids, int64_t zoom) {
  JsonWriter json;
  json.open_object();
  json.key("zoom");
  json.integer(zoom);
  write_number(json, "cell", view.cell);
  json.key("clusters");
  json.open_list();
  for (size_t i = 0; i < view.clusters.size(); ++i) {
    const Cluster& cluster = view.clusters[i];
    auto events = static_cast<double>(cluster.sums.events);
    json.open_object();
    write_number(json, "longitude", rounded(cluster.longitude / events));
    write_number(json, "latitude", rounded(cluster.latitude / events));
    write_cluster_members(json, index, cluster, view.cell, ids[i]);
    json.close_object();
  }
  json.close_list();
  write_count(json, "events", view.events);
  write_count(json, "unplaced", view.unplaced);
  json.close_object();
  return std::move(json).take();
}

std::string map_geojson(const EventIndex& index, const MapView& view, const std::vector<std::string>& ids) {
  JsonWriter json;
  json.open_object();
  json.key("type");
  json.string("FeatureCollection");
  json.key("features");
  json.open_list();
  for (size_t i = 0; i < view.clusters.size(); ++i) {
    const Cluster& cluster = view.clusters[i];
    auto events = static_cast<double>(cluster.sums.events);
    json.open_object();
    json.key("type");
    json.string("Feature");
    json.key("geometry");
    json.raw(fmt::format(R"({{"type":"Point","coordinates":[{},{}]}})", rounded(cluster.longitude / events), rounded(cluster.latitude / events)));
    json.key("properties");
    json.open_object();
    write_cluster_members(json, index, cluster, view.cell, ids[i]);
    json.close_object();
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return std::move(json).take();
}

// Ids of the clusters that are a single event; empty for others.
std::vector<std::string> ids_of(const EventIndex& index, const MapView& view) {
  std::vector<std::string> ids;
  for (const Cluster& cluster : view.clusters) {
    auto row = index.row_of.find(cluster.only_event);
    ids.push_back(row == index.row_of.end() ? "" : index.text_of_id(row->second));
  }
  return ids;
}

// The values with most events as {"value", "events"}.
void write_facet(JsonWriter& json, const char* name, std::vector<std::pair<std::string, size_t>> values) {
  std::erase_if(values, [](const auto& value) { return value.second == 0; });
  std::sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
  if (values.size() > kMostFacets) values.resize(kMostFacets);
  json.key(name);
  json.open_list();
  for (const auto& [value, events] : values) {
    json.open_object();
    write_text(json, "value", value);
    write_count(json, "events", events);
    json.close_object();
  }
  json.close_list();
}

std::vector<std::pair<std::string, size_t>> named(const Dictionary& dictionary, const std::vector<size_t>& counts) {
  std::vector<std::pair<std::string, size_t>> values;
  for (size_t i = 0; i < counts.size(); ++i) values.emplace_back(dictionary.text(static_cast<uint32_t>(i)), counts[i]);
  return values;
}

void write_series_bin(JsonWriter& json, const EventIndex& index, const SeriesBin& bin) {
  json.open_object();
  write_day(json, "period", bin.period);
  write_sums(json, bin.sums);
  for (size_t i = 0; i < bin.statuses.size(); ++i) write_count(json, std::string(name_of(static_cast<EventStatus>(i))).c_str(), bin.statuses[i]);
  for (const char* type : kEventTypes) {
    uint32_t number = index.types.find(type);
    write_count(json, type, number != 0 && number < bin.types.size() ? bin.types[number] : 0);
  }
  write_count(json, "documents", bin.documents);
  json.close_object();
}

}  // namespace

Result<Reply> get_map(Call& call) {
  TRY_ASSIGN(FilterValues values, filter_of(call, true));
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  int64_t zoom = call.parameters.integer("zoom");
  MapView view = map_view(index, values, static_cast<int>(zoom));
  std::vector<std::string> ids = ids_of(index, view);
  if (is_json(call)) return json_reply(map_json(index, view, ids, zoom));
  Reply reply = json_reply(map_geojson(index, view, ids));
  reply.type = call.type;
  return reply;
}

Result<Reply> get_timeline(Call& call) {
  TRY_ASSIGN(FilterValues values, filter_of(call, true));
  std::optional<Period> by = period_named(call.parameters.text("by"));
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  Timeline line = timeline(index, values, by);
  JsonWriter json;
  json.open_object();
  json.key("by");
  json.string(kPeriodNames[static_cast<size_t>(line.by)]);
  int32_t first = line.bins.empty() ? kNoDay : line.bins.begin()->first, last = line.bins.empty() ? kNoDay : line.bins.rbegin()->first;
  write_day(json, "from", first);
  write_day(json, "to", last == kNoDay ? kNoDay : next_period(last, line.by) - 1);
  json.key("items");
  json.open_list();
  size_t bins = 0;
  for (int32_t day = first; day != kNoDay && day <= last; day = next_period(day, line.by)) {
    auto bin = line.bins.find(day);
    if (bin == line.bins.end() && bins > kMostBins) continue;
    ++bins;
    json.open_object();
    write_day(json, "period", day);
    write_sums(json, bin == line.bins.end() ? Sums{} : bin->second, false);
    json.close_object();
  }
  json.close_list();
  write_count(json, "undated", line.undated);
  write_count(json, "events", line.events);
  json.close_object();
  return json_reply(std::move(json).take());
}

Result<Reply> get_facets(Call& call) {
  TRY_ASSIGN(FilterValues values, filter_of(call, true));
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  Facets found = facets(index, values);
  JsonWriter json;
  json.open_object();
  write_count(json, "events", found.events);
  write_facet(json, "types", named(index.types, found.types));
  std::vector<std::pair<std::string, size_t>> statuses;
  for (size_t i = 0; i < found.statuses.size(); ++i) statuses.emplace_back(name_of(static_cast<EventStatus>(i)), found.statuses[i]);
  write_facet(json, "statuses", std::move(statuses));
  write_facet(json, "publishers", named(index.publishers, found.publishers));
  auto countries = named(index.countries, found.countries);
  countries[0].second = 0;  // events without a country are not counted
  write_facet(json, "countries", std::move(countries));
  write_facet(json, "modes", named(index.modes, found.modes));
  json.close_object();
  return json_reply(std::move(json).take());
}

Result<Reply> get_series(Call& call) {
  const Parameters& parameters = call.parameters;
  SeriesRequest request{parameters.text("unit"), parameters.text("by"), parameters.text("from"), parameters.text("to"), !parameters.is_true("asserted", true),
                        parameters.text("one_per") == "event"};
  TRY_ASSIGN(std::string select, series_select(request));
  if (!is_json(call)) return download(call, select, "series");
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  TRY_ASSIGN(std::vector<SeriesBin> bins, series(index, request));
  JsonWriter json;
  json.open_object();
  json.key("unit");
  json.string(request.unit);
  json.key("by");
  json.string(request.by);
  json.key("items");
  json.open_list();
  for (const SeriesBin& bin : bins) write_series_bin(json, index, bin);
  json.close_list();
  json.close_object();
  return json_reply(std::move(json).take());
}

}  // namespace casus::serve
