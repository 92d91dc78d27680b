// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong with the tables of actors, agents and disputed places.
#pragma once

#include "base/table_check.h"

namespace casus {

void check_actor_tables(TableChecker& checker);
// The same of a user's folder, which may have only some of the tables.
void check_user_actors(TableChecker& user);

}  // namespace casus
