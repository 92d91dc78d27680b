// SPDX-License-Identifier: Apache-2.0
// What a word above makes of the deed below it: one step down the tree from a head to its dependent.
#include "base/utf8.h"
#include "code/factuality.h"

namespace casus {

Standing FactualityReader::presupposed(const Level& above) const {
  Standing result;
  result.attributed = above.clause_attributed;
  return result;
}

Standing FactualityReader::taken_for_granted(const Level& above, uint32_t child, std::vector<StandingStep>* steps) const {
  Standing result = presupposed(above);
  note(steps, child, kPresupposition, above.inner, result);
  return result;
}

Standing FactualityReader::preposition_edge(const Level& above, uint32_t preposition, uint32_t child, std::vector<StandingStep>* steps) const {
  const Token& prep = parse_.tokens[preposition];
  // "steers clear of accusing": the adverb is a word of its verb.
  const bool adverbial = parse_.tokens[prep.head].dep == "advmod" && is_verb(parse_.tokens[parse_.tokens[prep.head].head]);
  const uint32_t governor = adverbial ? parse_.tokens[prep.head].head : prep.head;
  const Token& head = parse_.tokens[governor];
  if (const Operator* entry = governing(governor, 0, prep.lemma)) {
    Standing result = apply(*entry, above.inner);
    note(steps, governor, is_verb(head) ? "verb" : is_noun(head) ? "noun" : "adjective", above.inner, result);
    return result;
  }
  if (const Operator* entry = word(prep.lemma, kPreposition, preposition)) {
    Standing context = above.inner;
    if (entry->affirmed == Effect::Yes && context.polarity != Polarity::Negative) return context;  // "in", "after": as the clause stands
    Standing result = apply(*entry, entry->affirmed == Effect::Yes ? presupposed(above) : context);
    note(steps, preposition, "preposition", context, result);
    return result;
  }
  if (above.inner.polarity == Polarity::Negative && is_verb(head) && is_noun(parse_.tokens[child])) return presupposed(above);
  return above.inner;
}

Standing FactualityReader::nominal_edge(const Level& above, uint32_t head, uint32_t child, std::vector<StandingStep>* steps) const {
  const Token& token = parse_.tokens[child];
  const bool subject = token.dep == "nsubj" || token.dep == "csubj";
  uint32_t place = subject ? kSubject : kObject;
  const Operator* entry = governing(head, place);
  if (!entry && subject && is_verb(parse_.tokens[head])) {
    // "An attack is likely": the predicate adjective decides.
    for (uint32_t other : parse_.children(head)) {
      std::string_view dep = parse_.tokens[other].dep;
      if (!entry && (dep == "acomp" || dep == "attr" || dep == "oprd")) entry = governing(other, kSubject);
    }
  }
  // "No clashes were reported": the negation is the noun's own and acts there.
  Level own = above;
  if (above.inner.polarity == Polarity::Negative && above.outer.polarity == Polarity::Positive && negator_of(child) != kNoToken && negator_of(head) == kNoToken) {
    own.inner.polarity = Polarity::Positive;
    return entry ? apply(*entry, own.inner) : own.inner;
  }
  // "declared a ceasefire", "reported heavy fighting": to name a deed is to tell it; only clauses stand on somebody's word.
  if (entry && entry->affirmed == Effect::Claimed) entry = nullptr;
  if (entry) {
    Standing result = apply(*entry, above.inner);
    note(steps, head, "verb", above.inner, result);
    return result;
  }
  if (above.inner.polarity == Polarity::Negative) {
    // "did not launch an attack" denies it; "the attack killed nobody" and "did not condemn the attack" do not.
    return subject ? taken_for_granted(above, child, steps) : is_definite_noun(child) ? presupposed(above) : above.inner;
  }
  if (is_definite_noun(child) && subject && !above.inner.planned) return taken_for_granted(above, child, steps);
  return above.inner;
}

// "Reports that ... are false", "proved to be untrue".
bool FactualityReader::is_called_false(uint32_t noun) const {
  const Token& subject = parse_.tokens[noun];
  if (subject.dep != "nsubj") return false;
  auto says_no = [&](uint32_t verb) {
    for (uint32_t child : parse_.children(verb)) {
      const std::string_view dep = parse_.tokens[child].dep;
      if (dep != "acomp" && dep != "attr" && dep != "oprd") continue;
      const Operator* entry = governing(child, kSubject);
      if (entry && entry->affirmed == Effect::No) return negator_of(verb) == kNoToken;
    }
    return false;
  };
  if (says_no(subject.head)) return true;
  for (uint32_t child : parse_.children(subject.head)) {
    if (parse_.tokens[child].dep == "xcomp" && says_no(child)) return true;
  }
  return false;
}

Standing FactualityReader::adverbial_edge(const Level& above, uint32_t child, std::vector<StandingStep>* steps) const {
  const Token& token = parse_.tokens[child];
  Standing before = above.inner, result = above.outer;
  if (is_conditional(child)) {
    uint32_t opener = opener_of(child);
    result.certainty = Certainty::Unknown;
    result.polarity = Polarity::Unknown;
    note(steps, opener == kNoToken ? child : opener, "condition", before, result);
    return result;
  }
  uint32_t opener = opener_of(child);
  if (opener != kNoToken) {
    if (const Operator* entry = word(parse_.tokens[opener].lemma, kOpener, opener)) result = apply(*entry, result);
    // "when they meet, they will ...": the time clause lies ahead with its main clause.
    if (above.inner.planned && token.tag != "VBD") result.planned = true;
    if (above.inner.certainty == Certainty::Unknown && above.inner.polarity == Polarity::Unknown && token.tag != "VBD") result = above.inner;
    note(steps, opener, "conjunction", before, result);
    return result;
  }
  uint32_t place = clause_place(child);
  if (place == kInfinitive) {
    result.certainty = Certainty::Unknown;
    result.polarity = Polarity::Unknown;
    note(steps, child, "purpose", before, result);
    return result;
  }
  if (place == kGerund) {
    // "ruled out raising the tax": trees take the object for an adjunct.
    if (const Operator* entry = child > token.head ? governing(token.head, kGerund) : nullptr) {
      result = apply(*entry, above.inner);
      note(steps, token.head, "verb", before, result);
      return result;
    }
  }
  if (place == kGerund || token.tag == "VBN") return above.inner.polarity == Polarity::Negative ? above.outer : above.inner;
  return result;
}

Standing FactualityReader::conjunct_edge(const Level& above, uint32_t head, uint32_t child) const {
  const Token& first = parse_.tokens[head];
  const Token& second = parse_.tokens[child];
  if (!is_verb(first) || !is_verb(second)) return above.inner;
  bool own_auxiliary = false;
  for (uint32_t inner : parse_.children(child)) own_auxiliary = own_auxiliary || parse_.tokens[inner].dep == "aux";
  bool but = false;
  for (uint32_t inner : parse_.children(head)) but = but || (parse_.tokens[inner].dep == "cc" && inner < child && parse_.tokens[inner].lemma == "but");
  if (has_subject(child) || own_auxiliary || first.tag != second.tag) return above.outer;
  if (but && above.inner.polarity == Polarity::Negative) return above.outer;
  // "lifted nothing and kept the siege": the negation of an object is not shared.
  if (above.inner.polarity == Polarity::Negative && above.outer.polarity == Polarity::Positive && negator_of(head) == kNoToken && !is_subject_negated(head)) return above.outer;
  return above.inner;
}

Standing FactualityReader::edge(const Level& above, uint32_t head, uint32_t child, std::vector<StandingStep>* steps) const {
  const Token& token = parse_.tokens[child];
  const std::string_view dep = token.dep;
  if (dep == "conj") return conjunct_edge(above, head, child);
  // "The cabinet resigned; officials expect no change": neither clause speaks of the other.
  if (dep == "parataxis" && is_verb(token) && has_subject(child)) return above.outer;
  if (dep == "prep" || dep == "agent" || dep == "dative") return above.inner;
  if (dep == "pobj" || dep == "pcomp") {
    const Token& preposition = parse_.tokens[head];
    if (preposition.pos == "ADP" || preposition.pos == "SCONJ" || preposition.dep == "prep" || preposition.dep == "agent") {
      return preposition_edge(above, head, child, steps);
    }
    return above.inner;
  }
  if (dep == "dobj" || dep == "nsubj" || dep == "nsubjpass" || dep == "csubj" || dep == "attr") return nominal_edge(above, head, child, steps);
  if (dep == "advcl") return adverbial_edge(above, child, steps);
  if (dep == "ccomp" && !has_subject(head) && lexicon_.in_list("conditional_openers", to_lower(text_.document.slice(parse_.tokens[head].span)))) {
    Standing result = above.outer;  // "Provided that the truce holds"
    result.certainty = Certainty::Unknown;
    result.polarity = Polarity::Unknown;
    note(steps, head, "condition", above.inner, result);
    return result;
  }
  if (dep == "acl" && token.pos == "ADJ") return above.inner;  // "the decision ... surprised the generals": no content of the noun
  if (dep == "ccomp" || dep == "xcomp" || dep == "acl" || (dep == "relcl" && is_content_clause(child))) {
    uint32_t place = clause_place(child);
    if (place == kClause && dep != "ccomp" && dep != "xcomp" && is_called_false(head)) {
      Standing result{Certainty::Certain, Polarity::Negative, false, above.inner.attributed};
      note(steps, head, "called false", above.inner, result);
      return result;
    }
    const Operator* entry = governing(head, place);
    if (!entry && place == kBare) entry = governing(head, kInfinitive);
    if (!entry && (dep == "ccomp" ? place != kClause : place == kInfinitive && parse_.tokens[head].tag == "VBN")) entry = governing(head, kClause);
    if (!entry && parse_.tokens[head].lemma == "be") {
      // "It is likely that", "the plan is to": the predicate's word decides.
      for (uint32_t other : parse_.children(head)) {
        std::string_view role = parse_.tokens[other].dep;
        if (!entry && (role == "acomp" || role == "attr")) entry = governing(other, place);
      }
    }
    Standing result = above.inner;
    if (entry) {
      result = apply(*entry, above.inner);
    } else if (dep == "acl") {
      result = place == kInfinitive ? Standing{Certainty::Unknown, Polarity::Unknown, false, above.clause_attributed} : presupposed(above);
    } else if (above.inner.polarity == Polarity::Negative && dep == "ccomp") {
      result = {Certainty::Unknown, Polarity::Unknown, false, above.inner.attributed};
    }
    uint32_t opener = opener_of(child);
    if (dep == "ccomp" && opener != kNoToken && (parse_.tokens[opener].lemma == "whether" || parse_.tokens[opener].lemma == "if")) {
      result.certainty = Certainty::Unknown;
      result.polarity = Polarity::Unknown;
    } else if (dep == "ccomp" && place == kClause && opener != kNoToken && (parse_.tokens[opener].lemma == "why" || parse_.tokens[opener].lemma == "how")) {
      if (result.certainty == Certainty::Unknown) result = presupposed(above);  // "asked why the police had fired": that they did is no question
    }
    note(steps, head, is_verb(parse_.tokens[head]) ? "verb" : is_noun(parse_.tokens[head]) ? "noun" : "adjective", above.inner, result);
    return result;
  }
  if (dep == "relcl" || dep == "appos" || dep == "poss") return taken_for_granted(above, child, steps);
  if (dep == "compound" || dep == "amod" || dep == "nmod") {
    return is_noun(parse_.tokens[head]) ? presupposed(above) : above.inner;
  }
  return above.inner;
}

}  // namespace casus
