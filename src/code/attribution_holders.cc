// SPDX-License-Identifier: Apache-2.0
// Whose word it is: the subject of a cue, by way of control, coordination and passives.
#include "code/attribution.h"

namespace casus {
namespace {

constexpr int kLongestClimb = 4;          // heads between a cue and the verb that has its subject
constexpr uint32_t kReachOfSubject = 24;  // tokens between a finite verb and a subject that its tree has lost

}  // namespace

uint32_t AttributionFinder::child_with(uint32_t head, std::string_view dep) const {
  for (uint32_t child : parse_.children(head)) {
    if (parse_.tokens[child].dep == dep) return child;
  }
  return kNoToken;
}

bool AttributionFinder::is_passive(uint32_t verb) const {
  bool own_auxiliary = false;
  for (uint32_t child : parse_.children(verb)) {
    std::string_view dep = parse_.tokens[child].dep;
    if (dep == "auxpass" || dep == "nsubjpass") return true;
    own_auxiliary = own_auxiliary || dep == "aux" || dep == "nsubj";
  }
  const Token& token = parse_.tokens[verb];
  // "Asked about the dam, he ..."; "was arrested and charged"
  const bool opens_sentence = verb == parse_.sentences[token.sentence].first_token;
  if ((token.tag != "VBN" && !(token.tag == "VBD" && opens_sentence)) || own_auxiliary) return false;
  return token.dep == "advcl" || (token.dep == "conj" && token.head != verb && is_passive(token.head));
}

uint32_t AttributionFinder::verb_above(uint32_t token) const {
  for (int steps = 0; steps < kLongestClimb && parse_.tokens[token].head != token; ++steps) {
    token = parse_.tokens[token].head;
    if (is_verb(parse_.tokens[token])) return token;
  }
  return kNoToken;
}

uint32_t AttributionFinder::subject_of(uint32_t verb) const {
  uint32_t subject = child_with(verb, "nsubj");
  if (subject == kNoToken) {
    // "There were letters showing that ..."
    return child_with(verb, "expl") == kNoToken ? kNoToken : child_with(verb, "attr");
  }
  const Token& token = parse_.tokens[verb];
  if (parse_.tokens[subject].lemma == "that" && token.dep == "relcl" && is_noun(parse_.tokens[token.head])) return token.head;
  return subject;
}

// "The mayor, in Lima, said": trees may lose the subject of a finite verb; the nearest noun phrase before it is none of a preposition's.
uint32_t AttributionFinder::noun_before(uint32_t verb) const {
  const Token& token = parse_.tokens[verb];
  if (token.tag != "VBD" && token.tag != "VBZ" && token.tag != "VBP") return kNoToken;
  const uint32_t start = parse_.sentences[token.sentence].first_token;
  for (uint32_t i = verb; i-- > start && verb - i <= kReachOfSubject;) {
    const Token& other = parse_.tokens[i];
    if (other.pos == "VERB" && other.tag != "VBN" && other.tag != "VBG") return kNoToken;
    if (!is_noun(other) && other.pos != "PRON") continue;
    if (paragraph_of_[i] != paragraph_of_[verb]) return kNoToken;
    if (i + 1 == verb && other.pos == "PROPN") return i;
    if (other.dep == "nsubj" || other.dep == "nsubjpass" || other.dep == "ROOT" || other.dep == "dep" || other.dep == "conj" || other.dep == "npadvmod") return i;
  }
  return kNoToken;
}

uint32_t AttributionFinder::holder_of_verb(uint32_t verb, int depth) const {
  const Token& token = parse_.tokens[verb];
  if (depth > kLongestClimb) return kNoToken;
  if (is_passive(verb) || (token.tag == "VBN" && token.dep == "acl")) {
    uint32_t by = child_with(verb, "agent");
    return by == kNoToken ? kNoToken : child_with(by, "pobj");
  }
  if (uint32_t subject = subject_of(verb); subject != kNoToken && paragraph_of_[subject] == paragraph_of_[verb]) return subject;
  uint32_t holder = token.head == verb ? kNoToken : holder_above(verb, depth);
  return holder == kNoToken && depth == 0 ? noun_before(verb) : holder;
}

// The holder of a verb without a subject of its own, by what it hangs on.
uint32_t AttributionFinder::holder_above(uint32_t verb, int depth) const {
  const Token& token = parse_.tokens[verb];
  const std::string_view dep = token.dep;
  const Token& head = parse_.tokens[token.head];
  if (dep == "acl" || dep == "relcl") {
    if (!is_noun(head) && head.pos != "PRON") return kNoToken;
    if (token.tag != "VB") return token.head;
    // "the decision to warn that": whoever decided.
    uint32_t owner = child_with(token.head, "poss");
    if (owner != kNoToken) return owner;
    if ((head.dep == "dobj" || head.dep == "nsubjpass") && is_verb(parse_.tokens[head.head])) return holder_of_verb(head.head, depth + 1);
    return kNoToken;
  }
  if (dep == "conj" || dep == "advcl" || dep == "xcomp" || dep == "dep" || dep == "parataxis") {
    if (!is_verb(head)) {
      if (dep == "conj" && is_noun(head)) return kNoToken;
      uint32_t above = verb_above(verb);
      return above == kNoToken ? kNoToken : holder_of_verb(above, depth + 1);
    }
    if (dep == "xcomp") {
      uint32_t object = child_with(token.head, "dobj");
      if (object != kNoToken && reader_.clause_place(verb) == kInfinitive) return object;
    }
    if (is_passive(token.head) && dep != "conj") {
      uint32_t subject = child_with(token.head, "nsubjpass");
      if (subject != kNoToken) return subject;
    }
    return holder_of_verb(token.head, depth + 1);
  }
  if (dep == "pcomp") {
    // "by warning that", "the habit of warning that": whoever does it or has it.
    uint32_t owner = child_with(head.head, "poss");
    if (owner != kNoToken) return owner;
    uint32_t above = verb_above(token.head);
    if (above == kNoToken) return kNoToken;
    if (is_passive(above) && child_with(above, "nsubjpass") != kNoToken) return child_with(above, "nsubjpass");
    return holder_of_verb(above, depth + 1);
  }
  return kNoToken;
}

}  // namespace casus
