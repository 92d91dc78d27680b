// SPDX-License-Identifier: Apache-2.0
// Checks that a pattern may ask for by name: what the words of a match cannot say alone, read off tags, tree and
// neighbours.
#pragma once

#include <string>
#include <vector>

#include "casus/parse.h"
#include "find/time_atoms.h"
#include "find/time_lists.h"

namespace casus {

// Where a match stands: its expression (the first one, if there are several) is atoms [first, last).
struct TimePlace {
  const Parse& parse;
  const TimeLists& lists;
  const std::vector<TimeAtom>& atoms;
  size_t first = 0, last = 0;
  const std::vector<std::string>& values;  // of all expressions of the match, in order
};

bool is_time_condition(const std::string& name);

// Requires is_time_condition(name). docs/formats.md says what each condition means.
bool time_condition_holds(const std::string& name, const TimePlace& place);

// "In May 12 people": the number at the end of the expression counts the noun behind it.
bool counts_things(const TimePlace& place);

}  // namespace casus
