// SPDX-License-Identifier: Apache-2.0
// What the words of a clause make of it: mood, modals, adverbs, modifiers, negation.
#include "code/factuality.h"

namespace casus {

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
      // "said he would go": the future as told from the past. "Would have gone" lies in no future.
      if ((standing.attributed || word_token.dep == "ccomp") && !is_perfect(token)) entry = word(part.lemma, kReportedModal, child);
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

}  // namespace casus
