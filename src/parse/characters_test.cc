// SPDX-License-Identifier: Apache-2.0
#include "parse/characters.h"

#include <gtest/gtest.h>

namespace casus {
namespace {

TEST(Characters, WhiteSpaceIsPythons) {
  for (const char32_t c : {U' ', U'\t', U'\n', U'\x0B', U'\r', U'\x1C', U'\x1F', U'\x85', U'\xA0', U'\u1680', U'\u2007',
                           U'\u2028', U'\u202F', U'\u205F', U'\u3000'}) {
    EXPECT_TRUE(is_space(c)) << static_cast<uint32_t>(c);
  }
  for (const char32_t c : {U'a', U'\0', U'\x1B', U'\x7F', U'\u180E', U'\u200B', U'\u2060', U'\uFEFF'}) {
    EXPECT_FALSE(is_space(c)) << static_cast<uint32_t>(c);
  }
  EXPECT_TRUE(is_all_space(" \u3000\n"));
  EXPECT_FALSE(is_all_space(" a"));
  EXPECT_FALSE(is_all_space(""));
}

TEST(Characters, Letters) {
  EXPECT_TRUE(is_all_letters("naïveЖ東"));
  EXPECT_FALSE(is_all_letters("a-b"));
  EXPECT_FALSE(is_all_letters("a1"));
  EXPECT_FALSE(is_all_letters("e\u0301"));  // a combining mark is no letter
  EXPECT_FALSE(is_all_letters(""));
}

TEST(Characters, EndsOfWords) {
  EXPECT_EQ(first_character("été"), "é");
  EXPECT_EQ(first_character("x"), "x");
  EXPECT_EQ(first_character(""), "");
  EXPECT_EQ(last_three_characters("Tchadien"), "ien");
  EXPECT_EQ(last_three_characters("été"), "été");
  EXPECT_EQ(last_three_characters("ab"), "ab");
  EXPECT_EQ(last_three_characters("😀😀😀😀"), "😀😀😀");
}

TEST(Characters, Shapes) {
  const std::pair<std::string, std::string> kShapes[] = {
      {"Lagos", "Xxxxx"},      {"Bamako", "Xxxxx"},  {"UNESCO", "XXXX"},   {"B-52", "X-dd"},      {"1999", "dddd"},
      {"19999", "dddd"},       {"-----", "----"},    {"aAaA", "xXxX"},     {"²①٣", "ddd"},        {"½", "½"},
      {"ǅ", "x"},              {"Ⅳ", "Ⅳ"},           {"東京", "xx"},       {"é\u0301", "x\u0301"}, {"", ""},
      {"xxxx.xxxxx", "xxxx.xxxx"}, {"\n\n\n\n\n", "\n\n\n\n"}};
  for (const auto& [text, shape] : kShapes) EXPECT_EQ(word_shape(text), shape) << text;
  EXPECT_EQ(word_shape(std::string(99, 'a')), "xxxx");
  EXPECT_EQ(word_shape(std::string(100, 'a')), "LONG");
}

}  // namespace
}  // namespace casus
