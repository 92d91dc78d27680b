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
  PhraseReader(const Analysis& text, const ActorTables& tables);

  // The day on which offices are looked up.
  std::optional<Date> day() const { return day_; }

  // Who the phrase headed by token `head` is, without coreference; an actor that is not coded() if the phrase does not say.
  ActorLink read(uint32_t head) const;
  // The countries that the words around `head` give it: modifiers, possessor, of-, from- and in-phrases. Several if they are coordinated
  // ("Greek and Turkish ministers").
  std::vector<std::string> countries_of(uint32_t head, std::vector<std::string>& why) const;
  // The head noun of the title before a name ("Minister" in "Foreign Minister Kouchner"), or -1.
  int32_t title_of(uint32_t head) const;
  // The noun that the words of quantity at `head` count ("thousands of students"); nothing if it counts none.
  std::optional<uint32_t> measured_by(uint32_t head) const;
  // What the word of a bearer, body, reference ... stands for in agents/heads.tsv; null if it is not there.
  const HeadEntry* head_entry(uint32_t token) const { return tables_.head(lemmas_[token]); }
  // Whether a nominal actor of the tables ends there.
  bool is_agent(uint32_t token) const { return agent_ending_at(token).entry != nullptr; }
  // The row of the head, or of the two words that end in it, if it is of that kind.
  const HeadEntry* head_of_kind(uint32_t head, HeadKind kind) const;
  // "peacekeepers", "world leaders": people of any country.
  bool may_be_of_any_country(uint32_t head) const;
  const NameMatch* match_at(uint32_t token) const { return match_of_[token] < 0 ? nullptr : &matches_[match_of_[token]]; }

 private:
  struct AgentMatch {
    const AgentEntry* entry = nullptr;
    uint32_t first_token = 0;
    std::string phrase;
  };
  static bool is_modifier(std::string_view dep);
  static void add_unique(std::vector<std::string>& items, const std::string& item);
  AgentMatch agent_ending_at(uint32_t token) const;
  bool is_surname(uint32_t token) const;
  bool read_name(uint32_t head, ActorLink& link) const;
  bool read_nominal(uint32_t head, ActorLink& link) const;
  bool read_title(uint32_t head, ActorLink& link) const;
  bool read_owner(uint32_t head, const HeadEntry& entry, ActorLink& link) const;
  void place_people(uint32_t head, const NameMatch& match, ActorLink& link) const;
  void set_countries(uint32_t head, ActorLink& link) const;
  void apply_modifiers(uint32_t head, uint32_t agent_start, ActorLink& link) const;
  bool is_moved(uint32_t head) const;
  bool only_likens(uint32_t head) const;
  bool has_national_modifier(uint32_t head) const;
  bool is_headline_crowd(uint32_t head) const;
  void countries_within(uint32_t first, uint32_t last, std::vector<std::string>& found, std::vector<std::string>& why) const;
  void countries_behind(uint32_t head, std::string_view preposition, std::vector<std::string>& found, std::vector<std::string>& why) const;
  std::optional<std::string> country_at(uint32_t token, std::vector<std::string>& why) const;
  const PlaceMention* place_at(uint32_t token) const;

  const Analysis& text_;
  const ActorTables& tables_;
  std::vector<NameMatch> matches_;
  std::optional<Date> day_;
  std::vector<int32_t> match_of_;     // per token
  std::vector<std::string> lemmas_;   // per token, as keys of the tables
};

}  // namespace casus
