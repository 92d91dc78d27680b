// SPDX-License-Identifier: Apache-2.0
// The filters that people think in, as SQL conditions.
#pragma once

#include <string>
#include <vector>

#include "casus/result.h"

namespace casus {

// Lists are alternatives; different filters hold together. Empty: no filter.
struct EventFilter {
  std::string id;                               // an event's, or its first characters
  std::string document;                         // its key
  std::vector<std::string> actors, recipients;  // a name or a word of it, an id, a code: "RUS", "MIL", "RUS:MIL"; "=" and a key: that actor alone
  std::vector<std::string> countries;           // of an actor, a recipient or the place: ISO 3166 alpha-3
  std::vector<std::string> types;               // "ASSAULT", "ASSAULT:artillery", or the start of a CAMEO code "19"
  std::vector<std::string> statuses;
  std::vector<std::string> publishers;          // a word of the name
  std::string from, to;                         // first and last day: YYYY, YYYY-MM or YYYY-MM-DD
  std::vector<std::string> parties;             // actors or recipients, likewise
  std::vector<int> quads;
  std::vector<std::string> places;              // an entry of the gazetteer by its number, or a name with or without its country: "Puno", "Puno, PER"
  std::string words;                            // each begins a word of its clause
  double min_confidence = 0;
  bool asserted = false;                        // only those whose column `asserted` is true
  std::string story;                            // its number: events of the documents that tell it
  std::string reports_of;                       // id of an event, or its start: all reports of the same event
  int min_sources = 0;                          // independent ones that report its event as fact
  std::string one_per;                          // "event", "day" or "story": only the rows of that view (docs/schema.md)
  bool all_versions = false;                    // also of versions of a document that a later one replaced
  size_t limit = 0;                             // 0: all
};

// A condition on a row of `events e` joined with `documents d`; an Error names the value that is wrong and what can be said instead.
Result<std::string> condition_of(const EventFilter& filter);

// A code of sectors or of countries: its letters are no words of names.
bool is_party_code(const std::string& term);
// Three capitals: a code too where some party of the store is of that country.
bool may_be_country_code(const std::string& term);

// A condition on actor columns named `<prefix>name`, `<prefix>id`, ...: whom one term of --actor means.
std::string actor_condition(const std::string& term, const std::string& prefix);

// Codes of countries, whatever their case, as a list for IN.
std::string country_list(const std::vector<std::string>& countries);

// Columns of those rows of event_actors which the term means: the same faster, if it is a country's code.
std::string actor_rows(const std::string& term, const std::string& columns);

// First or last day of "2021", "2021-05" or "2021-05-11" as ISO date.
Result<std::string> first_day(const std::string& text);
Result<std::string> last_day(const std::string& text);

// A name, and the country that may stand behind it: "Puno, PER".
struct PlaceTerm {
  int64_t geonameid = 0;      // 0: none is given
  std::string name, country;  // the name in lower case; empty: any country
};
PlaceTerm read_place_term(const std::string& text);

// All items between commas: "a,b" and "c" are a, b, c.
std::vector<std::string> split_commas(const std::vector<std::string>& values);

}  // namespace casus
