// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong with the words of attribution and factuality, of contexts, and of events' places.
#pragma once

#include "base/table_check.h"

namespace casus {

void check_word_tables(TableChecker& checker);

}  // namespace casus
