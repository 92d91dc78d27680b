// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong with the ontology, the word classes and the verb frames.
#pragma once

#include "base/table_check.h"

namespace casus {

void check_frame_tables(TableChecker& checker);
// Frames and classes of a user's folder, which may have only some of the tables, against the ontology and classes of ours.
void check_user_frames(TableChecker& ours, TableChecker& user);

}  // namespace casus
