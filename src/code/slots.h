// SPDX-License-Identifier: Apache-2.0
// The slots of a trigger word: which tokens fill its grammatical roles.
#pragma once

#include <cstdint>
#include <deque>
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
  // The same, kept until another trigger is asked for: frames of one word ask for the same slots again and again.
  const std::vector<uint32_t>& fill_cached(uint32_t trigger, std::string_view slot) const;
  // The head and all that is coordinated with it.
  std::vector<uint32_t> with_conjuncts(uint32_t head) const;
  // The light verb that carries the noun ("held talks"), or -1.
  int32_t light_verb_of(uint32_t noun) const;
  bool is_passive(uint32_t verb) const;
  // Also a noun that stands where only a verb can ("Minister slams plan", tagged as nouns).
  bool is_verb(uint32_t token) const;
  bool is_finite_modifier(uint32_t verb) const;
  bool has_finite_verb(uint32_t sentence) const;
  // Head tokens of dependents with one of these labels.
  std::vector<uint32_t> children_with(uint32_t token, std::initializer_list<std::string_view> deps) const;

 private:
  using Tokens = std::vector<uint32_t>;
  static void append(Tokens& to, const Tokens& from) { to.insert(to.end(), from.begin(), from.end()); }
  Tokens step(uint32_t token, std::string_view slot) const;
  Tokens verb_slot(uint32_t verb, std::string_view slot) const;
  bool lacks_the_noun(uint32_t clause) const;
  Tokens noun_slot(uint32_t noun, std::string_view slot) const;
  Tokens subject(uint32_t verb, int depth = 0) const;
  Tokens object(uint32_t verb) const;
  Tokens small_clause(uint32_t verb) const;
  Tokens hidden_recipient(uint32_t verb) const;
  Tokens asked_for(uint32_t verb) const;
  bool gives(uint32_t verb) const;
  bool is_country_name(uint32_t token) const;
  Tokens surface_subject(uint32_t verb, int depth) const;
  Tokens misplaced_subject(uint32_t verb) const;
  Tokens subject_from_head(uint32_t verb, int depth) const;
  Tokens subject_of_gerund(uint32_t verb, int depth) const;
  Tokens prepositional(uint32_t token, std::string_view preposition) const;
  Tokens deeper_prepositional(uint32_t token, std::string_view preposition) const;
  Tokens complement_subject(uint32_t verb) const;
  Tokens marks(uint32_t verb) const;
  Tokens owner_of_deed(uint32_t noun, int depth) const;
  bool has_child(uint32_t token, std::initializer_list<std::string_view> deps) const;
  bool is_actor(uint32_t token) const;
  bool is_only_verb(uint32_t participle) const;
  bool is_headline_verb(uint32_t token) const;
  uint32_t antecedent(uint32_t token) const;
  uint32_t described(uint32_t noun) const;

  const Analysis& text_;
  const FrameLexicon& lexicon_;
  mutable uint32_t cached_trigger_ = 0;
  mutable std::deque<std::pair<std::string_view, Tokens>> cache_;
};

}  // namespace casus
