// SPDX-License-Identifier: Apache-2.0
// What can be seen of a clause: its opener, its form, its negation, whether it tells what a noun says.
#include <algorithm>

#include "code/factuality.h"

namespace casus {

bool FactualityReader::has_subject(uint32_t verb) const {
  for (uint32_t child : parse_.children(verb)) {
    std::string_view dep = parse_.tokens[child].dep;
    if (dep == "nsubj" || dep == "nsubjpass" || dep == "csubj" || dep == "expl") return true;
  }
  return false;
}

uint32_t FactualityReader::clause_place(uint32_t verb) const {
  bool finite_auxiliary = false;
  for (uint32_t child : parse_.children(verb)) {
    const Token& token = parse_.tokens[child];
    if (token.dep != "aux" && token.dep != "auxpass") continue;
    if (token.tag == "TO") return kInfinitive;
    if (token.tag == "MD" || token.tag == "VBD" || token.tag == "VBZ" || token.tag == "VBP") finite_auxiliary = true;
  }
  const Token& token = parse_.tokens[verb];
  if (finite_auxiliary) return kClause;
  if (token.tag == "VBG") return kGerund;
  if (token.tag == "VB" && (token.dep != "ccomp" || opener_of(verb) == kNoToken)) return kBare;
  return kClause;
}

uint32_t FactualityReader::opener_of(uint32_t verb) const {
  for (uint32_t child : parse_.children(verb)) {
    const Token& token = parse_.tokens[child];
    if (child > verb) break;
    if (token.dep == "mark" || (token.dep == "advmod" && (token.tag == "WRB" || word(token.lemma, kOpener, child)))) return child;
  }
  return kNoToken;
}

// "the claim that guards took bribes": trees take such clauses for relative ones, but nothing is missing in them.
bool FactualityReader::is_content_clause(uint32_t verb) const {
  int objects = 0;
  bool that = false, that_opens = false, subject = false, that_as_subject = false;
  for (uint32_t child : parse_.children(verb)) {
    const Token& token = parse_.tokens[child];
    if (token.dep == "dobj") ++objects;
    if (token.lemma == "that" && (token.dep == "dobj" || token.dep == "mark") && child < verb) that = true, that_opens = token.dep == "mark";
    if (token.lemma == "that" && token.dep == "nsubj" && child < verb) that_as_subject = true;
    if ((token.dep == "nsubj" || token.dep == "nsubjpass") && token.lemma != "that") subject = true;
  }
  if (that_as_subject && subject) return objects > 0;
  return that && subject && (that_opens || objects != 1);
}

bool FactualityReader::is_conditional(uint32_t clause) const {
  for (uint32_t child : parse_.children(clause)) {
    const Token& token = parse_.tokens[child];
    if (child > clause) break;
    if (token.dep == "mark" && lexicon_.in_list("conditional_openers", token.lemma)) return true;
  }
  // "Had the army left", "should they refuse": the auxiliary opens the clause.
  const Token& token = parse_.tokens[clause];
  if (token.dep != "advcl") return false;
  const Token& first = parse_.tokens[token.left_edge];
  return first.head == clause && first.dep == "aux" && (first.lemma == "have" || first.lemma == "should" || first.lemma == "be") && has_subject(clause);
}

uint32_t FactualityReader::negator_of(uint32_t token) const {
  for (uint32_t child : parse_.children(token)) {
    const Token& word_token = parse_.tokens[child];
    if (word_token.dep == "neg") return child;
    if ((word_token.dep == "advmod" || word_token.dep == "preconj" || word_token.dep == "cc") && word(word_token.lemma, kNegator, child)) return child;
    if (word_token.dep == "det" && word(word_token.lemma, kDeterminer, child)) {
      if (word_token.lemma == "no" || word_token.lemma == "neither") return child;
    }
  }
  return kNoToken;
}

bool FactualityReader::is_perfect(uint32_t token) const {
  const auto& children = parse_.children(token);
  return std::any_of(children.begin(), children.end(), [&](uint32_t child) { return parse_.tokens[child].dep == "aux" && parse_.tokens[child].lemma == "have"; });
}

// "No troops entered", "nobody was hurt", "held no talks": the negation of an argument is the clause's.
bool FactualityReader::is_predicate_negated(uint32_t token) const {
  for (uint32_t child : parse_.children(token)) {
    const Token& argument = parse_.tokens[child];
    if (argument.dep == "prep") {
      // "at no time", "in no way"
      for (uint32_t noun : parse_.children(child)) {
        if (parse_.tokens[noun].dep == "pobj" && lexicon_.in_list("never_nouns", parse_.tokens[noun].lemma) && negator_of(noun) != kNoToken) return true;
      }
    }
    if (argument.dep != "nsubj" && argument.dep != "nsubjpass" && argument.dep != "dobj" && argument.dep != "attr") continue;
    if (argument.lemma == "nobody" || argument.lemma == "nothing" || argument.lemma == "none" || argument.lemma == "neither") return true;
    for (uint32_t inner : parse_.children(child)) {
      if (parse_.tokens[inner].dep == "det" && (parse_.tokens[inner].lemma == "no" || parse_.tokens[inner].lemma == "neither")) return true;
    }
  }
  return false;
}

bool FactualityReader::is_subject_negated(uint32_t verb) const {
  for (uint32_t child : parse_.children(verb)) {
    const Token& subject = parse_.tokens[child];
    if (subject.dep != "nsubj" && subject.dep != "nsubjpass") continue;
    if (negator_of(child) != kNoToken || word(subject.lemma, kDeterminer, child)) return true;
  }
  return false;
}

bool FactualityReader::is_definite_noun(uint32_t noun) const {
  for (uint32_t child : parse_.children(noun)) {
    const Token& token = parse_.tokens[child];
    if (token.dep == "poss") return true;
    if (token.dep == "det" && lexicon_.in_list("definite", token.lemma)) return true;
  }
  return false;
}

}  // namespace casus
