// SPDX-License-Identifier: Apache-2.0
// Events and claims of a store as SELECTs, in the three shapes that people take away.
#pragma once

#include <string>

#include "ask/filter.h"
#include "casus/result.h"

namespace casus {

// Nested: the contract's own objects (JSON Lines, Parquet). Flat: one value a cell (CSV). Screen: what fits a line.
enum class RowShape { Nested, Flat, Screen };

Result<std::string> events_select(const EventFilter& filter, RowShape shape);

// Claims whose events pass the filter, or all claims (also those about no event) if the filter is empty. The actors of
// the filter are the holders.
Result<std::string> claims_select(const EventFilter& filter, RowShape shape);

}  // namespace casus
