// SPDX-License-Identifier: Apache-2.0
// Slots: whose deed a verb tells, also where the verb has no subject of its own.
#include <algorithm>

#include "code/slots.h"

namespace casus {
namespace {

// How far a missing subject is looked for up the tree; deeper chains are misparses.
constexpr int kSubjectReach = 4;
constexpr std::string_view kConjunctionsOfTime[] = {"after", "before", "since", "until"};

}  // namespace

// "who", "which" and "that" stand for the noun their clause modifies.
uint32_t Slots::antecedent(uint32_t token) const {
  const Token& word = text_.parse.tokens[token];
  if (word.tag != "WP" && word.tag != "WDT") return token;
  for (uint32_t at = token, steps = 0; steps < 6; ++steps) {
    const Token& current = text_.parse.tokens[at];
    if (current.dep == "relcl") return described(current.head);
    if (current.head == at) break;
    at = current.head;
  }
  return token;
}

// "Duterte is a liar and boaster who has threatened China": of whom the noun is said, if it is no party by itself.
uint32_t Slots::described(uint32_t noun) const {
  uint32_t first = noun;
  while (text_.parse.tokens[first].dep == "conj" && text_.parse.tokens[first].head < first) first = text_.parse.tokens[first].head;
  const Token& word = text_.parse.tokens[first];
  if (word.dep != "attr" || !is_verb(word.head) || text_.parse.tokens[word.head].lemma != "be") return noun;
  Tokens subjects = children_with(word.head, {"nsubj"});
  if (subjects.empty() || !is_actor(subjects.front())) return noun;
  const bool names = text_.links.mention_of[noun] >= 0 && !text_.links.actors[text_.links.mention_of[noun]].actor.country.empty() && !text_.links.actors[text_.links.mention_of[noun]].country_guessed;
  return names ? noun : subjects.front();
}

// Subjects that the parser hangs elsewhere than on their verb.
std::vector<uint32_t> Slots::misplaced_subject(uint32_t verb) const {
  const Token& token = text_.parse.tokens[verb];
  // "India reserves the right", "Kenya test-fired missiles": the subject is taken for a modifier.
  if (token.pos == "NOUN" || token.pos == "PROPN" || is_finite_modifier(verb)) {
    Tokens before = children_with(verb, {"compound", "nmod", "npadvmod", "nummod"});
    if (token.dep == "amod") append(before, children_with(token.head, {"compound", "nmod", "npadvmod"}));
    std::erase_if(before, [&](uint32_t other) { return other > verb || !is_actor(other); });
    if (!before.empty()) return {before.front()};
  }
  // "after Scott, 43, was killed": the subject is taken for the object of the conjunction.
  if (token.dep != "advcl" || (token.tag != "VBD" && !has_child(verb, {"aux", "auxpass"}))) return {};
  for (uint32_t child : children_with(token.head, {"prep"})) {
    const Token& preposition = text_.parse.tokens[child];
    bool of_time = std::find(std::begin(kConjunctionsOfTime), std::end(kConjunctionsOfTime), preposition.lemma) != std::end(kConjunctionsOfTime);
    if (of_time && child < verb && preposition.right_edge + 1 == token.left_edge) return children_with(child, {"pobj"});
  }
  return {};
}

std::vector<uint32_t> Slots::surface_subject(uint32_t verb, int depth) const {
  Tokens own = children_with(verb, {"nsubj", "nsubjpass"});
  for (uint32_t& token : own) {
    token = antecedent(token);
    // "The agency operating in Chad said", read as a clause.
    if (text_.parse.tokens[token].tag != "VBG" || !is_verb(token)) continue;
    if (Tokens inner = children_with(token, {"nsubj"}); !inner.empty()) token = inner.front();
  }
  if (own.empty()) own = misplaced_subject(verb);
  if (!own.empty() || depth >= kSubjectReach || text_.parse.tokens[verb].head == verb) return own;
  return text_.parse.tokens[verb].dep == "pcomp" ? subject_of_gerund(verb, depth) : subject_from_head(verb, depth);
}

// A clause without a subject of its own takes that of what it hangs on.
std::vector<uint32_t> Slots::subject_from_head(uint32_t verb, int depth) const {
  const Token& token = text_.parse.tokens[verb];
  if (token.dep == "acl" && has_child(verb, {"aux"}) && !is_actor(token.head)) return owner_of_deed(token.head, depth);
  if (token.dep == "relcl") return {described(token.head)};
  if (token.dep == "acl") return {token.head};
  // "was attacked by gunmen, killing three": whoever attacked.
  if (token.dep == "advcl" && token.tag == "VBG" && is_verb(token.head) && is_passive(token.head)) {
    Tokens doer = subject(token.head, depth + 1);
    return doer.empty() && token.head > verb ? surface_subject(token.head, depth + 1) : doer;
  }
  // "Aid offer rebuffed by Chad", a headline.
  if (token.dep == "advcl" && token.tag == "VBN" && !is_verb(token.head)) return {token.head};
  if (token.dep == "conj" || token.dep == "advcl" || token.dep == "dep") return is_verb(token.head) ? surface_subject(token.head, depth + 1) : Tokens{};
  if (token.dep != "xcomp" && token.dep != "ccomp") return {};
  Tokens controller = children_with(token.head, {"dobj"});
  return controller.empty() || !is_verb(token.head) ? surface_subject(token.head, depth + 1) : controller;
}

// "accused Chad of sheltering rebels", "agreement on sending troops": the clause is the object of a preposition.
std::vector<uint32_t> Slots::subject_of_gerund(uint32_t verb, int depth) const {
  const Token& preposition = text_.parse.tokens[text_.parse.tokens[verb].head];
  uint32_t governor = preposition.head;
  if (!is_verb(governor)) return owner_of_deed(governor, depth);
  if (preposition.lemma == "of" || preposition.lemma == "from" || preposition.lemma == "for") {
    if (Tokens accused = children_with(governor, {"dobj"}); !accused.empty()) return accused;
    if (is_passive(governor)) return children_with(governor, {"nsubjpass"});
  }
  return surface_subject(governor, depth + 1);
}

// Whose decision, effort or plan it is: "Russia's decision to withdraw", "Egypt took steps to mediate".
std::vector<uint32_t> Slots::owner_of_deed(uint32_t noun, int depth) const {
  Tokens owner = children_with(noun, {"poss"});
  if (owner.empty()) owner = prepositional(noun, "by");
  if (owner.empty()) {
    for (uint32_t child : children_with(noun, {"compound", "amod", "nmod"})) {
      if (is_actor(child)) owner.push_back(child);
    }
  }
  if (!owner.empty()) return owner;
  const Token& token = text_.parse.tokens[noun];
  uint32_t verb = token.dep == "pobj" ? text_.parse.tokens[token.head].head : token.head;
  if (verb == noun || !is_verb(verb) || depth >= kSubjectReach) return {};
  return subject(verb, depth + 1);
}

std::vector<uint32_t> Slots::subject(uint32_t verb, int depth) const {
  if (!is_passive(verb)) return surface_subject(verb, depth);
  Tokens agents;
  for (uint32_t by : children_with(verb, {"agent"})) append(agents, children_with(by, {"pobj"}));
  if (!agents.empty()) return agents;
  if (Tokens by = prepositional(verb, "by"); !by.empty() && is_actor(by.front())) return by;
  // "arrested at the airport by soldiers"
  if (Tokens deeper = deeper_prepositional(verb, "by"); !deeper.empty() && is_actor(deeper.front())) return deeper;
  // "was killed and eaten by": the agent hangs on the last of coordinated participles.
  for (uint32_t other : children_with(verb, {"conj"})) {
    for (uint32_t by : children_with(other, {"agent"})) append(agents, children_with(by, {"pobj"}));
  }
  return agents;
}

// A past tense that the parser hangs on the noun behind it.
bool Slots::is_finite_modifier(uint32_t verb) const {
  const auto& tokens = text_.parse.tokens;
  const Token& token = tokens[verb];
  if (token.dep != "amod" || (token.tag != "VBD" && token.tag != "VBN")) return false;
  if (token.tag == "VBD") return true;
  // "Eritrea massed tanks", "police tear-gassed protesters": a party right before the only verb of the sentence.
  uint32_t before = verb >= 3 && text_.document.slice(tokens[verb - 1].span) == "-" ? verb - 3 : verb - 1;
  if (verb == 0 || tokens[token.head].dep != "ROOT" || has_finite_verb(token.sentence) || tokens[before].sentence != token.sentence) return false;
  bool beside = tokens[before].head == verb || tokens[before].head == token.head;
  return beside && (tokens[before].pos == "NOUN" || tokens[before].pos == "PROPN") && is_actor(before) && before + 1 == (before == verb - 1 ? verb : verb - 2);
}

// Who is to do what a complement says: its own subject or the matrix object, never the matrix subject ("demanded that Israel withdraw").
std::vector<uint32_t> Slots::complement_subject(uint32_t verb) const {
  if (text_.parse.tokens[verb].pos == "ADJ") return children_with(verb, {"nsubj"});
  if (!is_verb(verb)) return noun_slot(verb, "subject");
  if (has_child(verb, {"nsubj", "nsubjpass", "agent"})) return subject(verb);
  const Token& token = text_.parse.tokens[verb];
  if (token.head == verb || !is_verb(token.head)) return {};
  return is_passive(token.head) ? children_with(token.head, {"nsubjpass"}) : children_with(token.head, {"dobj"});
}

}  // namespace casus
