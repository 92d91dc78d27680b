// SPDX-License-Identifier: Apache-2.0
// How each place name of a text hangs in its sentence: where something is done, where it comes to, or only an actor.
#pragma once

#include <cstdint>
#include <vector>

#include "casus/analysis.h"
#include "code/place_words.h"

namespace casus {

enum class PlaceRole {
  None,    // stands for an actor, names something, or is told about
  At,      // "in Gori", "near the town of Gori", "at Kabul airport"
  Target,  // "to Dushanbe", "into Syria"
  Source,  // "from Afghanistan", "out of the gorge"
  Object,  // "bombed Gori", "visited Belgrade", "war on Syria"
  Of,      // "the siege of Homs"
  About,   // "talks over Crimea"; also "flew over Crimea"
  Modifier,  // "the Tulsa protest"
};

struct PlaceUse {
  Place place;
  Span span;               // words in the text
  uint32_t token = 0;      // head of the name
  uint32_t phrase = 0;     // head of the phrase that is the place: "town" of "the town of Gori"; mostly the same
  uint32_t governor = 0;   // the verb or noun that the place hangs on
  PlaceRole role = PlaceRole::None;
  bool is_fronted = false; // "In Belgrade, ..."
};

// One entry for each place name that may be a place of something, in text order; adjectives only as part of a border.
std::vector<PlaceUse> place_uses(const Analysis& text, const PlaceWords& words);

}  // namespace casus
