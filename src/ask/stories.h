// SPDX-License-Identifier: Apache-2.0
// The stories of a store.
#pragma once

#include <string>

#include "ask/queries.h"

namespace casus {

// One row a story, the last to go on first: its number, how many documents, texts (copies count once) and publishers tell it, its first and last day,
// the title of its first document, and how many events it tells; nested also its documents.
std::string stories_select(RowShape shape, size_t limit);

}  // namespace casus
