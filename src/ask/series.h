// SPDX-License-Identifier: Apache-2.0
// Counts of asserted events over time, for a dyad, a country or the inside of one.
#pragma once

#include <string>

#include "casus/result.h"

namespace casus {

struct SeriesRequest {
  // Sides of tables of events (import --from tsv) are their names as they came, others what actor_condition takes.
  std::string unit;       // "A|B" two units, in either direction; "A|A" inside one (nobody known to be of another country); "A" everything that involves A
  std::string by;         // day, week (from Monday), month, quarter, year
  std::string from, to;   // YYYY, YYYY-MM or YYYY-MM-DD; empty: from the first to the last event of the unit
  bool all_statuses = false;  // all events instead of asserted ones
  bool one_per_event = false; // of an event's reports only the one that stands for it (the view one_per_event)
};

Status check_unit(const std::string& unit);

// One row per period, empty periods too: period, events, quad1 to quad4, one count per status and per PLOVER type, intensity (sum and
// mean) and the number of documents of the store that were published in it. An event counts in the period of its first
// day; events without a date count nowhere.
Result<std::string> series_select(const SeriesRequest& request);

}  // namespace casus
