// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong with the tables of time expressions.
#pragma once

#include "base/table_check.h"

namespace casus {

void check_time_tables(TableChecker& checker);

}  // namespace casus
