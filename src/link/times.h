// SPDX-License-Identifier: Apache-2.0
// Gives the time expressions of a text their place in the calendar.
#pragma once

#include <vector>

#include "casus/document.h"
#include "casus/parse.h"
#include "casus/time.h"

namespace casus {

// The mentions anchored, in the same order. Days are counted from the date of publication; without one from the text's
// own date line; without that from the last date told. In a narrative of long ago (most years far from the date of
// publication) the last date told comes first. Never from today: a text without any date gives relative expressions an
// empty `covers`.
std::vector<TimeExpression> link_times(const Document& document, const Parse& parse,
                                       const std::vector<TimeMention>& mentions);

}  // namespace casus
