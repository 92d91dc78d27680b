// SPDX-License-Identifier: Apache-2.0
// What kind of deed an event tells of, as far as that decides where it can be.
#pragma once

#include <string>

#include "casus/analysis.h"
#include "code/place_roles.h"
#include "code/place_words.h"

namespace casus {

class Deed {
 public:
  // `event` with type, mode, trigger, rule, actors and recipients.
  Deed(const Analysis& text, const Event& event, const PlaceWords& words);

  // Done by somebody somewhere: arrests, marches, aid brought.
  bool acts_on_ground() const;
  // A meeting or a visit, also one agreed upon ("will visit Rome").
  bool is_talk() const;
  // Only said or signed: what is asked, promised, accused of happens elsewhere than the words.
  bool is_speech() const;
  bool is_participant(const PlaceUse& use) const;
  // Whether the place can be the event's by the role it has in its clause.
  bool fits(const PlaceUse& use) const;
  // The place is in a country of the event's parties, or those who act have none ("officers", "gunmen").
  bool is_of_parties(const Place& place) const;
  bool has_known_party() const { return !is_of_parties(Place{}); }

 private:
  bool has_territory(const ActorRef& ref) const;
  bool is_type(std::initializer_list<std::string_view> types) const;

  const Analysis& text_;
  const Event& event_;
  const PlaceWords& words_;
  std::string type_;  // of the frame: an agreement to meet is still a meeting
};

}  // namespace casus
