// SPDX-License-Identifier: Apache-2.0
// Stage 5: events from frames: type, roles, clause.
#pragma once

#include <vector>

#include "casus/analysis.h"
#include "code/frames.h"

namespace casus {

// Events of a text in token order, with type, mode, CAMEO, actors, recipients, span, rule and why; date, place, status and claims come later.
std::vector<Event> find_events(const Analysis& text, const FrameLexicon& lexicon);

}  // namespace casus
