// SPDX-License-Identifier: Apache-2.0
// Names of the actor tables found in the tokens of a text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "link/actor_tables.h"

namespace casus {

struct NameMatch {
  uint32_t first_token = 0, end_token = 0;  // half open
  const std::vector<NamedActor>* rows = nullptr;
};

// Longest matches from left to right, not overlapping. A name must be written with a capital somewhere.
// Reads document, parse and links.places: a country's name inside a longer place name ("New Jersey") is none.
std::vector<NameMatch> find_name_matches(const Analysis& text, const ActorTables& tables);

// "On Sunday Putin", "In April Macron": the word before is no given name.
bool is_in_time(const Analysis& text, uint32_t token);

}  // namespace casus
