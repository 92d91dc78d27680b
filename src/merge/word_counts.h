// SPDX-License-Identifier: Apache-2.0
// How rare words are in texts at large, from build/knowledge/word_counts.tsv.
#pragma once

#include <filesystem>
#include <unordered_map>

#include "casus/result.h"

namespace casus {

class WordCounts {
 public:
  static Result<WordCounts> load(const std::filesystem::path& knowledge_folder);
  // StoryTerm::rarity of the word with this hash; words that no table has, names above all, count as rare.
  uint8_t rarity(uint32_t word) const;
  bool knows(uint32_t word) const { return rarity_of_.contains(word); }
  // Of pairs of words, which no table has.
  static uint8_t pair_rarity();

 private:
  std::unordered_map<uint32_t, uint8_t> rarity_of_;
  uint8_t unknown_ = 0;
};

}  // namespace casus
