// SPDX-License-Identifier: Apache-2.0
// One deed told by several words of a sentence is one event: "attacked the camp, killing ten", "marched to demand reforms".
#pragma once

#include <vector>

#include "casus/analysis.h"
#include "code/frames.h"

namespace casus {

void merge_events(const Analysis& text, const FrameLexicon& lexicon, std::vector<Event>& events);

}  // namespace casus
