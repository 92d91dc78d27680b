// SPDX-License-Identifier: Apache-2.0
// The filters of a request, ready to be asked about rows of the index. They mean what they mean on the command line (ask/filter.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "serve/event_index.h"
#include "serve/unit.h"
#include "serve/word_search.h"

namespace casus::serve {

struct Box {
  double west = -180, south = -90, east = 180, north = 90;
  bool holds(double latitude, double longitude) const {
    bool is_between = west <= east ? west <= longitude && longitude <= east : longitude >= west || longitude <= east;
    return is_between && south <= latitude && latitude <= north;
  }
};

// As given; lists are alternatives, different filters hold together.
struct FilterValues {
  std::vector<std::string> together;  // no alternatives: each is one of the actors
  std::string unit;                   // as a series takes it
  std::vector<std::string> actors, recipients, parties, countries, types, statuses, publishers;
  std::vector<int> quads;
  int32_t from = std::numeric_limits<int32_t>::min(), to = kNoDay;  // days since 1970
  double min_confidence = 0;
  bool asserted = false;
  std::optional<bool> reviewed;  // or not
  std::string document;  // a key
  std::string story;     // its number
  int64_t min_sources = 0;
  std::optional<Box> box;
  bool one_per_event = false;  // of an event's reports only the one that stands for it
  std::vector<std::string> places;           // as a PlaceTerm is written (ask/filter.h)
  std::shared_ptr<const EventNumbers> only;  // of those with some words; none: all
};

class RowFilter {
 public:
  // Holds on to `index`, whose mutex the caller holds as long as this lives.
  RowFilter(const EventIndex& index, const FilterValues& values);
  bool passes(const IndexRow& row) const { return is_report_meant(row) && stands_for_event(row, [](const IndexRow&) { return true; }) && is_event_meant(row); }

  // What `passes` consists of. Which reports are looked at: status, publisher, document, story, confidence, words;
  bool is_report_meant(const IndexRow& row) const;
  // which events: who, what, when, where, how many sources;
  bool is_event_meant(const IndexRow& row) const;
  // and whether it stands for its event among the reports that are looked at and that `is_of` takes. Every one does unless asked for one per event.
  template <typename IsOf>
  bool stands_for_event(const IndexRow& row, IsOf is_of) const {
    if (!values_.one_per_event) return true;
    for (uint32_t before = row.told_before; before != kNoRow; before = index_.rows[before].told_before) {
      const IndexRow& other = index_.rows[before];
      if (is_report_meant(other) && is_of(other)) return false;
    }
    return true;
  }

 private:
  bool passes_parties(const IndexRow& row) const;
  bool acts_together(const IndexRow& row) const;
  std::vector<bool> phrases_for(const std::vector<std::string>& terms) const;
  void choose_types(const std::vector<std::string>& terms);
  void choose_places();

  const EventIndex& index_;
  FilterValues values_;
  uint8_t statuses_ = 0xff, quads_ = 0xff;      // bits
  std::vector<bool> actors_, recipients_, parties_, publishers_, countries_, places_;  // by number; empty: all
  std::vector<std::vector<bool>> together_;      // by phrase, for each that has to act
  std::optional<Unit> unit_;
  std::vector<uint32_t> types_;                  // of types alone
  std::vector<std::pair<uint32_t, uint32_t>> modes_;
  std::vector<bool> cameo_;
  bool has_types_ = false;
  int32_t document_ = -1;
  int64_t story_ = 0;  // 0: all
};

// Whom "RUS", "MIL", "RUS:MIL" or a word of the name means; a code is no word. "=" and an actor's key means that actor alone.
class PartyTerm {
 public:
  PartyTerm(const std::string& term, const EventIndex& index);
  bool means(const Phrase& phrase) const;

 private:
  struct Part {
    std::string id, code, words;  // empty: not looked for
  };
  std::vector<Part> parts_;
  std::optional<uint32_t> actor_;  // its number
};

// Whether `words` stand in `text` as whole words; both in lower case.
bool has_words(std::string_view text, std::string_view words);

}  // namespace casus::serve
