// SPDX-License-Identifier: Apache-2.0
// The words of the output contract for the values of our enums: the same in JSON, SQL and on screen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casus/analysis.h"

namespace casus {

std::string_view name_of(SectionKind kind);
std::string_view name_of(TimexType type);
std::string_view name_of(TimeBasis basis);
std::string_view name_of(PlaceGrain grain);
std::string_view name_of(EventStatus status);
std::string_view name_of(CountKind kind);
std::string_view name_of(HolderKind kind);
std::string_view name_of(Certainty certainty);
std::string_view name_of(Polarity polarity);
std::string_view name_of(MentionKind kind);

// Country and sectors of each party: "USA:GOV|:CVL"; empty for nobody.
std::string codes_of(const std::vector<ActorRef>& parties);

}  // namespace casus
