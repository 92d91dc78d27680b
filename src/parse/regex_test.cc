// SPDX-License-Identifier: Apache-2.0
#include "parse/regex.h"

#include <gtest/gtest.h>

namespace casus {
namespace {

// What the pattern finds first, or "-".
std::string first(std::string_view pattern, std::string_view text, size_t from = 0) {
  const auto regex = Regex::compile(pattern, "test");
  if (!regex) return regex.error().to_string();
  RegexScratch scratch;
  const auto match = regex->find(text, scratch, from);
  return match ? std::string(text.substr(match->start, match->end - match->start)) : "-";
}

TEST(Regex, ReadsThePatternsOfPython) {
  EXPECT_EQ(first(R"([\u00C0-\u00FF]+)", "thé"), "é");
  EXPECT_EQ(first(R"([\U0001F600-\U0001F64F])", "so 😀"), "😀");
  EXPECT_EQ(first(R"((?u)^\w+)", "naïve!"), "naïve");
  EXPECT_EQ(first(R"([[:alpha:]]+)", "b:l]"), "l]");  // no named classes in Python
  EXPECT_EQ(first(R"([]a]+)", "x]a]"), "]a]");
  EXPECT_EQ(first(R"([^]a]+)", "]xy]"), "xy");
  EXPECT_EQ(first(R"(\{|\})", "a}"), "}");
}

TEST(Regex, WhiteSpaceIsPythons) {
  EXPECT_EQ(first(R"(\S+)", "\x1c\u180e"), "\u180e");
  EXPECT_EQ(first(R"(\s)", "a\x1f"), "\x1f");
  EXPECT_EQ(first(R"([\sx]+)", "a\u3000x"), "\u3000x");
  EXPECT_EQ(first(R"(\d+)", "a٣٤"), "٣٤");
}

TEST(Regex, TakesTheFirstAlternativeAndSeesWhatStandsBefore) {
  EXPECT_EQ(first("a|ab", "ab"), "a");
  EXPECT_EQ(first("(?<=[0-9])km$", "5km", 1), "km");
  EXPECT_EQ(first("(?<=[0-9])km$", "akm", 1), "-");
  EXPECT_EQ(first("^a", "ba"), "-");
}

TEST(Regex, SaysWhatItCannotRead) {
  for (const char* pattern : {"(", R"(\Z)", R"(a\)", R"(\u12)", R"([\S])", R"(\v)"}) {
    const auto regex = Regex::compile(pattern, "tokenizer:prefix");
    ASSERT_FALSE(regex) << pattern;
    EXPECT_EQ(regex.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(regex.error().where, "tokenizer:prefix");
  }
}

TEST(Regex, GivesUpOnEndlessSearches) {
  EXPECT_EQ(first("^(a+)+$", std::string(200, 'a') + "b"), "-");
}

}  // namespace
}  // namespace casus
