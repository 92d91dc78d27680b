// SPDX-License-Identifier: Apache-2.0
#include "serve/series_view.h"

#include <algorithm>
#include <map>

#include "ask/filter.h"
#include "casus/time.h"
#include "serve/unit.h"

namespace casus::serve {
namespace {

// The day that a text names, or `otherwise`.
Result<int32_t> day_or(const std::string& text, Result<std::string> (*name_day)(const std::string&), int32_t otherwise) {
  if (text.empty()) return otherwise;
  TRY_ASSIGN(std::string day, name_day(text));
  return static_cast<int32_t>(parse_iso_date(day)->time_since_epoch().count());
}

void add(SeriesBin& bin, const EventIndex& index, const IndexRow& row) {
  bin.sums.add(row);
  ++bin.statuses[row.status];
  bin.types.resize(index.types.size());
  ++bin.types[row.type];
}

std::vector<SeriesBin> every_period(std::map<int32_t, SeriesBin>& filled, int32_t first, int32_t last, Period by) {
  std::vector<SeriesBin> bins;
  if (first == kNoDay || last == kNoDay) return bins;
  int32_t end = period_start(last, by);
  for (int32_t period = period_start(first, by); period <= end; period = next_period(period, by)) {
    bins.push_back(std::move(filled[period]));
    bins.back().period = period;
  }
  return bins;
}

void add_documents(const EventIndex& index, std::vector<SeriesBin>& bins, Period by) {
  if (bins.empty()) return;
  auto bin = bins.begin();
  for (auto [day, documents] : index.published) {
    int32_t period = period_start(day, by);
    while (bin != bins.end() && bin->period < period) ++bin;
    if (bin == bins.end()) return;
    if (bin->period == period) bin->documents += documents;
  }
}

}  // namespace

Result<std::vector<SeriesBin>> series(const EventIndex& index, const SeriesRequest& request) {
  Period by = period_named(request.by).value_or(Period::Month);
  TRY_ASSIGN(int32_t first, day_or(request.from, first_day, kNoDay));
  TRY_ASSIGN(int32_t last, day_or(request.to, last_day, kNoDay));
  Unit unit(index, request.unit);
  auto is_report_meant = [&](const IndexRow& row) { return request.all_statuses || row.asserted; };
  auto stands_for_event = [&](const IndexRow& row) {
    uint32_t before = row.told_before;
    while (before != kNoRow && !is_report_meant(index.rows[before])) before = index.rows[before].told_before;
    return before == kNoRow;
  };
  std::map<int32_t, SeriesBin> filled;
  int32_t earliest = kNoDay, latest = kNoDay, day = kNoDay;
  SeriesBin* bin = nullptr;
  for (uint32_t number : index.order) {
    const IndexRow& row = index.rows[number];
    if (row.first_day == kNoDay) break;  // they come last
    if (!is_report_meant(row) || (request.one_per_event && !stands_for_event(row)) || !unit.has(row)) continue;
    if (earliest == kNoDay) earliest = row.first_day;
    latest = row.first_day;
    if ((first != kNoDay && row.first_day < first) || (last != kNoDay && row.first_day > last)) continue;
    if (!bin || row.first_day != day) bin = &filled[period_start(row.first_day, by)];
    day = row.first_day;
    add(*bin, index, row);
  }
  std::vector<SeriesBin> bins = every_period(filled, first == kNoDay ? earliest : first, last == kNoDay ? latest : last, by);
  add_documents(index, bins, by);
  return bins;
}

}  // namespace casus::serve
