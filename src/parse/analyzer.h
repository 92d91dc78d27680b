// SPDX-License-Identifier: Apache-2.0
// From words and the labels of the network to parts of speech, features and lemmas: spaCy's attribute ruler and
// lemmatizer, remembered per word.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "casus/parse.h"
#include "parse/attribute_ruler.h"
#include "parse/lemmatizer.h"
#include "parse/lexicon.h"
#include "parse/network.h"
#include "parse/tokenizer.h"

namespace casus {

// Immutable.
class Analyzer {
 public:
  // `tags` and `deps` are the lists that the labels are indexes into, and that `ruler` was loaded with.
  Analyzer(AttributeRuler ruler, Lemmatizer lemmatizer, std::vector<std::string> tags, std::vector<std::string> deps)
      : ruler_(std::move(ruler)), lemmatizer_(std::move(lemmatizer)), tags_(std::move(tags)), deps_(std::move(deps)) {}

  // Sets tag, pos, morph, dep and lemma of the tokens of `parse`, of which there are as many as `tokens` and `labels`.
  // `lexicon` is the one that `tokens` are from.
  void analyze(std::span<const TextToken> tokens, std::span<const TokenLabels> labels, Lexicon& lexicon,
               Parse& parse) const;

 private:
  // The reading by the rules for single tokens, and by `others`: rules for several that apply here.
  Reading make_reading(const Lexeme& lexeme, const TokenLabels& labels, std::span<const RulerHit> others,
                       RegexScratch& scratch, std::string& lemma) const;
  const Reading& find_reading(Lexeme& lexeme, const TokenLabels& labels, Lexicon& lexicon) const;
  void find_sequences(std::span<const TextToken> tokens, std::span<const TokenLabels> labels, uint32_t first,
                      RegexScratch& scratch, std::vector<RulerHit>& hits) const;

  AttributeRuler ruler_;
  Lemmatizer lemmatizer_;
  std::vector<std::string> tags_, deps_;
};

}  // namespace casus
