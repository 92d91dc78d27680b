// SPDX-License-Identifier: Apache-2.0
#include "serve/event_index.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <mutex>
#include <set>
#include <tuple>

#include "ask/review_rows.h"
#include "base/names.h"
#include "base/utf8.h"
#include "casus/time.h"

namespace casus::serve {
namespace {

template <typename Number>
Number to_number(const StoreCell& cell, Number missing = 0) {
  Number number = missing;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), number);
  return number;
}

uint8_t status_number(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(EventStatus::Denied); ++i) {
    if (name_of(static_cast<EventStatus>(i)) == name) return static_cast<uint8_t>(i);
  }
  return 0;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find(';', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool comes_before(const IndexRow& a, const IndexRow& b) { return a.first_day != b.first_day ? a.first_day < b.first_day : a.event < b.event; }

// An id's 32 hex digits; zeros for what is none.
std::array<uint64_t, 2> digits_of(const StoreCell& text) {
  std::array<uint64_t, 2> id = {};
  if (!text || text->size() != 32) return id;
  std::from_chars(text->data(), text->data() + 16, id[0], 16);
  std::from_chars(text->data() + 16, text->data() + 32, id[1], 16);
  return id;
}

constexpr const char* kEventColumns = R"(SELECT e.event, e.document, (e.date_from - DATE '1970-01-01')::INTEGER, (e.date_to - DATE '1970-01-01')::INTEGER, e.place_name,
  e.place_latitude, e.place_longitude, e.intensity, e.confidence, e.type, e.mode, e.cameo, e.place_country, e.quad, e.status, e.asserted,
  d.publisher, d.key, e.id, e.rule = 'import tsv', (d.published_on - DATE '1970-01-01')::INTEGER, e.place_geonameid
FROM events e JOIN documents d ON d.document = e.document
WHERE d.latest AND {} ORDER BY e.date_from NULLS LAST, e.event)";

constexpr const char* kPartyColumns = R"(SELECT event, role = 'actor', name, id, country, array_to_string(sectors, ';'), text
FROM event_actors e WHERE {} ORDER BY event, role, position)";

constexpr const char* kStoryColumns = "SELECT document, story FROM document_stories WHERE {}";

constexpr const char* kReportColumns = R"(SELECT r.event, r.event_cluster, r.event = k.event, k.reporting FROM event_reports r
JOIN event_clusters k ON k.event_cluster = r.event_cluster WHERE {})";

struct Report {
  int64_t cluster = 0;
  bool is_chosen = false;  // by the writer to stand for the event
  uint32_t row = 0;
};

}  // namespace

std::string term_of(const IndexedPlace& place) {
  if (place.geonameid > 0) return std::to_string(place.geonameid);
  return place.country.size() == 3 ? place.name + ", " + place.country : place.name;
}

std::string EventIndex::text_of_id(uint32_t row) const { return fmt::format("{:016x}{:016x}", ids[row][0], ids[row][1]); }

uint32_t Dictionary::number(const StoreCell& text) {
  if (!text) return 0;
  auto [it, is_new] = numbers_.try_emplace(*text, static_cast<uint32_t>(texts_.size()));
  if (is_new) texts_.push_back(*text);
  return it->second;
}

uint32_t Dictionary::find(std::string_view text) const {
  auto it = numbers_.find(std::string(text));
  return it == numbers_.end() ? 0 : it->second;
}

void EventIndex::add_row(std::span<const StoreCell> cells) {
  IndexRow row;
  row.event = to_number<int64_t>(cells[0]);
  auto document = to_number<int64_t>(cells[1]);
  auto [known, is_new] = document_numbers_.try_emplace(document, static_cast<int32_t>(documents.size()));
  if (is_new) documents.push_back({document, 0, publishers.number(cells[16]), to_number(cells[20], kNoDay), cells[17].value_or("")});
  row.document = known->second;
  row.first_day = to_number(cells[2], kNoDay);
  row.last_day = to_number(cells[3], kNoDay);
  row.place = place_number(cells);
  row.intensity = to_number<double>(cells[7]);
  row.confidence = to_number<float>(cells[8], -1);  // imported events have none
  row.type = static_cast<uint16_t>(types.number(cells[9]));
  row.mode = static_cast<uint16_t>(modes.number(cells[10]));
  row.cameo = static_cast<uint16_t>(cameo.number(cells[11]));
  row.place_country = static_cast<uint16_t>(countries.number(cells[12]));
  row.quad = to_number<uint8_t>(cells[13]);
  row.status = status_number(cells[14].value_or(""));
  row.asserted = cells[15] == "true";
  row.is_tabled = cells[19] == "true";
  row_of[row.event] = static_cast<uint32_t>(rows.size());
  rows.push_back(row);
  ids.push_back(digits_of(cells[18]));
}

uint32_t EventIndex::place_number(std::span<const StoreCell> cells) {
  if (!cells[5] || !cells[6]) return 0;
  std::string key = fmt::format("{}\x1f{}\x1f{}\x1f{}", cells[4].value_or(""), cells[12].value_or(""), *cells[5], *cells[6]);
  auto [it, is_new] = place_numbers_.try_emplace(std::move(key), static_cast<uint32_t>(places.size()));
  if (is_new) places.push_back({to_number<double>(cells[5]), to_number<double>(cells[6]), cells[4].value_or(""), cells[12].value_or(""), to_number<int64_t>(cells[21])});
  return it->second;
}

uint32_t EventIndex::phrase_number(std::span<const StoreCell> cells) {
  std::string key;
  for (const StoreCell& cell : cells) key += cell.value_or("") + '\x1f';
  auto [it, is_new] = phrase_numbers_.try_emplace(std::move(key), static_cast<uint32_t>(phrases.size()));
  if (!is_new) return it->second;
  Phrase phrase{cells[0].value_or(""), cells[1].value_or(""), cells[2].value_or(""), cells[4].value_or(""), split(cells[3].value_or("")), {}, {}, 0, 0, false};
  phrase.folded_name = to_lower(phrase.name);
  phrase.folded_text = to_lower(phrase.text);
  const std::string& called = phrase.name.empty() ? phrase.folded_text : phrase.folded_name;
  phrase.actor = actors.number(phrase.id.empty() ? fmt::format("{}:{}:{}", phrase.country, fmt::join(phrase.sectors, ":"), called) : phrase.id);
  phrase.country_number = countries.number(cells[2]);
  phrases.push_back(std::move(phrase));
  return it->second;
}

Status EventIndex::add(const Store& store, const std::string& condition) {
  size_t first = rows.size();
  TRY(store.query(fmt::format(kEventColumns, condition), {nullptr, [&](std::span<const StoreCell> cells) {
                    add_row(cells);
                    return true;
                  }}));
  TRY(store.query(fmt::format(kPartyColumns, condition), {nullptr, [&](std::span<const StoreCell> cells) {
                    auto found = row_of.find(to_number<int64_t>(cells[0]));
                    if (found == row_of.end() || found->second < first) return true;
                    IndexRow& row = rows[found->second];
                    if (row.party_count == 0) row.first_party = static_cast<uint32_t>(parties.size());
                    if (row.party_count == std::numeric_limits<uint8_t>::max()) return true;
                    parties.push_back({phrase_number(cells.subspan(2)) & 0x7fffffffu, cells[1] == "true"});
                    if (row.is_tabled) phrases[parties.back().phrase].is_tabled = true;
                    ++row.party_count;
                    return true;
                  }}));
  TRY(mark_reviewed(store, first));
  TRY(count_published(store));
  size_t middle = order.size();
  for (size_t i = first; i < rows.size(); ++i) order.push_back(static_cast<uint32_t>(i));
  auto by_day = [&](uint32_t a, uint32_t b) { return comes_before(rows[a], rows[b]); };
  std::inplace_merge(order.begin(), order.begin() + static_cast<int64_t>(middle), order.end(), by_day);
  return ok();
}

Status EventIndex::read_stories(const Store& store, const std::string& condition) {
  return store.query(fmt::format(kStoryColumns, condition), {nullptr, [&](std::span<const StoreCell> cells) {
                       auto document = document_numbers_.find(to_number<int64_t>(cells[0]));
                       if (document != document_numbers_.end()) documents[static_cast<size_t>(document->second)].story = to_number<int64_t>(cells[1]);
                       return true;  // others are without events
                     }});
}

// Of clusters all reports at once, since each is put behind another.
Status EventIndex::read_reports(const Store& store, const std::string& condition) {
  std::vector<Report> reports;
  TRY(store.query(fmt::format(kReportColumns, condition), {nullptr, [&](std::span<const StoreCell> cells) {
                    auto row = row_of.find(to_number<int64_t>(cells[0]));
                    if (row == row_of.end()) return true;  // of an outdated version
                    rows[row->second].reporting = static_cast<uint16_t>(std::min<int64_t>(to_number<int64_t>(cells[3]), std::numeric_limits<uint16_t>::max()));
                    reports.push_back({to_number<int64_t>(cells[1]), cells[2] == "true", row->second});
                    return true;
                  }}));
  auto rank = [&](const Report& report) {
    const IndexRow& row = rows[report.row];
    return std::tuple(report.cluster, !report.is_chosen, !row.asserted, documents[static_cast<size_t>(row.document)].published, row.event);
  };
  std::sort(reports.begin(), reports.end(), [&](const Report& a, const Report& b) { return rank(a) < rank(b); });
  for (size_t i = 0; i < reports.size(); ++i) {
    bool is_first = i == 0 || reports[i - 1].cluster != reports[i].cluster;
    rows[reports[i].row].told_before = is_first ? kNoRow : reports[i - 1].row;
  }
  return ok();
}

Status EventIndex::count_published(const Store& store) {
  published.clear();
  return store.query("SELECT (published_on - DATE '1970-01-01')::INTEGER, count(*) FROM documents WHERE latest AND published_on IS NOT NULL GROUP BY 1",
                     {nullptr, [&](std::span<const StoreCell> cells) {
                        published[to_number<int32_t>(cells[0])] = to_number<size_t>(cells[1]);
                        return true;
                      }});
}

Status EventIndex::mark_reviewed(const Store& store, size_t first_row) {
  std::set<std::array<uint64_t, 2>> reviewed;
  TRY(store.query("SELECT DISTINCT event_id FROM (" + standing_reviews("true") + ")", {nullptr, [&](std::span<const StoreCell> cells) {
                    reviewed.insert(digits_of(cells[0]));
                    return true;
                  }}));
  for (size_t i = first_row; i < rows.size(); ++i) rows[i].is_reviewed = !reviewed.empty() && reviewed.contains(ids[i]);
  return ok();
}

Status EventIndex::note_reviews(const Store& store) {
  std::unique_lock lock(mutex);
  ++generation;
  return mark_reviewed(store, 0);
}

Status EventIndex::load(const Store& store) {
  std::unique_lock lock(mutex);
  rows.clear();
  ids.clear();
  order.clear();
  parties.clear();
  documents.clear();
  row_of.clear();
  document_numbers_.clear();
  ++generation;
  TRY(add(store, "true"));
  lay_out_parties();
  TRY(read_stories(store, "true"));
  return read_reports(store, "true");
}

// In the order of the rows, so that those who look at all events read straight on.
void EventIndex::lay_out_parties() {
  std::vector<IndexParty> laid_out;
  laid_out.reserve(parties.size());
  for (IndexRow& row : rows) {
    auto first = parties.begin() + row.first_party;
    row.first_party = static_cast<uint32_t>(laid_out.size());
    laid_out.insert(laid_out.end(), first, first + row.party_count);
  }
  parties = std::move(laid_out);
}

void EventIndex::drop_rows_of(std::span<const int64_t> changed) {
  std::vector<bool> is_changed(documents.size());
  for (int64_t document : changed) {
    auto known = document_numbers_.find(document);
    if (known != document_numbers_.end()) is_changed[static_cast<size_t>(known->second)] = true;
  }
  if (std::find(is_changed.begin(), is_changed.end(), true) == is_changed.end()) return;
  auto is_gone = [&](uint32_t row) { return is_changed[static_cast<size_t>(rows[row].document)]; };
  for (uint32_t row : order) if (is_gone(row)) row_of.erase(rows[row].event);
  std::erase_if(order, is_gone);
}

Status EventIndex::refresh(const Store& store, std::span<const int64_t> changed, std::span<const int64_t> relabelled) {
  std::unique_lock lock(mutex);
  ++generation;
  if (!changed.empty()) {
    drop_rows_of(changed);
    TRY(add(store, fmt::format("e.document IN ({})", fmt::join(changed, ","))));
  }
  std::vector<int64_t> labelled(changed.begin(), changed.end());
  labelled.insert(labelled.end(), relabelled.begin(), relabelled.end());
  if (labelled.empty()) return ok();
  std::string of_these = fmt::format("document IN ({})", fmt::join(labelled, ","));
  TRY(read_stories(store, of_these));
  return read_reports(store, fmt::format("r.event_cluster IN (SELECT event_cluster FROM event_reports WHERE {})", of_these));
}

}  // namespace casus::serve
