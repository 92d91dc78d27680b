// SPDX-License-Identifier: Apache-2.0
#include "code/factuality.h"

#include <algorithm>
#include <array>

#include "base/names.h"
#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kLongestPath = 48;

Certainty least(Certainty a, Certainty b) { return std::max(a, b); }

Polarity turned(Polarity polarity) {
  return polarity == Polarity::Positive ? Polarity::Negative : polarity == Polarity::Negative ? Polarity::Positive : polarity;
}

void note(std::vector<StandingStep>* steps, uint32_t token, std::string_view name, const Standing& before, const Standing& after) {
  if (steps && !(before == after)) steps->push_back({token, name, after});
}

}  // namespace

Standing FactualityReader::apply(const Operator& entry, const Standing& context) {
  const bool fixed = entry.affirmed == entry.negated && (entry.affirmed == Effect::Yes || entry.affirmed == Effect::No);
  Effect effect = context.polarity == Polarity::Negative ? entry.negated : entry.affirmed;
  Standing result;
  result.attributed = context.attributed;
  result.planned = context.planned;
  result.certainty = fixed ? Certainty::Certain : context.certainty;
  auto become = [&](Certainty certainty, Polarity polarity) {
    result.certainty = least(result.certainty, certainty);
    result.polarity = result.certainty == Certainty::Unknown ? Polarity::Unknown : polarity;
  };
  switch (effect) {
    case Effect::None:
    case Effect::Same: return context;
    case Effect::Yes: if (fixed) result.planned = false; become(Certainty::Certain, Polarity::Positive); break;
    case Effect::No: become(Certainty::Certain, Polarity::Negative); break;
    case Effect::Likely: become(Certainty::Probable, Polarity::Positive); break;
    case Effect::Unlikely: become(Certainty::Probable, Polarity::Negative); break;
    case Effect::Maybe: become(Certainty::Possible, Polarity::Positive); break;
    case Effect::MaybeNot: become(Certainty::Possible, Polarity::Negative); break;
    case Effect::Open: become(Certainty::Unknown, Polarity::Unknown); break;
    case Effect::Planned: become(Certainty::Certain, Polarity::Positive); result.planned = true; break;
    // What is said stands by itself, also if saying it lies ahead.
    case Effect::Claimed: become(Certainty::Certain, Polarity::Positive); result.attributed = true; result.planned = false; break;
    case Effect::Believed: become(Certainty::Probable, Polarity::Positive); result.attributed = true; break;
    case Effect::Suspected: become(Certainty::Possible, Polarity::Positive); result.attributed = true; break;
    case Effect::Predicted: become(Certainty::Probable, Polarity::Positive); result.attributed = true; result.planned = true; break;
    case Effect::Denied: become(Certainty::Certain, Polarity::Negative); result.attributed = true; break;
    case Effect::Doubted: become(Certainty::Probable, Polarity::Negative); result.attributed = true; break;
  }
  return result;
}

bool FactualityReader::words_stand_by(const Operator& entry, uint32_t head) const {
  for (size_t i = 1; i < entry.words.size(); ++i) {
    auto children = parse_.children(head);
    bool found = std::any_of(children.begin(), children.end(), [&](uint32_t child) { return parse_.tokens[child].lemma == entry.words[i]; });
    bool next = head + i < parse_.tokens.size() && parse_.tokens[head + i].lemma == entry.words[i];
    if (!found && !next) return false;
  }
  return true;
}

const Operator* FactualityReader::word(std::string_view lemma, uint32_t place, uint32_t token) const {
  const auto* entries = lexicon_.words(lemma);
  if (!entries) return nullptr;
  for (const Operator& entry : *entries) {
    if (!entry.governs(place)) continue;
    bool fits = true;  // words before it, nearest first
    for (size_t i = 1; i < entry.words.size() && fits; ++i) fits = token >= i && parse_.tokens[token - i].lemma == entry.words[i];
    if (fits) return &entry;
  }
  return nullptr;
}

template <typename Entry>
const Entry* FactualityReader::first_fitting(const std::vector<Entry>* entries, uint32_t head, uint32_t place, std::string_view preposition) const {
  if (!entries) return nullptr;
  for (const Entry& entry : *entries) {
    bool fits = preposition.empty() ? entry.governs(place) : entry.governs(preposition);
    // "call for talks": the preposition is one of the entry's own words.
    if (!fits && !preposition.empty() && entry.governs(kObject) && entry.words.size() > 1) fits = entry.words.back() == preposition;
    if (fits && words_stand_by(entry, head)) return &entry;
  }
  return nullptr;
}

const Operator* FactualityReader::governing(uint32_t head, uint32_t place, std::string_view preposition) const {
  const Token& token = parse_.tokens[head];
  auto search = [&](const auto* entries) -> const Operator* { return first_fitting(entries, head, place, preposition); };
  if (is_verb(token)) {
    // "was expected to", "is set to": participles that are adjectives.
    if ((token.tag == "VBN" || token.tag == "VBG") && preposition.empty()) {
      if (const Operator* found = search(lexicon_.operators(WordClass::Adjective, text_.document.slice(token.span)))) return found;
    }
    if (const Operator* found = search(lexicon_.operators(WordClass::Verb, token.lemma))) return found;
    return search(lexicon_.cues(WordClass::Verb, token.lemma));
  }
  if (is_noun(token)) {
    if (const Operator* found = search(lexicon_.operators(WordClass::Noun, token.lemma))) return found;
    return search(lexicon_.cues(WordClass::Noun, token.lemma));
  }
  if (token.pos == "ADJ") {
    if (const Operator* found = search(lexicon_.operators(WordClass::Adjective, token.lemma))) return found;
    return search(lexicon_.cues(WordClass::Adjective, token.lemma));
  }
  return nullptr;
}

const CueEntry* FactualityReader::cue_for(uint32_t head, uint32_t place, std::string_view preposition) const {
  const Token& token = parse_.tokens[head];
  WordClass word_class = is_verb(token) ? WordClass::Verb : is_noun(token) ? WordClass::Noun : WordClass::Adjective;
  return first_fitting(lexicon_.cues(word_class, token.lemma), head, place, preposition);
}

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
  bool that = false, subject = false, that_as_subject = false;
  for (uint32_t child : parse_.children(verb)) {
    const Token& token = parse_.tokens[child];
    if (token.dep == "dobj") ++objects;
    if (token.lemma == "that" && (token.dep == "dobj" || token.dep == "mark") && child < verb) that = true;
    if (token.lemma == "that" && token.dep == "nsubj" && child < verb) that_as_subject = true;
    if ((token.dep == "nsubj" || token.dep == "nsubjpass") && token.lemma != "that") subject = true;
  }
  if (that_as_subject && subject) return objects > 0;
  return that && subject && objects != 1;
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

Standing FactualityReader::presupposed(const Level& above) const {
  Standing result;
  result.attributed = above.clause_attributed;
  return result;
}

Standing FactualityReader::preposition_edge(const Level& above, uint32_t preposition, uint32_t child, std::vector<StandingStep>* steps) const {
  const Token& prep = parse_.tokens[preposition];
  const uint32_t governor = prep.head;
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
    return subject || is_definite_noun(child) ? presupposed(above) : above.inner;
  }
  if (is_definite_noun(child) && subject && !above.inner.planned) return presupposed(above);
  return above.inner;
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
    }
    note(steps, head, is_verb(parse_.tokens[head]) ? "verb" : is_noun(parse_.tokens[head]) ? "noun" : "adjective", above.inner, result);
    return result;
  }
  if (dep == "relcl" || dep == "appos" || dep == "poss") return presupposed(above);
  if (dep == "compound" || dep == "amod" || dep == "nmod") {
    return is_noun(parse_.tokens[head]) ? presupposed(above) : above.inner;
  }
  return above.inner;
}

Standing FactualityReader::sentence_mood(uint32_t token, Standing standing, std::vector<StandingStep>* steps) const {
  const Token& root = parse_.tokens[token];
  const Sentence& sentence = parse_.sentences[root.sentence];
  Standing before = standing;
  auto open = [&](uint32_t word_token, std::string_view name) {
    standing.certainty = Certainty::Unknown;
    standing.polarity = Polarity::Unknown;
    note(steps, word_token, name, before, standing);
  };
  bool asks = false, presupposes = false, has_auxiliary = false, infinitive = false;
  for (uint32_t i = sentence.end_token; i-- > sentence.first_token;) {
    const Token& last = parse_.tokens[i];
    if (last.pos != "PUNCT" && last.pos != "SPACE") break;
    if (text_.document.slice(last.span).find('?') != std::string_view::npos) asks = true;
  }
  for (uint32_t child : parse_.children(token)) {
    const Token& part = parse_.tokens[child];
    if (part.dep == "aux" || part.dep == "auxpass") has_auxiliary = true;
    if (part.tag == "TO") infinitive = true;
    if (child < token && (part.lemma == "why" || part.lemma == "how")) presupposes = true;
  }
  if (asks && !presupposes) {
    open(sentence.end_token - 1, "question");
  } else if (is_verb(root) && root.tag == "VB" && !has_auxiliary && !has_subject(token)) {
    open(token, "imperative");
  } else if (is_verb(root) && infinitive && !has_subject(token)) {
    open(token, "infinitive");
  } else if (is_verb(root) && infinitive) {
    standing.planned = true;  // "Markets to stay closed": the language of headlines
    note(steps, token, "headline", before, standing);
  }
  return standing;
}

Standing FactualityReader::local(uint32_t token, Standing standing, bool is_top, std::vector<StandingStep>* steps) const {
  const Token& word_token = parse_.tokens[token];
  const bool verb = is_verb(word_token);
  if (is_top) standing = sentence_mood(token, standing, steps);
  uint32_t negator = negator_of(token);
  bool negated = negator != kNoToken || (verb && is_predicate_negated(token));
  for (uint32_t child : parse_.children(token)) {
    const Token& part = parse_.tokens[child];
    const Operator* entry = nullptr;
    std::string_view name;
    if (part.dep == "aux" && part.tag == "MD") {
      // "said he would go": the future as told from the past.
      if (standing.attributed || word_token.dep == "ccomp") entry = word(part.lemma, kReportedModal, child);
      if (!entry) entry = word(part.lemma, kModal, child);
      name = "modal";
    } else if (part.dep == "advmod" || part.dep == "npadvmod") {
      entry = word(part.lemma, kAdverb, child);
      name = "adverb";
    } else if (!verb && (part.dep == "amod" || part.dep == "compound" || part.dep == "nmod" || part.dep == "advmod")) {
      entry = word(text_.document.slice(part.span), kModifier, child);
      name = "modifier";
    } else if (part.dep == "advcl" && is_conditional(child)) {
      Standing before = standing;
      if (standing.certainty != Certainty::Unknown) standing.certainty = least(standing.certainty, Certainty::Possible);
      note(steps, child, "condition", before, standing);
    }
    if (!entry) continue;
    Standing before = standing;
    Effect effect = negated && name == "modal" ? entry->negated : entry->affirmed;
    bool turns = standing.polarity == Polarity::Negative;
    Operator own;
    own.affirmed = own.negated = effect;
    Standing context = standing;
    context.polarity = context.certainty == Certainty::Unknown ? Polarity::Unknown : Polarity::Positive;
    if (effect == Effect::Yes || effect == Effect::No) {
      if (context.certainty != Certainty::Unknown) context.polarity = effect == Effect::No ? Polarity::Negative : Polarity::Positive;
      standing = context;
    } else {
      standing = apply(own, context);
      if (effect == Effect::Claimed && before.planned) standing.planned = true;
    }
    if (turns) standing.polarity = turned(standing.polarity);
    note(steps, child, name, before, standing);
    if (name == "modal" && negated) negated = false;  // the modal has taken the negation in
  }
  if (negated) {
    Standing before = standing;
    standing.polarity = turned(standing.polarity);
    if (negator != kNoToken) {
      if (const Operator* entry = word(parse_.tokens[negator].lemma, kNegator, negator); entry && entry->affirmed == Effect::Unlikely) {
        standing.certainty = least(standing.certainty, Certainty::Probable);
      }
    }
    note(steps, negator == kNoToken ? token : negator, "negation", before, standing);
  }
  return standing;
}

FactualityReader::Level FactualityReader::step_down(const Level& above, uint32_t head, uint32_t child, std::vector<StandingStep>* steps) const {
  Level level;
  level.outer = edge(above, head, child, steps);
  std::string_view dep = parse_.tokens[child].dep;
  if (dep == "prep" || dep == "agent" || dep == "dative") return above;
  level.clause_attributed = is_verb(parse_.tokens[child]) ? level.outer.attributed : above.clause_attributed;
  level.inner = local(child, level.outer, false, steps);
  return level;
}

Standing FactualityReader::of(uint32_t token, std::vector<StandingStep>* steps, uint32_t top) const {
  std::array<uint32_t, kLongestPath> path;
  size_t length = 0;
  for (uint32_t at = token;; at = parse_.tokens[at].head) {
    path[length++] = at;
    if (at == top || parse_.tokens[at].head == at || length == kLongestPath) break;
  }
  Level level;
  uint32_t head = path[length - 1];
  const Token& first = parse_.tokens[head];
  bool has_mood = first.dep == "ROOT" || (head == top && first.dep != "xcomp" && is_verb(first) && clause_place(head) != kInfinitive && opener_of(head) == kNoToken);
  level.clause_attributed = false;
  level.inner = local(head, level.outer, has_mood, steps);
  for (size_t i = length - 1; i-- > 0;) {
    level = step_down(level, head, path[i], steps);
    head = path[i];
  }
  return level.inner;
}

std::string describe(const Standing& standing) {
  std::string text(name_of(standing.certainty));
  if (standing.polarity != Polarity::Unknown || standing.certainty != Certainty::Unknown) text += " " + std::string(name_of(standing.polarity));
  if (standing.planned) text += " planned";
  if (standing.attributed) text += " claimed";
  return text;
}

}  // namespace casus
