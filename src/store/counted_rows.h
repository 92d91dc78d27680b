// SPDX-License-Identifier: Apache-2.0
// Events as forecasts count them, by unit and by day, so that a question reads its own rows and not the store. Made with each training; what is added later is
// read from the events themselves, and a change of what was counted empties them.
#pragma once

#include <cstdint>
#include <string>

#include "casus/store.h"

namespace casus {

class Database;

// Counts anew; `unit_sql` gives the unit of a party `a` of an event `e`.
Status count_events(Store& store, const std::string& unit_sql);
// Events with a number up to this one are in the tables; 0: none is.
Result<int64_t> counted_until(const Store& store);
// For a writer that replaces events or takes back that they are asserted, in its transaction.
Status forget_counted(const Database& database);

}  // namespace casus
