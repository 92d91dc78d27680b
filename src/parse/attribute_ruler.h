// SPDX-License-Identifier: Apache-2.0
// spaCy's attribute ruler: rules that give tokens their part of speech, features and some lemmas, from the tag, the word
// and the dependency label.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casus/result.h"
#include "parse/message_pack.h"
#include "parse/regex.h"

namespace casus {

// What the rules look at: a token before any rule was applied.
struct RulerToken {
  std::string_view lower;  // text in lower case
  bool is_space = false;
  uint16_t tag = 0, dep = 0;  // indexes into the lists given to AttributeRuler::load
};

// What they give. A rule overwrites what rules before it gave.
struct RulerAttributes {
  std::string_view tag, pos, morph, dep, lemma;  // lemma: empty if no rule gives one
};

// A rule that applies to a token.
struct RulerHit {
  uint32_t rule = 0;
  uint32_t token = 0;
};

// Immutable once loaded.
class AttributeRuler {
 public:
  // Reads the file "attribute_ruler/patterns" of a model. Errors: Corrupt; Unsupported for kinds of conditions that the
  // English pipelines do not have.
  static Result<AttributeRuler> load(const std::string& bytes, const std::vector<std::string>& tags,
                                     const std::vector<std::string>& deps);

  // Adds the rules that apply to the token because of itself alone, ascending.
  void find_single(const RulerToken& token, RegexScratch& scratch, std::vector<uint32_t>& rules) const;
  // Whether one of the rules for several tokens may begin with this one.
  bool may_begin_sequence(const RulerToken& token, RegexScratch& scratch) const;
  // Adds the hits of rules for several tokens in a row that begin with the first of `tokens`.
  void find_sequences(std::span<const RulerToken> tokens, RegexScratch& scratch, std::vector<RulerHit>& hits) const;

  // Changes `attributes` by the rules, which must be ascending.
  void apply(std::span<const uint32_t> rules, RulerAttributes& attributes) const;

  size_t longest_sequence() const { return longest_sequence_; }

 private:
  // Whether a string is as a pattern demands.
  struct StringTest {
    std::vector<std::string> any_of, none_of;
    bool has_any_of = false;
    std::vector<Regex> found;
    bool holds(std::string_view text, RegexScratch& scratch) const;
  };
  struct TokenTest {
    std::vector<bool> tags, deps;  // which are allowed; empty if any
    std::optional<StringTest> lower;
    std::optional<bool> is_space;
    bool holds(const RulerToken& token, RegexScratch& scratch) const;
  };
  struct Pattern {
    std::vector<TokenTest> tokens;
    uint32_t rule = 0;
    uint32_t target = 0;  // which of the tokens gets the attributes
  };
  struct Rule {
    std::optional<std::string> tag, pos, morph, dep, lemma;
  };
  struct Labels;

  Status read_rule(const PackedValue& value, const Labels& labels);
  static Result<StringTest> read_string_test(const PackedValue& value);
  static Result<TokenTest> read_token_test(const PackedValue& value, const Labels& labels);
  static Result<Rule> read_attributes(const PackedValue& value);

  std::vector<Rule> rules_;
  std::vector<Pattern> singles_, sequences_;
  std::vector<std::vector<uint32_t>> singles_by_tag_;  // indexes into singles_, ascending
  size_t longest_sequence_ = 1;
};

}  // namespace casus
