// SPDX-License-Identifier: Apache-2.0
#include "link/user_gazetteer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <tuple>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

std::optional<double> number(const std::string& cell) {
  double value = 0;
  auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// Quoted cells may hold commas and doubled quotes; a line break inside quotes is not supported.
std::vector<std::string> split_csv(const std::string& line) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && is_quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[++i];
    } else if (line[i] == '"') {
      is_quoted = !is_quoted;
    } else if (line[i] == ',' && !is_quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

std::vector<std::string> split_tabs(const std::string& line) {
  std::vector<std::string> cells = split_cell(line, '\t');
  if (!line.empty() && line.back() == '\t') cells.emplace_back();
  return cells;
}

PlaceGrain grain_of_feature(const std::string& feature_class, const std::string& feature_code) {
  if (feature_class == "P") return PlaceGrain::City;
  if (feature_code.starts_with("PCL")) return PlaceGrain::Country;
  if (feature_code == "ADM1") return PlaceGrain::Admin1;
  if (feature_class == "A" || feature_class == "H" || feature_class == "L" || feature_class == "T") return PlaceGrain::Region;
  return PlaceGrain::Point;
}

class UserGazetteerReader {
 public:
  explicit UserGazetteerReader(const std::filesystem::path& file) : file_(file) {}

  Result<std::vector<UserPlace>> read() {
    std::ifstream stream(file_, std::ios::binary);
    if (!stream) return Error{ErrorCode::NotFound, "the gazetteer cannot be opened; check the path given with --gazetteer", file_.string()};
    std::string line;
    while (std::getline(stream, line)) {
      ++line_;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
      if (auto bad = find_invalid_utf8(line)) return error(fmt::format("byte {} is not UTF-8; save the file as UTF-8", *bad + 1));
      if (line.empty()) continue;
      if (line_ == 1) is_dump_ = std::count(line.begin(), line.end(), '\t') == 18;
      if (line_ == 1 && !is_dump_) {
        TRY(read_header(line));
      } else {
        TRY(is_dump_ ? read_dump_row(line) : read_csv_row(line));
      }
    }
    return std::move(places_);
  }

 private:
  Error error(std::string message) const { return {ErrorCode::Invalid, std::move(message), fmt::format("{}:{}", file_.string(), line_)}; }

  Status read_header(const std::string& line) {
    columns_ = split_csv(line);
    for (const char* needed : {"name", "latitude", "longitude"}) {
      if (std::find(columns_.begin(), columns_.end(), needed) == columns_.end()) {
        return error(fmt::format("the header has no column {}; give a CSV file with name,latitude,longitude (and names, country, admin1, "
                                 "geonameid, population, grain) or a GeoNames dump of 19 tab-separated columns", needed));
      }
    }
    return ok();
  }

  Status add(UserPlace place, const std::string& latitude, const std::string& longitude, const std::string& population,
             const std::string& geonameid) {
    auto north = number(latitude), east = number(longitude);
    if (!north || std::abs(*north) > 90)
      return error(fmt::format("the latitude \"{}\" is no number between -90 and 90; write degrees, as -12.5", latitude));
    if (!east || std::abs(*east) > 180)
      return error(fmt::format("the longitude \"{}\" is no number between -180 and 180; write degrees, as 30.25", longitude));
    if (place.names.front().empty()) return error("the name is empty; write one or take the line out");
    place.latitude = *north;
    place.longitude = *east;
    for (const auto& [column, cell, value] : {std::tuple{"population", &population, &place.population}, std::tuple{"geonameid", &geonameid, &id_}}) {
      auto read = cell->empty() ? std::optional(0.0) : number(*cell);
      if (!read || *read < 0) return error(fmt::format("the {} \"{}\" is no number; write digits alone or leave it empty", column, *cell));
      *value = *read;
    }
    place.geonameid = static_cast<int64_t>(id_);
    places_.push_back(std::move(place));
    return ok();
  }

  Status read_dump_row(const std::string& line) {
    std::vector<std::string> cells = split_tabs(line);
    if (cells.size() != 19) return error(fmt::format("has {} tab-separated cells where a GeoNames dump has 19; restore the line", cells.size()));
    UserPlace place;
    place.names = {cells[1]};
    for (const std::string& name : split_cell(cells[3], ',')) {
      // Dumps carry transliterations in lower case and airport codes.
      bool is_name = name.size() > 3 && !(name[0] >= 'a' && name[0] <= 'z');
      if (is_name) place.names.push_back(name);
    }
    place.country = cells[8];
    place.grain = grain_of_feature(cells[6], cells[7]);
    return add(std::move(place), cells[4], cells[5], cells[14], cells[0]);
  }

  Status read_csv_row(const std::string& line) {
    std::vector<std::string> cells = split_csv(line);
    if (cells.size() != columns_.size()) return error(fmt::format("has {} cells where the header has {}; put cells that hold a comma into double quotes", cells.size(), columns_.size()));
    auto cell = [&](std::string_view column) {
      auto found = std::find(columns_.begin(), columns_.end(), column);
      return found == columns_.end() ? std::string{} : cells[static_cast<size_t>(found - columns_.begin())];
    };
    UserPlace place;
    place.names = {cell("name")};
    place.where = fmt::format("{}:{}", file_.string(), line_);
    for (const std::string& name : split_cell(cell("names"))) place.names.push_back(name);
    place.country = cell("country");
    place.admin1 = cell("admin1");
    std::string grain = cell("grain");
    if (grain == "point") place.grain = PlaceGrain::Point;
    else if (grain == "admin1") place.grain = PlaceGrain::Admin1;
    else if (grain == "country") place.grain = PlaceGrain::Country;
    else if (grain == "region") place.grain = PlaceGrain::Region;
    else if (!grain.empty() && grain != "city") return error(fmt::format("the grain \"{}\" is none of point, city, admin1, country, region; write one of them or leave it empty", grain));
    return add(std::move(place), cell("latitude"), cell("longitude"), cell("population"), cell("geonameid"));
  }

  const std::filesystem::path& file_;
  size_t line_ = 0;
  bool is_dump_ = false;
  double id_ = 0;
  std::vector<std::string> columns_;
  std::vector<UserPlace> places_;
};

}  // namespace

Result<std::vector<UserPlace>> read_user_gazetteer(const std::filesystem::path& file) { return UserGazetteerReader(file).read(); }

}  // namespace casus
