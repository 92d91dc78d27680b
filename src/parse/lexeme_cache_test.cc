// SPDX-License-Identifier: Apache-2.0
#include "parse/lexeme_cache.h"

#include <gtest/gtest.h>

namespace casus {
namespace {

TEST(LexemeCache, TellsNewWordsFromKnownOnes) {
  LexemeCache cache(2, 4);
  cache.reserve(3);
  const auto [entry, is_new] = cache.find_or_add({1, 2});
  EXPECT_TRUE(is_new);
  entry[0] = 5;
  EXPECT_TRUE(cache.find_or_add({2, 1}).second) << "columns have an order";
  EXPECT_EQ(cache.find_or_add({1, 2}), std::pair(entry, false));
}

TEST(LexemeCache, KeepsWordsInUseAndForgetsOthers) {
  LexemeCache cache(1, 4);
  for (uint64_t word = 1; word <= 20; ++word) {
    cache.reserve(2);
    *cache.find_or_add({word}).first = static_cast<float>(word);
    const auto [entry, is_new] = cache.find_or_add({1});
    EXPECT_FALSE(is_new) << "after " << word << " words";
    EXPECT_EQ(*entry, 1);
  }
  cache.reserve(2);
  EXPECT_TRUE(cache.find_or_add({2}).second);
  EXPECT_FALSE(cache.find_or_add({20}).second);
}

}  // namespace
}  // namespace casus
