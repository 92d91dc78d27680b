// SPDX-License-Identifier: Apache-2.0
// Whoever answers what somebody said just before it.
#pragma once

#include <vector>

#include "code/attribution.h"

namespace casus {

// "Moscow accused Kyiv of shelling the plant, which Ukraine denied", "..., a charge the army rejects": adds a denial whose content is what was said, and ends
// that before the answer. Other attributions at such a verb go.
void add_answers(const Analysis& text, const StanceLexicon& lexicon, const AttributionFinder& finder, std::vector<Attribution>& attributions);

}  // namespace casus
