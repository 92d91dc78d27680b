// SPDX-License-Identifier: Apache-2.0
// Lines that begin with who speaks: "Berg: The dam will hold", in transcripts and headlines.
#pragma once

#include <vector>

#include "casus/analysis.h"
#include "code/attribution.h"

namespace casus {

// Adds one attribution for each line that opens with a speaker and a colon.
void add_speaker_labels(const Analysis& text, const StanceLexicon& lexicon, const AttributionFinder& finder, std::vector<Attribution>& attributions);

}  // namespace casus
