// SPDX-License-Identifier: Apache-2.0
// Which entry of the tables a word is, for the place that is asked for.
#include <algorithm>

#include "code/factuality.h"

namespace casus {

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

}  // namespace casus
