// SPDX-License-Identifier: Apache-2.0
// Which event a count of people belongs to.
#pragma once

#include "casus/analysis.h"

namespace casus {

// Gives each count of text.mentions.counts to the event of a fitting type in its sentence that tells it.
void attach_counts(const Analysis& text, std::vector<Event>& events);

}  // namespace casus
