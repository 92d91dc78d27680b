// SPDX-License-Identifier: Apache-2.0
// Reads the rules of the attribute ruler: a list of {patterns: [[token test, ...], ...], attrs: {...}, index}.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "parse/attribute_ruler.h"

namespace casus {
namespace {

constexpr const char* kFile = "attribute_ruler/patterns";

Error corrupt(std::string_view what) {
  return {ErrorCode::Corrupt, fmt::format("{}; install the model again", what), kFile};
}
Error unsupported(std::string_view what, std::string_view name) {
  return {ErrorCode::Unsupported, fmt::format("{} \"{}\" is not supported", what, name), kFile};
}

std::vector<std::string> texts_of(const PackedValue& list) {
  std::vector<std::string> texts;
  for (const PackedValue& item : items_of(list)) texts.emplace_back(text_of(item));
  return texts;
}

// "B=y|A=x" becomes "A=x|B=y"; "_" stands for no features.
std::string normalize_morph(std::string_view morph) {
  if (morph == "_") return "";
  std::vector<std::string_view> features;
  while (!morph.empty()) {
    const size_t end = std::min(morph.find('|'), morph.size());
    features.push_back(morph.substr(0, end));
    morph.remove_prefix(std::min(end + 1, morph.size()));
  }
  std::sort(features.begin(), features.end());
  return fmt::format("{}", fmt::join(features, "|"));
}

}  // namespace

struct AttributeRuler::Labels {
  const std::vector<std::string>& tags;
  const std::vector<std::string>& deps;
};

Result<AttributeRuler::StringTest> AttributeRuler::read_string_test(const PackedValue& value) {
  StringTest test;
  if (is_text(value)) {
    test.any_of.emplace_back(text_of(value));
    test.has_any_of = true;
    return test;
  }
  if (entries_of(value).empty()) return corrupt("a rule has a condition that is neither a text nor a map");
  for (const auto& [key, argument] : entries_of(value)) {
    const std::string_view kind = text_of(key);
    if (kind == "IN") {
      test.any_of = texts_of(argument);
      test.has_any_of = true;
    } else if (kind == "NOT_IN") {
      test.none_of = texts_of(argument);
    } else if (kind == "REGEX") {
      TRY_ASSIGN(Regex regex, Regex::compile(text_of(argument), kFile));
      test.found.push_back(std::move(regex));
    } else {
      return unsupported("the condition", kind);
    }
  }
  return test;
}

Result<AttributeRuler::TokenTest> AttributeRuler::read_token_test(const PackedValue& value, const Labels& labels) {
  TokenTest test;
  RegexScratch scratch;
  const auto allow = [&](const StringTest& condition, const std::vector<std::string>& names) {
    std::vector<bool> allowed;
    for (const std::string& name : names) allowed.push_back(condition.holds(name, scratch));
    return allowed;
  };
  for (const auto& [key, argument] : entries_of(value)) {
    const std::string_view attribute = text_of(key);
    if (attribute == "IS_SPACE" && argument.type == msgpack::type::BOOLEAN) {
      test.is_space = argument.via.boolean;
      continue;
    }
    if (attribute != "TAG" && attribute != "DEP" && attribute != "LOWER") {
      return unsupported("a condition on", attribute);
    }
    TRY_ASSIGN(StringTest condition, read_string_test(argument));
    if (attribute == "TAG") test.tags = allow(condition, labels.tags);
    if (attribute == "DEP") test.deps = allow(condition, labels.deps);
    if (attribute == "LOWER") test.lower = std::move(condition);
  }
  return test;
}

Result<AttributeRuler::Rule> AttributeRuler::read_attributes(const PackedValue& value) {
  Rule rule;
  for (const auto& [key, argument] : entries_of(value)) {
    const std::string_view name = text_of(key);
    const std::string text(text_of(argument));
    if (name == "TAG") {
      rule.tag = text;
    } else if (name == "POS") {
      rule.pos = text;
    } else if (name == "MORPH") {
      rule.morph = normalize_morph(text);
    } else if (name == "DEP") {
      rule.dep = text;
    } else if (name == "LEMMA") {
      rule.lemma = text;
    } else {
      return unsupported("a rule that sets", name);
    }
  }
  return rule;
}

Status AttributeRuler::read_rule(const PackedValue& value, const Labels& labels) {
  const PackedValue* patterns = member(value, "patterns");
  const PackedValue* attributes = member(value, "attrs");
  const PackedValue* index = member(value, "index");
  if (patterns == nullptr || attributes == nullptr) return corrupt("a rule has no patterns or no attributes");
  TRY_ASSIGN(Rule rule, read_attributes(*attributes));
  rules_.push_back(std::move(rule));
  const uint64_t target = index == nullptr ? 0 : index->via.u64;
  if (index != nullptr && index->type != msgpack::type::POSITIVE_INTEGER) {
    return corrupt("a rule has an index that is not a number from 0");
  }
  for (const PackedValue& tokens : items_of(*patterns)) {
    Pattern pattern;
    for (const PackedValue& token : items_of(tokens)) {
      TRY_ASSIGN(TokenTest test, read_token_test(token, labels));
      pattern.tokens.push_back(std::move(test));
    }
    if (target >= pattern.tokens.size()) return corrupt("a rule has an index behind its last token");
    pattern.rule = static_cast<uint32_t>(rules_.size() - 1);
    pattern.target = static_cast<uint32_t>(target);
    longest_sequence_ = std::max(longest_sequence_, pattern.tokens.size());
    (pattern.tokens.size() == 1 ? singles_ : sequences_).push_back(std::move(pattern));
  }
  return ok();
}

Result<AttributeRuler> AttributeRuler::load(const std::string& bytes, const std::vector<std::string>& tags,
                                            const std::vector<std::string>& deps) {
  TRY_ASSIGN(const msgpack::object_handle handle, unpack(bytes, kFile));
  AttributeRuler ruler;
  for (const PackedValue& value : items_of(handle.get())) TRY(ruler.read_rule(value, Labels{tags, deps}));
  if (ruler.rules_.empty()) return corrupt("has no rules");
  ruler.singles_by_tag_.resize(tags.size());
  for (size_t tag = 0; tag < tags.size(); ++tag) {
    for (uint32_t i = 0; i < ruler.singles_.size(); ++i) {
      const std::vector<bool>& allowed = ruler.singles_[i].tokens[0].tags;
      if (allowed.empty() || allowed[tag]) ruler.singles_by_tag_[tag].push_back(i);
    }
  }
  return ruler;
}

}  // namespace casus
