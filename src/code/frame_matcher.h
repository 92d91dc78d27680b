// SPDX-License-Identifier: Apache-2.0
// Which frame fires at a token: the most specific one whose words and conditions hold.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "code/frames.h"
#include "code/slots.h"

namespace casus {

struct FrameMatch {
  const Frame* frame = nullptr;
  uint32_t trigger = 0;
  std::vector<uint32_t> consumed;     // tokens that conditions were about: their own frames do not fire again
  struct Loser {
    const Frame* frame;
    const FrameCondition* failed;
  };
  std::vector<Loser> losers;          // frames of the same word that did not hold, with the reason
};

class FrameMatcher {
 public:
  FrameMatcher(const Analysis& text, const FrameLexicon& lexicon, const Slots& slots);

  // Nothing if no frame of this word holds; a match of type NONE is returned as such.
  std::optional<FrameMatch> match(uint32_t token) const;
  // The actor mention of a token, or null; for a phrase that is no actor itself, null.
  const ActorLink* actor_at(uint32_t token) const;

 private:
  bool has_other_words(const Frame& frame, uint32_t token) const;
  bool opens_place(uint32_t preposition) const;
  bool holds(const FrameCondition& condition, uint32_t token, std::vector<uint32_t>& consumed) const;
  bool fits(const FrameCondition& condition, uint32_t filler) const;
  bool fits_word(const FrameCondition& condition, uint32_t filler) const;
  bool fits_phrase(const FrameCondition& condition, uint32_t filler) const;
  bool is_place(uint32_t token) const;
  bool is_done(uint32_t verb) const;

  const Analysis& text_;
  const FrameLexicon& lexicon_;
  const Slots& slots_;
  std::vector<WordId> lemma_ids_, surface_ids_;  // per token
};

}  // namespace casus
