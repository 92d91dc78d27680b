// SPDX-License-Identifier: Apache-2.0
// The asserted events of a store as facts.
#pragma once

#include "casus/result.h"
#include "casus/time.h"
#include "forecast/next_facts.h"

namespace casus {

class Store;

// Every pair of an actor and a recipient of an event dated before `day`; not yet indexed.
Result<FactTable> load_facts(const Store& store, Date day);

}  // namespace casus
