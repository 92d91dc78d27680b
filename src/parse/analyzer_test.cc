// SPDX-License-Identifier: Apache-2.0
#include "parse/analyzer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "parse/text_model_for_test.h"

namespace casus {
namespace {

TEST(Lemmatizer, KnowsFormsByPartOfSpeech) {
  struct Case {
    const char *text, *lower, *pos, *morph, *lemma;
  };
  const Case kCases[] = {
      {"attacked", "attacked", "VERB", "Tense=Past|VerbForm=Fin", "attack"},
      {"Fighting", "fighting", "VERB", "Aspect=Prog|Tense=Pres|VerbForm=Part", "fight"},
      {"went", "went", "VERB", "Tense=Past|VerbForm=Fin", "go"},
      {"meets", "meets", "VERB", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "meet"},
      {"men", "men", "NOUN", "Number=Plur", "man"},
      {"meeting", "meeting", "NOUN", "Number=Sing", "meeting"},
      {"Police", "police", "NOUN", "Number=Plur", "Police"},   // unknown to the rules: kept as it is written
      {"Rebels", "rebels", "NOUN", "Number=Plur", "rebel"},
      {"Rebels", "rebels", "PROPN", "Number=Plur", "Rebels"},
      {"larger", "larger", "ADJ", "Degree=Cmp", "large"},
      {"Large", "large", "ADJ", "Degree=Pos", "large"},
      {"better", "better", "ADV", "Degree=Cmp", "well"},
      {"Of", "of", "ADP", "", "of"},
      {"“", "“", "PUNCT", "PunctSide=Ini", "\""},
      {"\n", "\n", "SPACE", "", "\n"},
      {"blorping", "blorping", "VERB", "VerbForm=Ger", "blorpe"},
      {"blorps", "blorps", "VERB", "VerbForm=Inf", "blorps"},
      {"", "", "", "", ""},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(text_model().lemmatizer.lemmatize(c.text, c.lower, c.pos, c.morph), c.lemma) << c.text << " " << c.pos;
  }
}

const std::vector<std::string> kTags = {"VBD", "NN", "IN", "VBZ", "RB", "_SP"};
const std::vector<std::string> kDeps = {"ROOT", "mark", "nsubj", "neg"};

AttributeRuler load_rules(const std::string& json) {
  const auto bytes = nlohmann::json::to_msgpack(nlohmann::json::parse(json));
  return AttributeRuler::load(std::string(bytes.begin(), bytes.end()), kTags, kDeps).value();
}

// The numbers of the rules that apply, separated by blanks.
std::string single_rules(const AttributeRuler& ruler, const RulerToken& token) {
  std::vector<uint32_t> rules;
  RegexScratch scratch;
  ruler.find_single(token, scratch, rules);
  return fmt::format("{}", fmt::join(rules, " "));
}

TEST(AttributeRuler, MatchesTagLabelWordAndSpace) {
  const AttributeRuler ruler = load_rules(R"([
    {"patterns": [[{"TAG": "VBD"}]], "attrs": {"POS": "VERB"}, "index": 0},
    {"patterns": [[{"TAG": {"IN": ["NN", "IN"]}, "DEP": "mark"}]], "attrs": {"POS": "SCONJ"}, "index": 0},
    {"patterns": [[{"LOWER": {"REGEX": "^n'?t$"}}]], "attrs": {"LEMMA": "not"}, "index": 0},
    {"patterns": [[{"DEP": {"NOT_IN": ["mark", "neg", ""]}, "LOWER": "so"}]], "attrs": {"POS": "ADV"}, "index": 0},
    {"patterns": [[{"IS_SPACE": true}], [{"LOWER": "blank"}]], "attrs": {"POS": "SPACE"}, "index": 0}])");
  EXPECT_EQ(single_rules(ruler, {"ran", false, 0, 0}), "0");
  EXPECT_EQ(single_rules(ruler, {"that", false, 2, 1}), "1");
  EXPECT_EQ(single_rules(ruler, {"that", false, 2, 0}), "");
  EXPECT_EQ(single_rules(ruler, {"n't", false, 0, 3}), "0 2");
  EXPECT_EQ(single_rules(ruler, {"no't", false, 4, 3}), "");
  EXPECT_EQ(single_rules(ruler, {"so", false, 4, 2}), "3");
  EXPECT_EQ(single_rules(ruler, {"so", false, 4, 3}), "");
  EXPECT_EQ(single_rules(ruler, {"\n", true, 5, 0}), "4");
  EXPECT_EQ(single_rules(ruler, {"blank", false, 1, 0}), "4");
}

TEST(AttributeRuler, LaterRulesOverwrite) {
  const AttributeRuler ruler = load_rules(R"([
    {"patterns": [[{"TAG": "VBD"}]], "attrs": {"POS": "VERB", "MORPH": "Tense=Past|Aspect=Perf"}, "index": 0},
    {"patterns": [[{"TAG": "VBD"}]], "attrs": {"POS": "AUX", "LEMMA": "be"}, "index": 0},
    {"patterns": [[{"TAG": "VBD"}]], "attrs": {"MORPH": "_", "TAG": "_SP", "DEP": "dep"}, "index": 0}])");
  RulerAttributes attributes;
  ruler.apply(std::vector<uint32_t>{0, 1}, attributes);
  EXPECT_EQ(attributes.pos, "AUX");
  EXPECT_EQ(attributes.morph, "Aspect=Perf|Tense=Past");
  EXPECT_EQ(attributes.lemma, "be");
  ruler.apply(std::vector<uint32_t>{2}, attributes);
  EXPECT_EQ(attributes.morph, "");
  EXPECT_EQ(attributes.tag, "_SP");
  EXPECT_EQ(attributes.dep, "dep");
}

TEST(AttributeRuler, RefusesWhatItDoesNotKnow) {
  const auto load = [](const std::string& json) {
    const auto bytes = nlohmann::json::to_msgpack(nlohmann::json::parse(json));
    return AttributeRuler::load(std::string(bytes.begin(), bytes.end()), kTags, kDeps);
  };
  const char* const kRules[] = {
      "[]", "7", R"([{"attrs": {}}])",
      R"([{"patterns": [[{"ORTH": "a"}]], "attrs": {"POS": "X"}, "index": 0}])",
      R"([{"patterns": [[{"TAG": {"FUZZY": "a"}}]], "attrs": {"POS": "X"}, "index": 0}])",
      R"([{"patterns": [[{"TAG": "NN"}]], "attrs": {"SHAPE": "X"}, "index": 0}])",
      R"([{"patterns": [[{"TAG": "NN"}]], "attrs": {"POS": "X"}, "index": 1}])",
      R"([{"patterns": [[{"TAG": "NN"}]], "attrs": {"POS": "X"}, "index": -1}])",
      R"([{"patterns": [[{"LOWER": {"REGEX": "("}}]], "attrs": {"POS": "X"}, "index": 0}])"};
  for (const char* rules : kRules) EXPECT_FALSE(load(rules)) << rules;
}

// Texts of which the networks' labels are given by hand.
class AnalyzerTest : public testing::Test {
 protected:
  Parse analyze(std::string_view text, const std::vector<TokenLabels>& labels, const Analyzer& analyzer) {
    std::vector<TextToken> tokens;
    text_model().tokenizer.tokenize(text, lexicon_, tokens);
    EXPECT_EQ(tokens.size(), labels.size());
    Parse parse;
    parse.tokens.resize(tokens.size());
    analyzer.analyze(tokens, labels, lexicon_, parse);
    return parse;
  }

  static TokenLabels labels(uint16_t tag, uint16_t dep) {
    TokenLabels labels;
    labels.tag = tag;
    labels.dep = dep;
    return labels;
  }

  Lexicon lexicon_{text_model().tokenizer, text_model().vocabulary};
};

TEST_F(AnalyzerTest, RulesForSeveralTokensKeepTheirPlaceInTheOrder) {
  const Analyzer analyzer(load_rules(R"([
    {"patterns": [[{"TAG": "VBZ"}]], "attrs": {"POS": "VERB"}, "index": 0},
    {"patterns": [[{"LOWER": "it"}, {"TAG": "VBZ"}]], "attrs": {"POS": "AUX", "LEMMA": "pair"}, "index": 1},
    {"patterns": [[{"TAG": "VBZ", "LOWER": "stops"}]], "attrs": {"POS": "X"}, "index": 0}])"),
                          load_text_model().lemmatizer, kTags, kDeps);
  const Parse parse =
      analyze("it goes it stops goes", {labels(1, 2), labels(3, 0), labels(1, 2), labels(3, 0), labels(3, 0)}, analyzer);
  EXPECT_EQ(parse.tokens[1].pos, "AUX");
  EXPECT_EQ(parse.tokens[1].lemma, "pair");
  EXPECT_EQ(parse.tokens[3].pos, "X");  // the last rule comes after the pair
  EXPECT_EQ(parse.tokens[3].lemma, "pair");
  EXPECT_EQ(parse.tokens[4].pos, "VERB");  // the reading alone is not changed by what happened in a pair
  EXPECT_EQ(parse.tokens[4].lemma, "go");
  EXPECT_EQ(parse.tokens[0].tag, "NN");
  EXPECT_EQ(parse.tokens[0].dep, "nsubj");
}

TEST_F(AnalyzerTest, OneWordHasAReadingPerTagAndLabel) {
  const Analyzer analyzer(load_rules(R"([
    {"patterns": [[{"TAG": "VBZ"}]], "attrs": {"POS": "VERB"}, "index": 0},
    {"patterns": [[{"TAG": "NN"}]], "attrs": {"POS": "NOUN"}, "index": 0},
    {"patterns": [[{"TAG": "NN", "DEP": "mark"}]], "attrs": {"POS": "SCONJ"}, "index": 0}])"),
                          load_text_model().lemmatizer, kTags, kDeps);
  const Parse parse = analyze("strikes strikes strikes strikes",
                              {labels(3, 0), labels(1, 2), labels(1, 1), labels(3, 0)}, analyzer);
  EXPECT_EQ(parse.tokens[0].pos, "VERB");
  EXPECT_EQ(parse.tokens[1].pos, "NOUN");
  EXPECT_EQ(parse.tokens[2].pos, "SCONJ");
  EXPECT_EQ(parse.tokens[3].pos, "VERB");
  EXPECT_EQ(parse.tokens[0].lemma, "strike");
  EXPECT_EQ(parse.tokens[2].lemma, "strikes");
}

}  // namespace
}  // namespace casus
