// SPDX-License-Identifier: Apache-2.0
// Clauses that name a deed and tell none: orders, wishes, plain questions, general statements about "you" or "one".
#pragma once

#include <cstdint>
#include <string_view>

#include "casus/analysis.h"
#include "code/frames.h"
#include "code/slots.h"

namespace casus {

// Why the clause of this trigger tells no event of this type, or empty. The words that decide are in data/classes/mood.tsv.
std::string_view why_untold(const Analysis& text, const FrameLexicon& lexicon, const Slots& slots, uint32_t trigger, std::string_view type);

}  // namespace casus
