// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong with the tables of actors, agents and disputed places.
#pragma once

#include "base/table_check.h"

namespace casus {

void check_actor_tables(TableChecker& checker);

}  // namespace casus
