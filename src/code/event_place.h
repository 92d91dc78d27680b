// SPDX-License-Identifier: Apache-2.0
// Where an event happened, by syntax and then by the course of the text.
#pragma once

#include <optional>
#include <string>

#include "casus/analysis.h"
#include "code/place_words.h"

namespace casus {

// The place of `event`, or nothing. In turn: what stands behind in, near, at and the like at its trigger, its objects and
// its clause, or is itself bombed, entered or visited ("clause"); a place told elsewhere in the sentence ("sentence"); a
// place that "there" points to, or that was told just before where the text goes on ("context"); the dateline, for what its
// own country does ("dateline"). A name that only stands for an actor, and an adjective, are no places of events. Of a region
// across borders the country is that of a party, the one acted upon first. `why` is set to one line that names the rule.
// Reads document, parse and links of `text`, and type, trigger, span, actors and recipients of `event`.
std::optional<EventPlace> place_of_event(const Analysis& text, const Event& event, const PlaceWords& words, std::string& why);

}  // namespace casus
