// SPDX-License-Identifier: Apache-2.0
#include "find/time_grammar.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "find/times.h"

namespace casus {
namespace {

// A parse without tags and trees: words parted by blanks, one sentence.
Parse plain_parse(const std::string& text) {
  Parse parse;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find_first_of(" \n", at), text.size());
    Token token;
    token.span = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    token.lemma = token.tag = token.pos = token.morph = token.dep = "";
    token.head = static_cast<uint32_t>(parse.tokens.size());
    parse.tokens.push_back(token);
    at = end + 1;
  }
  parse.sentences.push_back({{0, static_cast<uint32_t>(text.size())}, 0, static_cast<uint32_t>(parse.tokens.size())});
  parse.index_children();
  return parse;
}

class TimeGrammarTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("casus_time_grammar_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::filesystem::copy("data/times", folder_ / "times", std::filesystem::copy_options::recursive);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // The message of loading with one more line in a table.
  std::string error_with(const std::string& file, const std::string& line) {
    std::ofstream(folder_ / "times" / file, std::ios::app) << line << "\n";
    auto grammar = TimeGrammar::load(folder_);
    return grammar ? std::string() : grammar.error().to_string();
  }

  static std::vector<std::string> found(const std::string& text) {
    auto grammar = TimeGrammar::load("data");
    Document document;
    document.text = text;
    std::vector<std::string> list;
    for (const TimeMention& mention : find_times(document, plain_parse(text), *grammar)) {
      list.push_back(std::string(document.slice(mention.span)) + " = " + mention.value);
    }
    return list;
  }

  std::filesystem::path folder_;
};

using List = std::vector<std::string>;

TEST_F(TimeGrammarTest, ReadsUnanchoredValues) {
  EXPECT_EQ(found("on 28 April 2021"), List{"28 April 2021 = 2021-04-28"});
  EXPECT_EQ(found("on 28 April"), List{"28 April = XXXX-04-28"});
  EXPECT_EQ(found("last Tuesday"), List{"last Tuesday = last:weekday:2"});
  EXPECT_EQ(found("two weeks ago"), List{"two weeks ago = shift:W:-2"});
  EXPECT_EQ(found("the next day"), List{"the next day = context:D:+1"});
  EXPECT_EQ(found("yesterday evening"), List{"yesterday evening = shift:D:-1 TEV"});
  EXPECT_EQ(found("late in 1957"), List{"late in 1957 = 1957 end"});
  EXPECT_EQ(found("half a century"), List{"half a century = P50Y"});
  EXPECT_EQ(found("at 5:34 pm"), List{"5:34 pm = near T17:34"});
}

TEST_F(TimeGrammarTest, SplitsWithinTokens) {
  EXPECT_EQ(found("on 26-27 April"), (List{"26 = XXXX-04-26", "27 April = XXXX-04-27"}));
  EXPECT_EQ(found("the mid-1990s"), List{"the mid-1990s = 199 mid"});
  EXPECT_EQ(found("since 2021–2025"), (List{"2021 = 2021", "2025 = 2025"}));
  EXPECT_EQ(found("at 11pm"), List{"11pm = near T23:00"});
}

TEST_F(TimeGrammarTest, DoesNotCrossBlankLines) {
  EXPECT_EQ(found("12 May 2021"), List{"12 May 2021 = 2021-05-12"});
  EXPECT_EQ(found("12 May\n\n2021").front(), "12 May = XXXX-05-12");
}

TEST_F(TimeGrammarTest, NamesFileLineAndRemedy) {
  EXPECT_NE(error_with("patterns.tsv", "date\tDATE\t<no_such_class>\tX\t-").find("<no_such_class> is neither"),
            std::string::npos);
}

TEST_F(TimeGrammarTest, RefusesUnreadFields) {
  EXPECT_NE(error_with("patterns.tsv", "date\tDATE\ttoday\t{month}\t-").find("{month}"), std::string::npos);
}

TEST_F(TimeGrammarTest, RefusesUnknownConditions) {
  EXPECT_NE(error_with("patterns.tsv", "date\tDATE\ttoday\tX\tsunny").find("sunny"), std::string::npos);
}

TEST_F(TimeGrammarTest, RefusesUnpairedValues) {
  EXPECT_NE(error_with("patterns.tsv", "date\tDATE\t[ today ] [ today ]\tX\t-").find("one value for each"),
            std::string::npos);
}

TEST_F(TimeGrammarTest, RefusesUnknownSpelling) {
  EXPECT_NE(error_with("words.tsv", "month\tbrumaire\t02\tfrench").find("words.tsv:"), std::string::npos);
}

TEST_F(TimeGrammarTest, TakesNewWords) { EXPECT_EQ(error_with("words.tsv", "month\tbrumaire\t11\tcapital"), ""); }

}  // namespace
}  // namespace casus
