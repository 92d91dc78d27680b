// SPDX-License-Identifier: Apache-2.0
#include "parse/string_id.h"

#include <gtest/gtest.h>

#include "parse/parity_for_test.h"

namespace casus {
namespace {

TEST(StringId, ReservedWordsAreNumbered) {
  EXPECT_EQ(string_id(""), 0u);
  EXPECT_EQ(string_id("IS_ALPHA"), 1u);
  EXPECT_EQ(string_id("IS_CURRENCY"), 18u);
  EXPECT_EQ(string_id("FLAG19"), 19u);
  EXPECT_EQ(string_id("FLAG63"), 63u);
  EXPECT_EQ(string_id("ID"), 64u);
  EXPECT_EQ(string_id("X"), 101u);
  EXPECT_EQ(string_id("DEPRECATED001"), 104u);
  EXPECT_EQ(string_id("DEPRECATED276"), 379u);
  EXPECT_EQ(string_id("PERSON"), 380u);
  EXPECT_EQ(string_id("punct"), 445u);
  EXPECT_EQ(string_id("_"), 456u);
}

TEST(StringId, OthersAreHashed) {
  EXPECT_EQ(string_id("the"), 7425985699627899538u);
  EXPECT_EQ(string_id("x"), 11123243248953317070u);
  EXPECT_NE(string_id("Punct"), 445u);
}

// Words of 0 to 8 bytes and more, in several scripts.
TEST(StringId, AgreesWithSpacy) {
  const auto path = parity_file("unit_vectors.json");
  SKIP_WITHOUT(path);
  std::ifstream file(*path);
  const auto vectors = nlohmann::json::parse(file);
  ASSERT_GT(vectors["lexemes"].size(), 20u);
  for (const auto& lexeme : vectors["lexemes"]) {
    EXPECT_EQ(std::to_string(string_id(lexeme["text"].get<std::string>())), lexeme["orth"].get<std::string>()) << lexeme["text"];
  }
}

}  // namespace
}  // namespace casus
