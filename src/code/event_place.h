// SPDX-License-Identifier: Apache-2.0
// Where an event happened, by syntax and then by the course of the text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "code/place_roles.h"
#include "code/place_words.h"

namespace casus {

// Places of the events of one text, which must outlive it.
class EventPlaces {
 public:
  EventPlaces(const Analysis& text, const PlaceWords& words);

  // The place of `event`, or nothing. In turn: what stands behind in, near, at and the like at its trigger, its objects and the
  // clauses that share its place, or is itself bombed, entered or visited ("clause"); the place of the same deed told before, one
  // that "there" points to, or that of the deed just told where the text goes on ("context"); the dateline, for what its own
  // country does ("dateline"). Only what is told as having happened goes on from place to place. A name that only stands for an
  // actor, or that something else in the sentence is from or about, and an adjective, are no places of events. Of a region
  // across borders the country is that of a party, the one acted upon first. `why` is set to one line that names the rule.
  // Reads document, parse and links of `text`, the events told before it with their places, and of `event` type, trigger, span,
  // rule, actors, recipients, status and date.
  std::optional<EventPlace> of(const Event& event, std::string& why) const;

 private:
  const Analysis& text_;
  const PlaceWords& words_;
  std::vector<PlaceUse> uses_;
  std::vector<size_t> datelines_;  // among the uses
};

}  // namespace casus
