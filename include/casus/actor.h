// SPDX-License-Identifier: Apache-2.0
// Actors and their mentions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "casus/document.h"

namespace casus {

struct Actor {
  std::string name;                  // canonical name, or the phrase itself for nominal actors
  std::string id;                    // id in the actor tables; empty for actors that are in none
  std::string country;               // ISO 3166-1 alpha-3, or UNO EUR IGO NGO IMG MNC KOS; empty if none
  std::vector<std::string> sectors;  // PLOVER sectors, most specific first
  bool coded() const { return !country.empty() || !sectors.empty(); }
};

enum class Gender { Unknown, Female, Male };

enum class MentionKind { Name, Nominal, Pronoun };

// A noun phrase that stands for an actor; made by find/.
struct Mention {
  Span span;                                // the whole phrase without relative clauses
  uint32_t first_token = 0, end_token = 0;  // half open
  uint32_t head = 0;                        // token index of the head
  MentionKind kind = MentionKind::Name;
};

// Who a mention is; made by link/, parallel to Mentions::actors.
struct ActorLink {
  Actor actor;
  std::vector<Actor> members;     // of a group without a name of its own ("both sides"); empty otherwise
  bool is_person = false;
  bool is_plural = false;
  Gender gender = Gender::Unknown;  // of a person, as far as name, title, noun or pronouns tell
  bool country_guessed = false;   // the country is the sentence's, the clause's or the text's, not the phrase's own
  int32_t antecedent = -1;        // mention that explains it (coreference), or -1
  std::vector<std::string> why;   // the chain: table entries, heads, modifiers, antecedents
};

}  // namespace casus
