// SPDX-License-Identifier: Apache-2.0
#include "parse/analyzer.h"

#include <algorithm>
#include <tuple>

namespace casus {
namespace {

RulerToken ruler_token(const Lexeme& lexeme, const TokenLabels& labels) {
  return {lexeme.lower, lexeme.features.is_space, labels.tag, labels.dep};
}

void set_token(const Reading& reading, StringArena& strings, Token& token) {
  token.tag = reading.tag;
  token.pos = reading.pos;
  token.morph = reading.morph;
  token.dep = reading.dep;
  token.lemma = strings.add(reading.lemma);  // the lexicon may forget it
}

}  // namespace

Reading Analyzer::make_reading(const Lexeme& lexeme, const TokenLabels& labels, std::span<const RulerHit> others,
                               RegexScratch& scratch, std::string& lemma) const {
  std::vector<uint32_t> rules;
  ruler_.find_single(ruler_token(lexeme, labels), scratch, rules);
  for (const RulerHit& hit : others) rules.push_back(hit.rule);
  if (!others.empty()) std::sort(rules.begin(), rules.end());
  RulerAttributes attributes;
  attributes.tag = tags_[labels.tag];
  attributes.dep = deps_[labels.dep];
  ruler_.apply(rules, attributes);
  lemma = attributes.lemma.empty()
              ? lemmatizer_.lemmatize(lexeme.text, lexeme.lower, attributes.pos, attributes.morph)
              : std::string(attributes.lemma);
  Reading reading;
  reading.network_tag = labels.tag;
  reading.network_dep = labels.dep;
  reading.tag = attributes.tag;
  reading.pos = attributes.pos;
  reading.morph = attributes.morph;
  reading.dep = attributes.dep;
  reading.lemma = lemma;
  return reading;
}

const Reading& Analyzer::find_reading(Lexeme& lexeme, const TokenLabels& labels, Lexicon& lexicon) const {
  for (const Reading* reading = lexeme.readings; reading != nullptr; reading = reading->next) {
    if (reading->network_tag == labels.tag && reading->network_dep == labels.dep) return *reading;
  }
  std::string lemma;
  Reading reading = make_reading(lexeme, labels, {}, lexicon.scratch(), lemma);
  reading.may_begin_sequence = ruler_.may_begin_sequence(ruler_token(lexeme, labels), lexicon.scratch());
  return lexicon.add_reading(lexeme, reading);
}

void Analyzer::find_sequences(std::span<const TextToken> tokens, std::span<const TokenLabels> labels, uint32_t first,
                              RegexScratch& scratch, std::vector<RulerHit>& hits) const {
  std::vector<RulerToken> window;
  const size_t end = std::min(tokens.size(), first + ruler_.longest_sequence());
  for (size_t i = first; i < end; ++i) window.push_back(ruler_token(*tokens[i].lexeme, labels[i]));
  const size_t known = hits.size();
  ruler_.find_sequences(window, scratch, hits);
  for (size_t i = known; i < hits.size(); ++i) hits[i].token += first;
}

void Analyzer::analyze(std::span<const TextToken> tokens, std::span<const TokenLabels> labels, Lexicon& lexicon,
                       Parse& parse) const {
  std::vector<RulerHit> hits;
  for (uint32_t i = 0; i < tokens.size(); ++i) {
    const Reading& reading = find_reading(*tokens[i].lexeme, labels[i], lexicon);
    set_token(reading, parse.strings, parse.tokens[i]);
    if (reading.may_begin_sequence) find_sequences(tokens, labels, i, lexicon.scratch(), hits);
  }
  // All rules look at the tokens as they were at first, so these can be read anew.
  std::sort(hits.begin(), hits.end(),
            [](const RulerHit& a, const RulerHit& b) { return std::tie(a.token, a.rule) < std::tie(b.token, b.rule); });
  for (auto hit = hits.begin(); hit != hits.end();) {
    const auto end = std::find_if(hit, hits.end(), [&](const RulerHit& other) { return other.token != hit->token; });
    const uint32_t token = hit->token;
    std::string lemma;
    const Reading reading = make_reading(*tokens[token].lexeme, labels[token], {hit, end}, lexicon.scratch(), lemma);
    set_token(reading, parse.strings, parse.tokens[token]);
    hit = end;
  }
}

}  // namespace casus
