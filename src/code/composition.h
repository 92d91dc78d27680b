// SPDX-License-Identifier: Apache-2.0
// What a deed becomes by the words around it: agreed to, demanded, refused, threatened, ended, still to come.
#pragma once

#include <optional>
#include <vector>

#include "casus/analysis.h"
#include "code/frame_matcher.h"
#include "code/frames.h"
#include "code/slots.h"

namespace casus {

struct Composed {
  Coded code;                        // type NONE: the deed does not take place and nothing else does
  const FrameMatch* deed = nullptr;  // the frame inside its complement, if its code was taken from there
  std::string why;                   // empty if the frame's own code stands
  bool refuses = false;              // the type holds the deed's negation: "will not meet"
  bool ends = false;                 // the deed is brought to an end: "cancelled the talks"
};

class Composition {
 public:
  // `match_at`: per token the index into `matches`, or -1.
  Composition(const Analysis& text, const FrameLexicon& lexicon, const Slots& slots, const std::vector<FrameMatch>& matches, const std::vector<int32_t>& match_at)
      : text_(text), lexicon_(lexicon), slots_(slots), matches_(matches), match_at_(match_at) {}

  Composed code_of(const FrameMatch& match) const { return code_of(match, 0); }

 private:
  Composed code_of(const FrameMatch& match, int depth) const;
  const FrameMatch* deed_under(const FrameMatch& match) const;
  const FrameMatch* deed_at(uint32_t token, int depth) const;
  bool is_ended(const FrameMatch& match) const;
  bool is_negated(uint32_t token) const;
  bool is_to_come(uint32_t trigger) const;
  bool is_headline_infinitive(uint32_t verb) const;
  bool depends_on_condition(uint32_t verb) const;
  bool is_own_country(uint32_t verb, uint32_t subject) const;
  bool is_own_will(uint32_t verb) const;
  bool is_refused(uint32_t trigger) const;

  const Analysis& text_;
  const FrameLexicon& lexicon_;
  const Slots& slots_;
  const std::vector<FrameMatch>& matches_;
  const std::vector<int32_t>& match_at_;
};

}  // namespace casus
