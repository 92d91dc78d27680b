// SPDX-License-Identifier: Apache-2.0
// Quotations and speaker labels: who speaks what stands between quotation marks, also across sentences and paragraphs.
#pragma once

#include <vector>

#include "code/attribution.h"

namespace casus {

// Widens contents to the quotations they touch, gives the other quotations of some length to their cue or to whoever spoke last,
// and adds what follows a speaker's name ("Haddad: ...").
void add_direct_speech(const Analysis& text, const AttributionFinder& finder, std::vector<Attribution>& attributions);

}  // namespace casus
