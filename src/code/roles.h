// SPDX-License-Identifier: Apache-2.0
// From the fillers of a frame's slots to actors and recipients.
#pragma once

#include <vector>

#include "casus/analysis.h"
#include "code/frames.h"
#include "code/slots.h"

namespace casus {

// The same party, whatever words stand for it.
bool same_party(const ActorRef& a, const ActorRef& b);
// True if one of some is of the country of one of others.
bool shares_country(const std::vector<ActorRef>& some, const std::vector<ActorRef>& others);
void add_party(std::vector<ActorRef>& to, ActorRef party);

class RoleFiller {
 public:
  RoleFiller(const Analysis& text, const Slots& slots) : text_(text), slots_(slots) {}

  // The first alternative that any actor fills. `used` gets the tokens that gave them.
  std::vector<ActorRef> role(const std::vector<SlotGroup>& alternatives, uint32_t trigger, std::vector<uint32_t>& used) const;
  // Named persons of whom the tables know nothing: civilians, to whom something was done.
  std::vector<ActorRef> persons(const std::vector<SlotGroup>& alternatives, uint32_t trigger, std::vector<uint32_t>& used) const;
  // "We demand", where the document speaks for its publisher, of whom the tables know nothing.
  std::vector<ActorRef> own_voice(const std::vector<SlotGroup>& alternatives, uint32_t trigger, std::vector<uint32_t>& used) const;
  // Actors of a filler; where the phrase is no actor, the one it belongs to ("Russia's use of force"), or the place it is in.
  void add_filler(std::vector<ActorRef>& refs, uint32_t head) const;

 private:
  void add_actor(std::vector<ActorRef>& refs, uint32_t token) const;
  void add_place(std::vector<ActorRef>& refs, uint32_t token) const;

  const Analysis& text_;
  const Slots& slots_;
};

}  // namespace casus
