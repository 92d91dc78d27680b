// SPDX-License-Identifier: Apache-2.0
// The slots of a trigger word: which tokens fill its grammatical roles.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "casus/analysis.h"
#include "code/frames.h"

namespace casus {

class Slots {
 public:
  Slots(const Analysis& text, const FrameLexicon& lexicon) : text_(text), lexicon_(lexicon) {}

  // Head tokens that fill `slot` (dotted slots go on from there) of the trigger; coordinated ones are not expanded.
  std::vector<uint32_t> fill(uint32_t trigger, std::string_view slot) const;
  // The head and all that is coordinated with it.
  std::vector<uint32_t> with_conjuncts(uint32_t head) const;
  // The light verb that carries the noun ("held talks"), or -1.
  int32_t light_verb_of(uint32_t noun) const;
  bool is_passive(uint32_t verb) const;
  bool is_verb(uint32_t token) const;

 private:
  using Tokens = std::vector<uint32_t>;
  Tokens step(uint32_t token, std::string_view slot) const;
  Tokens verb_slot(uint32_t verb, std::string_view slot) const;
  Tokens noun_slot(uint32_t noun, std::string_view slot) const;
  Tokens subject(uint32_t verb, int depth = 0) const;
  Tokens object(uint32_t verb) const;
  Tokens surface_subject(uint32_t verb, int depth) const;
  Tokens prepositional(uint32_t token, std::string_view preposition) const;
  Tokens children_with(uint32_t token, std::initializer_list<std::string_view> deps) const;
  uint32_t antecedent(uint32_t token) const;

  const Analysis& text_;
  const FrameLexicon& lexicon_;
};

}  // namespace casus
