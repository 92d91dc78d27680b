// SPDX-License-Identifier: Apache-2.0
// The sides of a question that may stand for several, by the names that a store has for them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "casus/forecast.h"
#include "forecast/history.h"

namespace casus {

class Store;

struct SidesInStore {
  std::string unit;                            // of the names below
  std::vector<std::string> names;              // all that the store has of both sides
  std::map<std::string, std::string> side_of;  // of those that count as one, by name: the side's
  std::vector<std::string> counted;            // for the reader: who counts for a side, and who is in no event
  std::string missing;                         // not empty: no unit comes of it, for this reason
};

// Looks in events dated on or before `until`. Requires one side, or two that are not inside.
Result<SidesInStore> find_sides(const Store& store, const ForecastQuestion& question, Day until);

}  // namespace casus
