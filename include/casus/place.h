// SPDX-License-Identifier: Apache-2.0
// Places of the world and their mentions in a text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "casus/document.h"

namespace casus {

enum class PlaceGrain { Point, City, Admin1, Country, Region };

struct Place {
  std::string name;           // the gazetteer's name
  int64_t geonameid = 0;      // 0: not a GeoNames entry
  std::string country;        // ISO 3166-1 alpha-3 as in PLOVER (KOS for Kosovo); empty for regions across borders
  std::vector<std::string> countries;  // that a region across borders lies in, as far as the tables say
  std::string admin1;         // name of the first-level region; empty if unknown
  std::optional<double> latitude, longitude;  // WGS 84 degrees
  PlaceGrain grain = PlaceGrain::City;
};

// A place name or place adjective of the text; made by link/.
struct PlaceMention {
  Span span;
  uint32_t first_token = 0, end_token = 0;
  std::optional<Place> place;  // nothing if no entry fits
  bool is_adjective = false;   // "Georgian", "Kyrgyz"
  std::string why;             // one line for `casus explain`
};

}  // namespace casus
