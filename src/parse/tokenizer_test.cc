// SPDX-License-Identifier: Apache-2.0
#include "parse/tokenizer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "parse/lexicon.h"
#include "parse/string_id.h"
#include "parse/text_model_for_test.h"

namespace casus {
namespace {

std::vector<TextToken> tokenize(std::string_view text, Lexicon& lexicon) {
  std::vector<TextToken> tokens;
  text_model().tokenizer.tokenize(text, lexicon, tokens);
  return tokens;
}

// The tokens, joined by '|', with '_' where a space follows.
std::string show(std::string_view text) {
  Lexicon lexicon(text_model().tokenizer, text_model().vocabulary);
  std::string shown;
  for (const TextToken& token : tokenize(text, lexicon)) {
    if (!shown.empty()) shown += '|';
    shown += token.lexeme->text;
    if (token.space_after) shown += '_';
  }
  return shown;
}

TEST(Tokenizer, SplitsTexts) {
  const std::pair<const char*, const char*> kTexts[] = {
      {"", ""},
      {"Rebels left.", "Rebels_|left|."},
      {"“Stop!” she said.", "“|Stop|!|”_|she_|said|."},
      {"They can't, won’t and didn't.", "They_|ca|n't|,_|wo|n’t_|and_|did|n't|."},
      {"the U.S. and Gen. Bako", "the_|U.S._|and_|Gen._|Bako"},
      {"north-east, 3-4 km", "north|-|east|,_|3|-|4_|km"},
      {"at 5p.m. paid $5.50/day", "at_|5|p.m._|paid_|$|5.50|/|day"},
      {"see https://news.example.org/a-b?c=1.", "see_|https://news.example.org/a-b?c=1|."},
      {"see 10.2.3.4, 5km², and £3bn", "see_|10.2.3.4|,_|5|km²|,_|and_|£|3bn"},
      {"Wait...what?!", "Wait|...|what|?|!"},
      {"Bako's sons' homes", "Bako|'s_|sons|'_|homes"},
      {"yes:-) so :-), he :( left", "yes:-|)_|so_|:-)|,_|he_|:(_|left"},
      {"(Nov 8)", "(|Nov_|8)"},
      {"end.Start", "end|.|Start"},
      {"-- ok", "--_|ok"},
  };
  for (const auto& [text, tokens] : kTexts) EXPECT_EQ(show(text), tokens) << text;
}

TEST(Tokenizer, OneSpaceBelongsToTheTokenBefore) {
  const std::pair<const char*, const char*> kTexts[] = {
      {"a b", "a_|b"},       {"a  b", "a_| |b"},         {"a   b", "a_|  |b"},  {"a\n\nb", "a|\n\n|b"},
      {" a", " |a"},         {"a ", "a_"},               {"a  ", "a_| "},       {"a \n b", "a_|\n |b"},
      {" ", " "},            {"a\u00a0b", "a|\u00a0|b"}, {"a\tb", "a|\t|b"},    {"a\u180e b", "a\u180e_|b"},
  };
  for (const auto& [text, tokens] : kTexts) EXPECT_EQ(show(text), tokens) << text;
}

TEST(Tokenizer, RulesGiveNorms) {
  Lexicon lexicon(text_model().tokenizer, text_model().vocabulary);
  const auto tokens = tokenize("can't I'm ’s €", lexicon);
  std::vector<uint64_t> norms;
  for (const TextToken& token : tokens) norms.push_back(token.lexeme->features.norm);
  const std::vector<uint64_t> expected = {string_id("can"), string_id("not"), string_id("i"),
                                          string_id("am"),  string_id("'s"),  string_id("$")};
  EXPECT_EQ(norms, expected);
}

TEST(Tokenizer, RepeatedTextsGiveTheSameLexemes) {
  Lexicon lexicon(text_model().tokenizer, text_model().vocabulary);
  const auto once = tokenize("Chad borders Sudan.", lexicon), twice = tokenize("Sudan.", lexicon);
  EXPECT_EQ(once[2].lexeme, twice[0].lexeme);
}

TEST(Tokenizer, LexiconStaysBounded) {
  Lexicon lexicon(text_model().tokenizer, text_model().vocabulary);
  std::vector<TextToken> tokens;
  const size_t words = 400'000;
  size_t forgotten = 0;
  const Lexeme* known = lexicon.find_or_add({"known", {}});
  for (size_t i = 0; i < words; ++i) {
    lexicon.forget_if_large();
    text_model().tokenizer.tokenize(fmt::format("word{}", i), lexicon, tokens);
    if (i % 50'000 != 0) continue;
    const Lexeme* again = lexicon.find_or_add({"known", {}});
    forgotten += again != known;
    known = again;
    EXPECT_EQ(known->text, "known");
  }
  EXPECT_GT(forgotten, 0u);
}

// Every token boundary of the documents, without the networks.
void expect_parity(const std::string& file) {
  const auto path = parity_file(file);
  SKIP_WITHOUT(path);
  Lexicon lexicon(text_model().tokenizer, text_model().vocabulary);
  for (const auto& document : read_documents(*path)) {
    const std::string text = document["text"];
    const CodePointIndex index(text);
    std::vector<std::string> ours, theirs;
    for (const TextToken& token : tokenize(text, lexicon)) {
      ours.push_back(fmt::format("{}:{}{}", index.to_code_points(token.start), token.lexeme->text, token.space_after ? "_" : ""));
    }
    for (const auto& token : document["tokens"]) {
      theirs.push_back(fmt::format("{}:{}{}", token["idx"].get<uint32_t>(), token["text"].get<std::string>(),
                                   token["ws"] == " " ? "_" : ""));
    }
    EXPECT_EQ(ours, theirs) << document["id"];
  }
}

TEST(TokenizerParity, News) { expect_parity("dev.jsonl.gz"); }
TEST(TokenizerParity, OddTexts) { expect_parity("adversarial.jsonl.gz"); }

TEST(VocabularyParity, FeaturesAreSpacys) {
  const auto path = parity_file("unit_vectors.json");
  SKIP_WITHOUT(path);
  std::ifstream file(*path);
  const auto vectors = nlohmann::json::parse(file);
  for (const auto& lexeme : vectors["lexemes"]) {
    const std::string text = lexeme["text"], lower = to_lower(text);
    EXPECT_EQ(lower, lexeme["lower"].get<std::string>()) << text;
    const TokenFeatures features = text_model().vocabulary.features(text, lower, "");
    EXPECT_EQ(text_model().vocabulary.norm(text, lower), lexeme["norm"].get<std::string>()) << text;
    EXPECT_EQ(std::to_string(features.norm), lexeme["norm_id"].get<std::string>()) << text;
    EXPECT_EQ(std::to_string(features.prefix), lexeme["prefix_id"].get<std::string>()) << text;
    EXPECT_EQ(std::to_string(features.suffix), lexeme["suffix_id"].get<std::string>()) << text;
    EXPECT_EQ(std::to_string(features.shape), lexeme["shape_id"].get<std::string>()) << text;
    EXPECT_EQ(features.is_space, lexeme["is_space"].get<bool>()) << text;
  }
}

TEST(Tokenizer, RefusesDamagedFiles) {
  for (const std::string& bytes : {std::string("\xc1"), std::string("\x80"), std::string()}) {
    EXPECT_FALSE(Tokenizer::load(bytes));
    EXPECT_FALSE(Vocabulary::load(bytes));
  }
}

}  // namespace
}  // namespace casus
