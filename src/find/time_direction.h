// SPDX-License-Identifier: Apache-2.0
// In which direction a day is to be looked for when the words leave it open: by the tense of the verb that governs it.
#pragma once

#include <cstdint>

#include "casus/parse.h"
#include "find/time_lists.h"

namespace casus {

enum class TimeDirection { Past, Present, Future, Unknown };

// The direction for the expression of tokens [first, end). Present: a verb in the present tense that is no verb of
// speech
// ("leaves on Monday"). Unknown: no verb governs it.
TimeDirection time_direction(const Parse& parse, uint32_t first, uint32_t end, const TimeLists& lists);

}  // namespace casus
