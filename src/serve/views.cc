// SPDX-License-Identifier: Apache-2.0
#include "serve/views.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace casus::serve {
namespace {

constexpr double kCellsPerTile = 8;  // as data/openapi.json says
constexpr size_t kBins = 200, kMostClusters = 4096;

template <typename See>
void for_each(const EventIndex& index, const FilterValues& values, See see) {
  RowFilter filter(index, values);
  for (uint32_t row : index.order) if (filter.passes(index.rows[row])) see(index.rows[row]);
}

void add(Sums& to, const Sums& more) {
  to.events += more.events;
  to.intensity += more.intensity;
  for (size_t quad = 0; quad < to.quads.size(); ++quad) to.quads[quad] += more.quads[quad];
}

std::chrono::year_month_day date_of(int32_t day) { return std::chrono::sys_days(std::chrono::days(day)); }
int32_t day_of(std::chrono::year_month_day date) { return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count()); }

// Sums of places by cell of the grid.
void gather(const EventIndex& index, const Box& box, const std::vector<Sums>& by_place, const std::vector<int64_t>& an_event, MapView& view) {
  view.clusters.clear();
  view.events = 0;
  std::unordered_map<uint64_t, size_t> cells;
  std::vector<size_t> most;
  for (uint32_t i = 1; i < by_place.size(); ++i) {
    const IndexedPlace& place = index.places[i];
    if (by_place[i].events == 0 || !box.holds(place.latitude, place.longitude)) continue;
    auto x = static_cast<int64_t>(std::floor((place.longitude + 180) / view.cell)), y = static_cast<int64_t>(std::floor((place.latitude + 90) / view.cell));
    auto [it, is_new] = cells.try_emplace(static_cast<uint64_t>(x) << 32 | static_cast<uint64_t>(y), view.clusters.size());
    if (is_new) {
      view.clusters.emplace_back();
      most.push_back(0);
      view.clusters.back().west = static_cast<double>(x) * view.cell - 180;
      view.clusters.back().south = static_cast<double>(y) * view.cell - 90;
    }
    Cluster& cluster = view.clusters[it->second];
    add(cluster.sums, by_place[i]);
    auto events = static_cast<double>(by_place[i].events);
    cluster.latitude += events * place.latitude;
    cluster.longitude += events * place.longitude;
    cluster.only_event = cluster.sums.events == 1 ? an_event[i] : 0;
    ++cluster.places;
    if (by_place[i].events > most[it->second]) {
      most[it->second] = by_place[i].events;
      cluster.place = i;
    }
    view.events += by_place[i].events;
  }
}

}  // namespace

MapView map_view(const EventIndex& index, const FilterValues& values, int zoom) {
  MapView view;
  view.cell = 360 / std::exp2(zoom) / kCellsPerTile;
  FilterValues without_box = values;
  without_box.box.reset();
  Box box = values.box.value_or(Box{});
  // First by place, which is quick, then by cell.
  std::vector<Sums> by_place(index.places.size());
  std::vector<int64_t> an_event(index.places.size());
  for_each(index, without_box, [&](const IndexRow& row) {
    by_place[row.place].add(row);
    an_event[row.place] = row.event;
  });
  view.unplaced = by_place[0].events;
  gather(index, box, by_place, an_event, view);
  while (view.clusters.size() > kMostClusters) {
    view.cell *= 2;
    gather(index, box, by_place, an_event, view);
  }
  std::sort(view.clusters.begin(), view.clusters.end(), [](const Cluster& a, const Cluster& b) {
    return a.sums.events != b.sums.events ? a.sums.events > b.sums.events : std::pair(a.west, a.south) < std::pair(b.west, b.south);
  });
  return view;
}

std::optional<Period> period_named(std::string_view name) {
  auto found = std::find(kPeriodNames.begin(), kPeriodNames.end(), name);
  if (found == kPeriodNames.end()) return std::nullopt;
  return static_cast<Period>(found - kPeriodNames.begin());
}

int32_t period_start(int32_t day, Period period) {
  using namespace std::chrono;
  year_month_day date = date_of(day);
  switch (period) {
    case Period::Day: return day;
    case Period::Week: return day - static_cast<int32_t>((weekday(sys_days(days(day))).iso_encoding()) - 1);
    case Period::Month: return day_of(date.year() / date.month() / 1);
    case Period::Quarter: return day_of(date.year() / month((static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1) / 1);
    case Period::Year: return day_of(date.year() / January / 1);
  }
  return day;
}

int32_t next_period(int32_t start, Period period) {
  constexpr int32_t kLongest[] = {1, 7, 31, 92, 366};
  return period_start(start + kLongest[static_cast<int>(period)], period);
}

Timeline timeline(const EventIndex& index, const FilterValues& values, std::optional<Period> by) {
  Timeline line;
  std::unordered_map<int32_t, Sums> by_day;
  int32_t day = kNoDay;
  Sums* of_day = nullptr;  // rows come day by day
  for_each(index, values, [&](const IndexRow& row) {
    ++line.events;
    if (row.first_day == kNoDay) { ++line.undated; return; }
    if (row.first_day != day) of_day = &by_day[row.first_day];
    day = row.first_day;
    of_day->add(row);
  });
  if (by_day.empty()) { line.by = by.value_or(Period::Month); return line; }
  auto [first, last] = std::minmax_element(by_day.begin(), by_day.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  auto length = static_cast<size_t>(last->first - first->first) + 1;
  line.by = by.value_or(length <= kBins ? Period::Day : length <= 7 * kBins ? Period::Week : length <= 30 * kBins ? Period::Month : length <= 91 * kBins ? Period::Quarter : Period::Year);
  for (const auto& [start, sums] : by_day) {
    add(line.bins[period_start(start, line.by)], sums);
  }
  return line;
}

Facets facets(const EventIndex& index, const FilterValues& values) {
  Facets found;
  found.types.resize(index.types.size());
  found.modes.resize(index.modes.size());
  found.publishers.resize(index.publishers.size());
  found.countries.resize(index.countries.size());
  std::vector<uint32_t> here;
  RowFilter filter(index, values);
  auto publisher_of = [&](const IndexRow& row) { return index.documents[static_cast<size_t>(row.document)].publisher; };
  for (uint32_t number : index.order) {
    const IndexRow& row = index.rows[number];
    if (!filter.is_report_meant(row) || !filter.is_event_meant(row)) continue;
    if (filter.stands_for_event(row, [&](const IndexRow& other) { return other.status == row.status; })) ++found.statuses[row.status];
    if (filter.stands_for_event(row, [&](const IndexRow& other) { return publisher_of(other) == publisher_of(row); })) ++found.publishers[publisher_of(row)];
    if (!filter.stands_for_event(row, [](const IndexRow&) { return true; })) continue;
    ++found.events;
    ++found.types[row.type];
    ++found.modes[row.mode];
    here.clear();
    if (row.place_country) here.push_back(row.place_country);
    for (uint32_t i = row.first_party; i < row.first_party + row.party_count; ++i) {
      uint32_t country = index.phrases[index.parties[i].phrase].country_number;
      if (country && std::find(here.begin(), here.end(), country) == here.end()) here.push_back(country);
    }
    for (uint32_t country : here) ++found.countries[country];
  }
  return found;
}

PageOfRows page_of_rows(const EventIndex& index, const FilterValues& values, bool backwards, const std::optional<PagePosition>& after, size_t limit) {
  PageOfRows page;
  RowFilter filter(index, values);
  // Backwards, events without a date still come last: dated ones from the end, then those.
  auto undated = std::partition_point(index.order.begin(), index.order.end(), [&](uint32_t row) { return index.rows[row].first_day != kNoDay; });
  auto is_behind = [&](const IndexRow& row) {
    if (!after) return true;
    if (row.first_day == after->day) return backwards ? row.event < after->event : row.event > after->event;
    if (!backwards) return row.first_day > after->day;
    return row.first_day == kNoDay || (after->day != kNoDay && row.first_day < after->day);
  };
  auto see = [&](uint32_t number) {
    const IndexRow& row = index.rows[number];
    if (!filter.passes(row)) return;
    ++page.total;
    if (!is_behind(row)) return;
    if (page.rows.size() == limit) { page.has_more = true; return; }
    page.rows.push_back(number);
  };
  if (!backwards) {
    for (uint32_t row : index.order) see(row);
    return page;
  }
  for (auto it = undated; it != index.order.begin();) see(*--it);
  for (auto it = index.order.end(); it != undated;) see(*--it);
  return page;
}

namespace {

uint32_t side_of(const EventIndex& index, uint32_t party, Level level) {
  const Phrase& phrase = index.phrases[index.parties[party].phrase];
  return level == Level::Country ? phrase.country_number : phrase.actor;
}

// Different pairs of an event, the smaller number first.
void pairs_of(const EventIndex& index, const IndexRow& row, Level level, std::vector<std::pair<uint32_t, uint32_t>>& pairs) {
  pairs.clear();
  uint32_t end = row.first_party + row.party_count;
  for (uint32_t i = row.first_party; i < end; ++i) {
    for (uint32_t j = i + 1; j < end; ++j) {
      if (!index.parties[i].is_actor && !index.parties[j].is_actor) continue;
      uint32_t a = side_of(index, i, level), b = side_of(index, j, level);
      if (a == b || a == 0 || b == 0) continue;
      std::pair<uint32_t, uint32_t> pair = std::minmax(a, b);
      if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) pairs.push_back(pair);
    }
  }
}

bool ends_from(const IndexRow& row, int32_t day) {
  if (day == std::numeric_limits<int32_t>::min()) return true;
  return row.ends() != kNoDay && row.ends() >= day;
}

}  // namespace

DyadView dyads(const EventIndex& index, const FilterValues& values, Level level, int window, Kept kept) {
  DyadView view;
  view.until = values.to;
  if (view.until == kNoDay) {
    view.until = std::numeric_limits<int32_t>::min();
    for_each(index, values, [&](const IndexRow& row) { if (row.first_day != kNoDay) view.until = std::max(view.until, row.first_day); });
    if (view.until == std::numeric_limits<int32_t>::min()) view.until = kNoDay;
  }
  std::unordered_map<uint64_t, size_t> numbers;
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  // The trend looks back over its window and the one before it, wherever the days that are filtered for begin.
  FilterValues with_before = values;
  if (view.until != kNoDay) with_before.from = std::min(values.from, view.until - 2 * window + 1);
  for_each(index, with_before, [&](const IndexRow& row) {
    pairs_of(index, row, level, pairs);
    bool is_meant = ends_from(row, values.from);
    for (auto [a, b] : pairs) {
      auto [it, is_new] = numbers.try_emplace(static_cast<uint64_t>(a) << 32 | b, view.dyads.size());
      if (is_new) view.dyads.push_back({a, b, {}, {}, {}});
      DyadSums& dyad = view.dyads[it->second];
      if (is_meant) dyad.sums.add(row);
      if (row.first_day == kNoDay || row.first_day > view.until) continue;
      int32_t age = view.until - row.first_day;
      if (age < window) dyad.recent.add(row);
      else if (age < 2 * window) dyad.before.add(row);
    }
  });
  std::erase_if(view.dyads, [&](const DyadSums& dyad) { return dyad.sums.events == 0 && (kept == Kept::Counted || dyad.recent.events + dyad.before.events == 0); });
  return view;
}

std::map<uint32_t, SideSums> sides(const EventIndex& index, const FilterValues& values, Level level) {
  std::unordered_map<uint32_t, SideSums> found;
  std::vector<uint32_t> seen;
  for_each(index, values, [&](const IndexRow& row) {
    seen.clear();
    for (uint32_t i = row.first_party; i < row.first_party + row.party_count; ++i) {
      uint32_t side = side_of(index, i, level);
      if (side == 0) continue;
      SideSums& sums = found[side];
      ++(index.parties[i].is_actor ? sums.as_actor : sums.as_recipient);
      if (std::find(seen.begin(), seen.end(), side) != seen.end()) continue;
      seen.push_back(side);
      sums.sums.add(row);
    }
  });
  return {found.begin(), found.end()};
}

}  // namespace casus::serve
