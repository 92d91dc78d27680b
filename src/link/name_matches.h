// SPDX-License-Identifier: Apache-2.0
// Names of the actor tables found in the tokens of a text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "casus/parse.h"
#include "link/actor_tables.h"

namespace casus {

struct NameMatch {
  uint32_t first_token = 0, end_token = 0;  // half open
  const std::vector<NamedActor>* rows = nullptr;
};

// Longest matches from left to right, not overlapping. A name must be written with a capital somewhere.
std::vector<NameMatch> find_name_matches(const Document& document, const Parse& parse, const ActorTables& tables);

}  // namespace casus
