// SPDX-License-Identifier: Apache-2.0
// For whom the pronouns of a text stand: by gender, number, quotation and prominence. Between two that are equally likely it chooses none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casus/analysis.h"
#include "link/speakers.h"

namespace casus {

enum class PronounKind { None, Person, Group, Thing, Speaker };

PronounKind pronoun_kind(std::string_view lower);

class Pronouns {
 public:
  // `links` holds what was found so far, parallel to text.mentions.actors.
  Pronouns(const Analysis& text, const Speakers& speakers, const std::vector<ActorLink>& links) : text_(text), speakers_(speakers), links_(links) {}

  // The mention that the pronoun `m` of a third person stands for.
  std::optional<uint32_t> antecedent(uint32_t m, PronounKind kind) const;
  // One key for all mentions of an actor.
  std::string key(uint32_t m) const;

 private:
  struct Candidate {
    std::string key;
    uint32_t mention = 0;
    double score = 0;
  };
  const Token& head(uint32_t m) const { return text_.parse.tokens[text_.mentions.actors[m].head]; }
  const Token& token(uint32_t i) const { return text_.parse.tokens[i]; }
  uint32_t root(uint32_t m) const;
  uint32_t said_of(uint32_t m) const;
  bool is_plural(uint32_t m) const;
  bool agrees(uint32_t c, uint32_t m, PronounKind kind) const;
  bool is_bound_elsewhere(uint32_t c, uint32_t m) const;
  uint32_t verb_of_object(uint32_t m) const;
  std::vector<std::string> keys_beside(uint32_t m) const;
  double weight(uint32_t c, uint32_t m, PronounKind kind) const;
  int steps_above(uint32_t verb, uint32_t below) const;
  std::optional<uint32_t> reflexive(uint32_t m) const;
  bool is_expletive(uint32_t m) const;
  bool is_fronted_for(uint32_t m, uint32_t c) const;
  std::optional<uint32_t> best_of(const std::vector<Candidate>& candidates) const;

  const Analysis& text_;
  const Speakers& speakers_;
  const std::vector<ActorLink>& links_;
};

}  // namespace casus
