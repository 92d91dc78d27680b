// SPDX-License-Identifier: Apache-2.0
// The series of a unit (ask/series.h) from the index: the same rows as the SELECT's, in some ten milliseconds for a million events.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "ask/series.h"
#include "casus/result.h"
#include "serve/event_index.h"
#include "serve/views.h"

namespace casus::serve {

struct SeriesBin {
  int32_t period = 0;  // its first day
  Sums sums;
  std::array<size_t, 5> statuses = {};
  std::vector<size_t> types;  // by number in the index; none where there are no events
  size_t documents = 0;       // published in it
};

// One bin per period, empty ones too. Requires a request that series_select takes; whoever calls holds the index's mutex.
Result<std::vector<SeriesBin>> series(const EventIndex& index, const SeriesRequest& request);

}  // namespace casus::serve
