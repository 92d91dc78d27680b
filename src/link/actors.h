// SPDX-License-Identifier: Apache-2.0
// Stage 4: who a noun phrase is: names, offices on the day, nominal agents, coreference.
#pragma once

#include <optional>
#include <vector>

#include "casus/analysis.h"
#include "link/actor_tables.h"

namespace casus {

// Parallel to text.mentions.actors. Reads document, parse, mentions, links.times and links.places.
std::vector<ActorLink> link_actors(const Analysis& text, const ActorTables& tables);

// Per token: the mention whose head it is, or -1.
std::vector<int32_t> index_mentions(const Analysis& text);

}  // namespace casus
