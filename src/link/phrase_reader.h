// SPDX-License-Identifier: Apache-2.0
// A noun phrase to an actor by its structure: name, head, modifiers, possessor, of-phrase, apposition and title.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "link/actor_tables.h"
#include "link/name_matches.h"

namespace casus {

class PhraseReader {
 public:
  // `day`: the day on which offices are looked up.
  PhraseReader(const Analysis& text, const ActorTables& tables, std::optional<Date> day);

  // Who the phrase headed by token `head` is, without coreference; an actor that is not coded() if the phrase does not say.
  ActorLink read(uint32_t head) const;
  // The country that the words around `head` give it: modifiers, possessor, of- and in-phrases. Empty if none.
  std::string country_of(uint32_t head, std::vector<std::string>& why) const;
  const NameMatch* match_at(uint32_t token) const { return match_of_[token] < 0 ? nullptr : &matches_[match_of_[token]]; }
  const std::vector<NameMatch>& matches() const { return matches_; }

 private:
  struct AgentMatch {
    const AgentEntry* entry = nullptr;
    uint32_t first_token = 0, end_token = 0;
    std::string phrase;
  };
  AgentMatch agent_ending_at(uint32_t token) const;
  bool read_name(uint32_t head, ActorLink& link) const;
  bool read_nominal(uint32_t head, ActorLink& link) const;
  bool read_title(uint32_t head, ActorLink& link) const;
  void apply_modifiers(uint32_t head, uint32_t agent_start, ActorLink& link) const;
  std::optional<std::string> country_at(uint32_t token, std::vector<std::string>& why) const;
  std::string lemma_key(uint32_t token) const;

  const Analysis& text_;
  const ActorTables& tables_;
  std::optional<Date> day_;
  std::vector<NameMatch> matches_;
  std::vector<int32_t> match_of_;  // per token
};

}  // namespace casus
