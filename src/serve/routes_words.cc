// SPDX-License-Identifier: Apache-2.0
// What codes mean, and the places of a name: for people who read the pages and correct events.
#include <algorithm>

#include "base/names.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {
namespace {

constexpr size_t kMostPlaces = 30;

std::string place_json(const Place& place) {
  JsonWriter json;
  json.open_object();
  json.key("geonameid");
  json.integer(place.geonameid);
  write_text(json, "name", place.name);
  write_text(json, "country", place.country);
  write_text(json, "admin1", place.admin1);
  for (auto [name, degrees] : {std::pair("latitude", place.latitude), {"longitude", place.longitude}}) {
    json.key(name);
    json.number(degrees);
  }
  write_text(json, "grain", std::string(name_of(place.grain)));
  json.close_object();
  return std::move(json).take();
}

}  // namespace

Result<Reply> get_glossary(Call& call) { return json_reply(call.service.glossary->text()); }

Result<Reply> get_places(Call& call) {
  std::vector<Place> found = call.service.engine->places_named(call.parameters.text("q"));
  std::erase_if(found, [](const Place& place) { return place.geonameid == 0; });  // a correction names a place by its number
  std::vector<std::string> items;
  for (size_t i = 0; i < std::min(found.size(), kMostPlaces); ++i) items.push_back(place_json(found[i]));
  return page_reply(items, std::nullopt);
}

}  // namespace casus::serve
