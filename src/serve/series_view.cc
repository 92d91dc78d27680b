// SPDX-License-Identifier: Apache-2.0
#include "serve/series_view.h"

#include <algorithm>
#include <map>

#include "ask/filter.h"
#include "casus/time.h"
#include "serve/event_filter.h"

namespace casus::serve {
namespace {

// Whom a side means, by phrase. In tables of events names are units as they came, and codes stand for them only where no table has the name.
struct Side {
  std::vector<bool> coded, tabled;

  Side(const EventIndex& index, const std::string& name) {
    PartyTerm term(name, index);
    bool is_a_name = std::any_of(index.phrases.begin(), index.phrases.end(), [&](const Phrase& phrase) { return phrase.is_tabled && phrase.text == name; });
    for (const Phrase& phrase : index.phrases) {
      coded.push_back(term.means(phrase));
      tabled.push_back(phrase.text == name || (!is_a_name && phrase.country == name));
    }
  }
  bool has(const IndexRow& row, IndexParty party) const { return (row.is_tabled ? tabled : coded)[party.phrase]; }
};

class Unit {
 public:
  Unit(const EventIndex& index, const std::string& text) : index_(index) {
    size_t bar = text.find('|');
    sides_.emplace_back(index, text.substr(0, bar));
    if (bar == std::string::npos) return;
    is_inside_ = text.substr(0, bar) == text.substr(bar + 1);
    if (!is_inside_) sides_.emplace_back(index, text.substr(bar + 1));
  }

  bool has(const IndexRow& row) const {
    if (sides_.size() == 2) return is_between(row);
    return is_inside_ ? is_inside(row) : involves(row);
  }

 private:
  IndexParty party(const IndexRow& row, uint32_t i) const { return index_.parties[row.first_party + i]; }

  bool involves(const IndexRow& row) const {
    for (uint32_t i = 0; i < row.party_count; ++i) if (sides_[0].has(row, party(row, i))) return true;
    return false;
  }
  // One party of each side, not the same.
  bool is_between(const IndexRow& row) const {
    uint32_t of_a = 0, of_b = 0, of_either = 0;
    for (uint32_t i = 0; i < row.party_count; ++i) {
      bool a = sides_[0].has(row, party(row, i)), b = sides_[1].has(row, party(row, i));
      of_a += a;
      of_b += b;
      of_either += a || b;
    }
    return of_a > 0 && of_b > 0 && of_either > 1;
  }
  // It takes part, and nobody who is known to be of another country. A table that names one side only does not say that it was inside.
  bool is_inside(const IndexRow& row) const {
    if (!involves(row) || (row.is_tabled && row.party_count < 2)) return false;
    for (uint32_t i = 0; i < row.party_count; ++i) {
      bool is_known = row.is_tabled || !index_.phrases[party(row, i).phrase].country.empty();
      if (is_known && !sides_[0].has(row, party(row, i))) return false;
    }
    return true;
  }

  const EventIndex& index_;
  std::vector<Side> sides_;
  bool is_inside_ = false;
};

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
  std::map<int32_t, SeriesBin> filled;
  int32_t earliest = kNoDay, latest = kNoDay, day = kNoDay;
  SeriesBin* bin = nullptr;
  for (uint32_t number : index.order) {
    const IndexRow& row = index.rows[number];
    if (row.first_day == kNoDay) break;  // they come last
    if ((!request.all_statuses && !row.asserted) || !unit.has(row)) continue;
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
