// SPDX-License-Identifier: Apache-2.0
// The day for which a text's persons hold their offices.
#pragma once

#include <optional>

#include "casus/analysis.h"
#include "link/actor_tables.h"
#include "link/name_matches.h"

namespace casus {

// The day of publication; where that is not known, the latest time that the text tells of as past or that a title in it
// presupposes, or a later day on which more of the
// persons that it names hold an office. Nothing if the text names neither time nor office-holders.
std::optional<Date> reference_day(const Analysis& text, const std::vector<NameMatch>& names, const ActorTables& tables);

}  // namespace casus
