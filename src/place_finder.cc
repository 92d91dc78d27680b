// SPDX-License-Identifier: Apache-2.0
#include "casus/place_finder.h"

#include <algorithm>

#include "link/place_tables.h"

namespace casus {

struct PlaceFinder::Tables {
  PlaceTables places;
};

PlaceFinder::PlaceFinder(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
PlaceFinder::PlaceFinder(PlaceFinder&&) noexcept = default;
PlaceFinder::~PlaceFinder() = default;

Result<PlaceFinder> PlaceFinder::open(const EngineOptions& options) {
  TRY_ASSIGN(PlaceTables places, PlaceTables::load(options.data, options.knowledge, options.gazetteers));
  return PlaceFinder(std::make_unique<const Tables>(Tables{std::move(places)}));
}

std::vector<Place> PlaceFinder::named(const std::string& name) const {
  std::vector<Place> found;
  for (const PlaceEntry& entry : tables_->places.find(place_key(name), name)) {
    if (entry.is_adjective) continue;
    Place place = tables_->places.to_place(entry);
    bool is_known = std::any_of(found.begin(), found.end(), [&](const Place& other) { return place.geonameid != 0 && other.geonameid == place.geonameid; });
    if (!is_known) found.push_back(std::move(place));
  }
  return found;
}

}  // namespace casus
