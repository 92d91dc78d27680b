// SPDX-License-Identifier: Apache-2.0
// Checks that a pattern may ask for by name: what the words of a match cannot say alone, read off tags, tree and neighbours.
#pragma once

#include <string>
#include <vector>

#include "casus/document.h"
#include "casus/parse.h"
#include "find/time_atoms.h"

namespace casus {

// Where a match stands: atoms [start, end), of which [first, last) are the expression (the first one, if there are several).
struct TimePlace {
  const Parse& parse;
  const std::vector<TimeAtom>& atoms;
  size_t start = 0, end = 0;
  size_t first = 0, last = 0;
  // The day numbers of a range, in order; empty for other patterns.
  const std::vector<std::string>& values;
};

// "In May 12 people": the number at the end of the expression counts the noun behind it.
bool day_counts_things(const TimePlace& place);

bool is_time_condition(const std::string& name);

// Requires is_time_condition(name). docs/formats.md says what each condition means.
bool time_condition_holds(const std::string& name, const TimePlace& place);

}  // namespace casus
