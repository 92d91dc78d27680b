// SPDX-License-Identifier: Apache-2.0
// What filters and counts need of each event, in memory and by columns: a million events are filtered and summed in some ten milliseconds,
// which the tables of the store cannot give. The store stays the only place where anything is kept.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <map>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/result.h"
#include "casus/store.h"

namespace casus::serve {

// Texts by number; 0 is the missing one.
class Dictionary {
 public:
  Dictionary() : texts_(1) {}
  uint32_t number(const StoreCell& text);
  uint32_t find(std::string_view text) const;  // 0 if it is not there
  const std::string& text(uint32_t number) const { return texts_[number]; }
  size_t size() const { return texts_.size(); }

 private:
  std::vector<std::string> texts_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

constexpr int32_t kNoDay = std::numeric_limits<int32_t>::max();  // days since 1970 otherwise; sorts behind all days
constexpr uint32_t kNoRow = std::numeric_limits<uint32_t>::max();

// Without what only those events need that are shown: all rows are looked at with each question.
struct IndexRow {
  int64_t event = 0;
  double intensity = 0;
  int32_t document = 0;                          // number in the index, not in the store
  int32_t first_day = kNoDay, last_day = kNoDay; // either may be missing
  uint32_t place = 0;                            // in `places`; 0: no coordinates
  float confidence = 0;
  uint16_t type = 0, mode = 0, cameo = 0, place_country = 0;
  uint16_t reporting = 0;                        // independent sources that report its event as fact
  uint8_t quad = 0, status = 0;                  // EventStatus
  bool asserted = false;
  bool is_tabled = false;                        // of a table of events, whose names are units as they came
  bool is_reviewed = false;                      // somebody's word on it counts
  uint8_t party_count = 0;
  uint32_t first_party = 0;
  int32_t begins() const { return first_day != kNoDay ? first_day : last_day; }
  int32_t ends() const { return last_day != kNoDay ? last_day : first_day; }
  uint32_t told_before = kNoRow;                 // of the reports of its event the next that stands for it rather than this one; none: this one does
};

struct IndexParty {
  uint32_t phrase : 31;
  uint32_t is_actor : 1;
};

struct IndexedPlace {
  double latitude = 0, longitude = 0;
  std::string name, country;
  int64_t geonameid = 0;  // 0: of no entry of the gazetteer
};
// What the filter `place` takes for it.
std::string term_of(const IndexedPlace& place);

// How parties were called and coded. Phrases of one actor differ in words, and over time in codes.
struct Phrase {
  std::string name, id, country, text;
  std::vector<std::string> sectors;
  std::string folded_name, folded_text;  // in lower case, for words in them
  uint32_t actor = 0;                    // number of its key in `actors`
  uint32_t country_number = 0;           // in `countries`
  bool is_tabled = false;                // of a table of events
};

struct IndexedDocument {
  int64_t document = 0, story = 0;  // numbers in the store; 0: of no story
  uint32_t publisher = 0;
  int32_t published = kNoDay;
  std::string key;
};

// Readers hold `mutex` shared while they look at the rest; `load` and `refresh` take it alone.
class EventIndex {
 public:
  // Events of the latest version of each document.
  Status load(const Store& store);
  // The same for these documents (numbers in the store) after they were written; of those that were relabelled stories and reports of one event, others stay.
  Status refresh(const Store& store, std::span<const int64_t> documents, std::span<const int64_t> relabelled);
  // Which events are reviewed, after a review.
  Status note_reviews(const Store& store);

  mutable std::shared_mutex mutex;
  std::vector<IndexRow> rows;
  std::vector<std::array<uint64_t, 2>> ids;  // of the same, their 32 hex digits
  // The id as it is written elsewhere.
  std::string text_of_id(uint32_t row) const;
  std::vector<uint32_t> order;  // rows by first day and number
  std::vector<IndexParty> parties;
  std::vector<Phrase> phrases;
  std::vector<IndexedDocument> documents;
  std::vector<IndexedPlace> places{1};  // 0 is none
  Dictionary types, modes, cameo, countries, publishers, actors;
  std::unordered_map<int64_t, uint32_t> row_of;  // by number of the event
  std::map<int32_t, size_t> published;           // documents by day, also those without events
  // Changes with whatever is written.
  std::atomic<uint64_t> generation{1};

 private:
  Status add(const Store& store, const std::string& condition);
  void lay_out_parties();
  Status count_published(const Store& store);
  Status mark_reviewed(const Store& store, size_t first_row);
  void drop_rows_of(std::span<const int64_t> documents);
  Status read_stories(const Store& store, const std::string& condition);
  Status read_reports(const Store& store, const std::string& condition);
  void add_row(std::span<const StoreCell> cells);
  uint32_t phrase_number(std::span<const StoreCell> cells);
  uint32_t place_number(std::span<const StoreCell> cells);
  std::unordered_map<std::string, uint32_t> phrase_numbers_, place_numbers_;
  std::unordered_map<int64_t, int32_t> document_numbers_;
};

}  // namespace casus::serve
