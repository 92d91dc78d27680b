// SPDX-License-Identifier: Apache-2.0
// Parties that an event's frame leaves open or gets from the wrong place: from the clause around it, from where it happens, from earlier events.
#pragma once

#include <optional>
#include <vector>

#include "casus/analysis.h"
#include "code/composition.h"
#include "code/frame_matcher.h"
#include "code/frames.h"
#include "code/roles.h"
#include "code/slots.h"

namespace casus {

class PartyRepair {
 public:
  // `match_at`: per token the index into `matches`, or -1.
  PartyRepair(const Analysis& text, const FrameLexicon& lexicon, const Slots& slots, const RoleFiller& roles, const std::vector<FrameMatch>& matches,
              const std::vector<int32_t>& match_at)
      : text_(text), lexicon_(lexicon), slots_(slots), roles_(roles), matches_(matches), match_at_(match_at) {}

  // Who of the parties that the frame found is actor and who recipient. `used` gets the tokens that gave more.
  void settle(Event& event, const FrameMatch& match, const Composed& composed, std::vector<uint32_t>& used) const;
  // Recipients by what the clause says besides: topic, condition, place. Requires the event's code.
  void complete(Event& event, const Frame& frame, std::vector<uint32_t>& used) const;
  // Parties of events told before it.
  void take_from_earlier(Event& event, const std::vector<Event>& before) const;

 private:
  void share_recipients(Event& event, const std::vector<Event>& before) const;
  void share_penalty(Event& event, const std::vector<Event>& before) const;
  void refer_to_measure(Event& event, const std::vector<Event>& before) const;
  void refer_to_deed(Event& event, const std::vector<Event>& before) const;
  void refer_back(Event& event, const std::vector<Event>& before) const;
  void take_accused(Event& event, std::vector<uint32_t>& used) const;
  void fill_from_deed(Event& event, const FrameMatch& deed, std::vector<uint32_t>& used) const;
  void read_topic(Event& event, std::vector<uint32_t>& used) const;
  void take_target(Event& event, uint32_t token, std::vector<uint32_t>& used) const;
  void read_condition(Event& event, std::vector<uint32_t>& used) const;
  void read_purpose(Event& event, std::vector<uint32_t>& used) const;
  void fill_from_location(Event& event, const Frame& frame, std::vector<uint32_t>& used) const;
  static void drop_own_ground(Event& event);
  void drop_no_parties(Event& event) const;
  void drop_guessed_home(Event& event) const;
  std::optional<uint32_t> head_of(const ActorRef& ref, uint32_t sentence) const;
  bool is_in_dateline(uint32_t token) const;
  bool is_where(uint32_t token) const;
  bool is_origin_of_goods(uint32_t token) const;
  void move_at_home(Event& event) const;
  void split_refusal(Event& event) const;
  void join_talks(Event& event, const Frame& frame, std::vector<uint32_t>& used) const;
  void settle_roles(Event& event, const Frame& frame) const;
  bool is_reflexive(uint32_t token) const;
  bool is_definite(uint32_t noun) const;
  bool is_told_apart(uint32_t noun) const;

  const Analysis& text_;
  const FrameLexicon& lexicon_;
  const Slots& slots_;
  const RoleFiller& roles_;
  const std::vector<FrameMatch>& matches_;
  const std::vector<int32_t>& match_at_;
};

}  // namespace casus
