// SPDX-License-Identifier: Apache-2.0
// Sums over the events that pass a filter. Whoever calls holds the index's mutex.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/event_filter.h"
#include "serve/event_index.h"

namespace casus::serve {

struct Sums {
  size_t events = 0;
  std::array<size_t, 5> quads = {};  // by class, 0 is none
  double intensity = 0;
  int32_t first_day = kNoDay, last_day = std::numeric_limits<int32_t>::min();

  void add(const IndexRow& row) {
    ++events;
    ++quads[row.quad < quads.size() ? row.quad : 0];
    intensity += row.intensity;
    if (row.first_day == kNoDay) return;
    first_day = std::min(first_day, row.first_day);
    last_day = std::max(last_day, row.first_day);
  }
};

// One cell of the grid.
struct Cluster {
  Sums sums;
  double latitude = 0, longitude = 0;  // sums
  double west = 0, south = 0;
  int64_t only_event = 0;              // its number where there is a single one
  uint32_t place = 0;  // in the index, the one with most events
  size_t places = 0;
};
struct MapView {
  double cell = 0;  // degrees
  size_t events = 0, unplaced = 0;
  std::vector<Cluster> clusters;
};
// Events of the filter (its box too) on a grid, whose cells grow until there are at most 4,096 clusters; `unplaced` counts those that pass all else and have no coordinates.
MapView map_view(const EventIndex& index, const FilterValues& values, int zoom);

enum class Period { Day, Week, Month, Quarter, Year };
inline constexpr std::array kPeriodNames = {"day", "week", "month", "quarter", "year"};
std::optional<Period> period_named(std::string_view name);
struct Timeline {
  Period by = Period::Month;
  size_t events = 0, undated = 0;
  std::map<int32_t, Sums> bins;  // by first day of the period; only those with events
};
// Without `by` the finest that needs at most 200 bins.
Timeline timeline(const EventIndex& index, const FilterValues& values, std::optional<Period> by);
int32_t period_start(int32_t day, Period period);
int32_t next_period(int32_t start, Period period);

// One per event: publishers and statuses are counted among the reports that are of them, as one who filters by them sees.
struct Facets {
  size_t events = 0;
  std::vector<size_t> types, modes, publishers, countries;  // by number in the index
  std::array<size_t, 5> statuses = {};
};
Facets facets(const EventIndex& index, const FilterValues& values);

// Events of the filter in order of day and number from behind `after_day`, `after_event` on; newest first if `backwards`.
struct PageOfRows {
  size_t total = 0;
  std::vector<uint32_t> rows;
  bool has_more = false;
};
struct PagePosition {
  int32_t day = 0;
  int64_t event = 0;
};
PageOfRows page_of_rows(const EventIndex& index, const FilterValues& values, bool backwards, const std::optional<PagePosition>& after, size_t limit);

// Sides are countries or actors: their numbers in the index.
enum class Level { Country, Actor };
struct SideSums {
  Sums sums;
  size_t as_actor = 0, as_recipient = 0;
};
struct DyadSums {
  uint32_t a = 0, b = 0;
  Sums sums, recent, before;
};
struct DyadView {
  std::vector<DyadSums> dyads;
  int32_t until = kNoDay;  // last day of the window
};
// Pairs with events under the filter, or also those with events in the windows alone, which begin before `values.from` if they must.
enum class Kept { Counted, InWindows };
// Pairs of different sides that are parties to each other in an event: actor and recipient, or two actors.
DyadView dyads(const EventIndex& index, const FilterValues& values, Level level, int window, Kept kept = Kept::Counted);
// Sums by side; an event counts once for each.
std::map<uint32_t, SideSums> sides(const EventIndex& index, const FilterValues& values, Level level);

}  // namespace casus::serve
