// SPDX-License-Identifier: Apache-2.0
// Which words of a text name a place: the gazetteer's names, weighed with the parser's tags and entities.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "link/place_tables.h"

namespace casus {

struct PlaceName {
  Span span;
  uint32_t first_token = 0, end_token = 0;  // half open
  uint32_t sense = 0;                       // index into PlaceNames::senses
  std::string evidence;                     // why it was taken for a place: one line
};

// A name, however often it occurs, and all that it may mean.
struct PlaceSense {
  std::string key;
  std::vector<PlaceEntry> entries;  // empty: no table has it
};

struct PlaceNames {
  std::vector<PlaceName> names;     // sorted, not overlapping
  std::vector<PlaceSense> senses;
};

PlaceNames find_place_names(const Document& document, const Parse& parse, const PlaceTables& tables);

}  // namespace casus
