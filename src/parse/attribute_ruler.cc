// SPDX-License-Identifier: Apache-2.0
#include "parse/attribute_ruler.h"

#include <algorithm>

namespace casus {

bool AttributeRuler::StringTest::holds(std::string_view text, RegexScratch& scratch) const {
  const auto contains = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
  };
  return (!has_any_of || contains(any_of)) && !contains(none_of) &&
         std::all_of(found.begin(), found.end(), [&](const Regex& regex) { return regex.find(text, scratch); });
}

bool AttributeRuler::TokenTest::holds(const RulerToken& token, RegexScratch& scratch) const {
  return (tags.empty() || tags[token.tag]) && (deps.empty() || deps[token.dep]) &&
         (!is_space || *is_space == token.is_space) && (!lower || lower->holds(token.lower, scratch));
}

void AttributeRuler::find_single(const RulerToken& token, RegexScratch& scratch, std::vector<uint32_t>& rules) const {
  for (const uint32_t index : singles_by_tag_[token.tag]) {
    const Pattern& pattern = singles_[index];
    if (pattern.tokens[0].holds(token, scratch)) rules.push_back(pattern.rule);
  }
}

bool AttributeRuler::may_begin_sequence(const RulerToken& token, RegexScratch& scratch) const {
  return std::any_of(sequences_.begin(), sequences_.end(),
                     [&](const Pattern& pattern) { return pattern.tokens[0].holds(token, scratch); });
}

void AttributeRuler::find_sequences(std::span<const RulerToken> tokens, RegexScratch& scratch,
                                    std::vector<RulerHit>& hits) const {
  for (const Pattern& pattern : sequences_) {
    if (pattern.tokens.size() > tokens.size()) continue;
    bool holds = true;
    for (size_t i = 0; holds && i < pattern.tokens.size(); ++i) holds = pattern.tokens[i].holds(tokens[i], scratch);
    if (holds) hits.push_back({pattern.rule, pattern.target});
  }
}

void AttributeRuler::apply(std::span<const uint32_t> rules, RulerAttributes& attributes) const {
  for (const uint32_t index : rules) {
    const Rule& rule = rules_[index];
    if (rule.tag) attributes.tag = *rule.tag;
    if (rule.pos) attributes.pos = *rule.pos;
    if (rule.morph) attributes.morph = *rule.morph;
    if (rule.dep) attributes.dep = *rule.dep;
    if (rule.lemma) attributes.lemma = *rule.lemma;
  }
}

}  // namespace casus
