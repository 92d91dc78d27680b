// SPDX-License-Identifier: Apache-2.0
// Cues that are no plain verbs: nouns, adjectives, phrases, and the verb or colon beside a quotation.
#include <algorithm>

#include "code/attribution.h"

namespace casus {

bool AttributionFinder::is_body(uint32_t token) const {
  int32_t entity = parse_.entity_of[token];
  if (entity < 0) return false;
  std::string_view label = parse_.entities[entity].label;
  return label == "PERSON" || label == "ORG" || label == "NORP" || label == "GPE";
}

uint32_t AttributionFinder::holder_of_noun(uint32_t noun) const {
  uint32_t holder = child_with(noun, "poss");
  for (std::string_view preposition : {"by", "from", "among"}) {
    for (uint32_t child : parse_.children(noun)) {
      if (holder == kNoToken && parse_.tokens[child].dep == "prep" && parse_.tokens[child].lemma == preposition) holder = child_with(child, "pobj");
    }
  }
  if (holder != kNoToken) return holder;
  // "the Lima Post request to unseal", "Russian claims that"
  for (uint32_t child : parse_.children(noun)) {
    std::string_view dep = parse_.tokens[child].dep;
    if ((dep == "compound" || dep == "amod" || dep == "nmod") && is_body(child)) return child;
  }
  const Token& token = parse_.tokens[noun];
  const Token& head = parse_.tokens[token.head];
  if ((token.dep == "dobj" || token.dep == "attr") && is_verb(head)) {
    return lexicon_.in_list("light_verbs", head.lemma) ? holder_of_verb(token.head) : kNoToken;
  }
  // "wrote in a statement that", "stirred the crowd with an assertion that"
  if (token.dep == "pobj" && (head.lemma == "in" || head.lemma == "with") && is_verb(parse_.tokens[head.head])) return holder_of_verb(head.head);
  return kNoToken;
}

void AttributionFinder::add_noun(uint32_t noun, std::vector<Attribution>& found) const {
  const Token& token = parse_.tokens[noun];
  const auto* entries = lexicon_.cues(WordClass::Noun, token.lemma);
  if (!entries || token.dep == "compound") return;
  const uint32_t holder = holder_of_noun(noun);
  for (const CueEntry& entry : *entries) {
    Attribution own;
    own.cue = own.cue_first = own.cue_last = noun;
    own.entry = &entry;
    own.holder = holder;
    if (!collect(entry, noun, own)) continue;
    if (!own.clausal && (holder == kNoToken || entry.kind == "intend")) continue;
    if (holder == kNoToken) {
      // Only a word that is passed on is anybody's word: "rumours that", not "the chance that".
      if ((entry.kind != "say" && entry.kind != "accuse") || reader_.clause_place(own.content_head) == kInfinitive) continue;
      own.impersonal = token.dep == "attr";
    }
    found.push_back(own);
    return;
  }
}

void AttributionFinder::add_adjective(uint32_t adjective, std::vector<Attribution>& found) const {
  const Token& token = parse_.tokens[adjective];
  const bool participle = token.tag == "VBN" && is_passive(adjective);
  const auto* entries = lexicon_.cues(WordClass::Adjective, participle ? text_.document.slice(token.span) : token.lemma);
  if (!entries) return;
  if (!participle && token.dep != "acomp" && token.dep != "oprd" && token.dep != "ROOT" && token.dep != "conj" && token.dep != "advcl") return;
  if (parse_.tokens[token.head].lemma == "make") return;  // "make sure that"
  for (const CueEntry& entry : *entries) {
    Attribution own;
    own.cue = own.cue_first = own.cue_last = adjective;
    own.entry = &entry;
    uint32_t at = adjective;
    bool taken = collect(entry, adjective, own);
    if (!taken && !participle && token.dep == "acomp") {
      // Parsers often hang the clause on the verb: "is convinced that ...".
      for (uint32_t child : parse_.children(token.head)) {
        const Token& other = parse_.tokens[child];
        if (child < adjective || (other.dep != "ccomp" && other.dep != "xcomp")) continue;
        if (!entry.governs(is_verb(other) ? reader_.clause_place(child) : uint32_t(kClause))) continue;
        cover(own, {child, other.left_edge, other.right_edge, true});
        taken = true;
      }
    }
    if (!taken) continue;
    if (participle) {
      own.holder = child_with(adjective, "nsubjpass");
      if (own.holder != kNoToken && own.content_first <= own.holder) own.content_first = adjective + 1;
    } else {
      while (parse_.tokens[at].dep == "conj") at = parse_.tokens[at].head;
      own.holder = is_verb(parse_.tokens[parse_.tokens[at].head]) ? holder_of_verb(parse_.tokens[at].head) : kNoToken;
    }
    if (own.holder == kNoToken || parse_.tokens[own.holder].lemma == "it") {
      own.holder = kNoToken;
      own.impersonal = true;
    }
    found.push_back(own);
    return;
  }
}

void AttributionFinder::add_phrase(uint32_t i, std::vector<Attribution>& found) const {
  const Token& token = parse_.tokens[i];
  const auto* entries = lexicon_.phrases(token.lemma);
  if (!entries) return;
  for (const CueEntry& entry : *entries) {
    Attribution own;
    own.cue = own.cue_first = own.cue_last = i;
    own.entry = &entry;
    uint32_t first = i, last = i;
    if (entry.words.size() > 1) {
      if (i + 1 >= parse_.tokens.size() || parse_.tokens[i + 1].lemma != entry.words[1]) continue;
      own.cue_last = i + 1;
      own.holder = child_with(i + 1, "pobj");
      if (own.holder == kNoToken) own.holder = child_with(i, "pobj");
      if (own.holder == kNoToken) continue;
      first = token.left_edge;
      last = std::max(token.right_edge, parse_.tokens[own.holder].right_edge);
    }
    uint32_t head = token.head;
    if (head == i) continue;
    while (parse_.tokens[head].dep == "prep" || parse_.tokens[head].dep == "pobj" || (!is_verb(parse_.tokens[head]) && parse_.tokens[head].dep != "ROOT")) {
      if (parse_.tokens[head].head == head || entry.words.size() == 1) break;
      head = parse_.tokens[head].head;
    }
    uint32_t from = parse_.tokens[head].left_edge, to = parse_.tokens[head].right_edge;
    if (first <= from) from = last + 1;
    if (last >= to || (to - last) <= 1) to = first == 0 ? 0 : first - 1;
    if (from > to) continue;
    cover(own, {head, from, to, true});
    found.push_back(own);
    return;
  }
}

// "In a new poll, the premier led by nine points": what is counted there is the poll's word.
void AttributionFinder::add_source(uint32_t preposition, std::vector<Attribution>& found) const {
  const Token& token = parse_.tokens[preposition];
  const uint32_t noun = child_with(preposition, "pobj");
  if (token.dep != "prep" || token.lemma != "in" || noun == kNoToken || !lexicon_.in_list("counting", parse_.tokens[noun].lemma)) return;
  const Token& verb = parse_.tokens[token.head];
  const auto* entries = lexicon_.phrases("accord");
  if (!entries || !is_verb(verb) || parse_.tokens[noun].tag == "NNS" || !reader_.has_subject(token.head) || reader_.clause_place(token.head) != kClause) return;
  Attribution own;
  own.entry = &entries->front();
  own.cue = own.cue_first = own.cue_last = preposition;
  own.holder = noun;
  uint32_t from = verb.left_edge, to = verb.right_edge;
  if (token.left_edge <= from) from = token.right_edge + 1;
  if (token.right_edge >= to || to - token.right_edge <= 1) to = token.left_edge - 1;
  if (from > to) return;
  cover(own, {token.head, from, to, true});
  found.push_back(own);
}

Attribution AttributionFinder::speech_cue(uint32_t verb) const {
  Attribution own;
  const Token& token = parse_.tokens[verb];
  // "gave a warning: ..."
  const bool noun = token.pos == "NOUN" && token.dep == "dobj" && lexicon_.in_list("light_verbs", parse_.tokens[token.head].lemma);
  const auto* entries = is_verb(token) || noun ? lexicon_.cues(noun ? WordClass::Noun : WordClass::Verb, token.lemma) : nullptr;
  if (!entries) return own;
  for (const CueEntry& entry : *entries) {
    Attribution candidate;
    set_cue(candidate, verb);
    if (!entry.governs(kQuote) || !words_stand_by(entry, verb, candidate)) continue;
    candidate.entry = &entry;
    candidate.holder = noun ? holder_of_noun(verb) : holder_of_verb(verb);
    return candidate;
  }
  return own;
}

Attribution AttributionFinder::label_cue(uint32_t colon) const {
  Attribution own;
  const auto* entries = lexicon_.cues(WordClass::Verb, "say");
  if (!entries) return own;
  own.entry = &entries->front();
  own.cue = own.cue_first = own.cue_last = colon;
  return own;
}

}  // namespace casus
