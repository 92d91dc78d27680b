// SPDX-License-Identifier: Apache-2.0
// A user's own gazetteer: a GeoNames dump as it is, or a CSV file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "casus/place.h"
#include "casus/result.h"

namespace casus {

struct UserPlace {
  std::vector<std::string> names;  // the main one first; never empty
  int64_t geonameid = 0;
  std::string country;             // ISO 3166-1 alpha-2 or alpha-3, as written
  std::string admin1;
  double latitude = 0, longitude = 0, population = 0;
  PlaceGrain grain = PlaceGrain::City;
  std::string where;               // file and line of a CSV row; empty for dumps, whose codes are GeoNames' own
};

// A GeoNames dump has 19 tab-separated columns and no header. A CSV file has a header with at least name, latitude and
// longitude, and may have names (separated by |), country, admin1, geonameid, population and grain. A row that cannot be
// read is an error that names file, line and remedy.
Result<std::vector<UserPlace>> read_user_gazetteer(const std::filesystem::path& file);

}  // namespace casus
