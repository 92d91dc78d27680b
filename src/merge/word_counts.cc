// SPDX-License-Identifier: Apache-2.0
#include "merge/word_counts.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/hash.h"
#include "base/table.h"

namespace casus {
namespace {

constexpr double kWordsOfDocument = 170;  // nouns, verbs, adjectives and names of an ordinary article
constexpr double kUnseen = 0.3;           // times that a word which the corpora lack is taken to stand there

uint8_t in_eighths(double share) { return static_cast<uint8_t>(std::clamp(std::lround(-8 * std::log(share)), 0l, 255l)); }

}  // namespace

Result<WordCounts> WordCounts::load(const std::filesystem::path& knowledge_folder) {
  TRY_ASSIGN(Table table, read_table(knowledge_folder, "word_counts.tsv", {"word", "count"}));
  std::vector<double> counts;
  for (const TableRow& row : table.rows) {
    double count = 0;
    auto [end, fault] = std::from_chars(row.cells[1].data(), row.cells[1].data() + row.cells[1].size(), count);
    if (fault != std::errc() || count < 1) return Error{ErrorCode::Corrupt, "a count must be a positive number; run script/setup again", row.where};
    counts.push_back(count);
  }
  if (table.rows.empty() || table.rows.back().cells[0] != "*") return Error{ErrorCode::Corrupt, "the table lacks its last row; run script/setup again", "word_counts.tsv"};
  // The share of documents that have a word which stands so often in so many words.
  auto rarity = [total = counts.back()](double count) { return in_eighths(1 - std::exp(-kWordsOfDocument * (count + kUnseen) / total)); };
  WordCounts words;
  words.unknown_ = rarity(0);
  for (size_t i = 0; i + 1 < counts.size(); ++i) words.rarity_of_[hash32(table.rows[i].cells[0])] = rarity(counts[i]);
  return words;
}

uint8_t WordCounts::rarity(uint32_t word) const {
  auto found = rarity_of_.find(word);
  return found == rarity_of_.end() ? unknown_ : found->second;
}

uint8_t WordCounts::pair_rarity() { return 255; }

}  // namespace casus
