// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong with the ontology, the word classes and the verb frames.
#pragma once

#include "base/table_check.h"

namespace casus {

void check_frame_tables(TableChecker& checker);

}  // namespace casus
