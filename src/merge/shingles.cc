// SPDX-License-Identifier: Apache-2.0
#include "merge/shingles.h"

#include <algorithm>
#include <string>

#include "base/hash.h"
#include "base/utf8.h"

namespace casus {
namespace {

enum class WordKind { Plain, Number, Name };

struct Word {
  uint32_t form = 0;  // hash of the lower case
  WordKind kind = WordKind::Plain;
};

// Letters and digits of any script; U+2000 to U+206F are blanks, dashes and quotation marks.
bool is_word_byte(std::string_view text, size_t at) {
  auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return std::isalnum(byte);
  for (size_t first = at < 2 ? 0 : at - 2; first <= at; ++first) {
    if (text[first] == '\xE2' && first + 1 < text.size() && (text[first + 1] == '\x80' || text[first + 1] == '\x81')) return false;
  }
  return true;
}

std::vector<Word> split(std::string_view text) {
  std::vector<Word> words;
  bool begins = true;
  for (size_t at = 0; at < text.size();) {
    if (!is_word_byte(text, at)) {
      begins |= text[at] == '.' || text[at] == '!' || text[at] == '?' || text[at] == '\n';
      ++at;
      continue;
    }
    size_t start = at;
    while (at < text.size() && is_word_byte(text, at)) ++at;
    std::string_view word = text.substr(start, at - start);
    std::string lower = to_lower(word);
    bool has_capital = lower[0] != word[0];
    words.push_back({hash32(lower), is_digit(word[0]) ? WordKind::Number : has_capital && !begins ? WordKind::Name : WordKind::Plain});
    begins = false;
  }
  return words;
}

// A chain of multiplications by the golden ratio (Fibonacci hashing).
uint64_t mix(uint64_t mixed, uint32_t next) { return (mixed ^ next) * 0x9E3779B97F4A7C15; }
uint32_t upper_half(uint64_t mixed) { return static_cast<uint32_t>((mixed ^ (mixed >> 29)) >> 8); }

// The smallest `most`, rising, each once.
std::vector<uint32_t> smallest(std::vector<uint32_t> hashes, size_t most) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > most) hashes.resize(most);
  return hashes;
}

std::vector<uint32_t> shingles_of(const std::vector<Word>& words) {
  std::vector<uint32_t> shingles;
  size_t run = std::min(kShingleWords, words.size());
  for (size_t i = 0; run > 0 && i + run <= words.size(); ++i) {
    uint64_t mixed = 0;
    for (size_t k = i; k < i + run; ++k) mixed = mix(mixed, words[k].form);
    shingles.push_back(upper_half(mixed));
  }
  return smallest(std::move(shingles), kMostShingles);
}

// Each name with what stands around it, numbers and names being alike there. Names of several words are one.
std::vector<uint32_t> names_of(const std::vector<Word>& words) {
  struct Piece {
    uint32_t shape, name;  // name: 0 for other words
  };
  constexpr uint32_t kNumber = 1, kName = 2;
  std::vector<Piece> pieces;
  for (const Word& word : words) {
    bool is_name = word.kind == WordKind::Name;
    if (is_name && !pieces.empty() && pieces.back().name != 0) {
      pieces.back().name = upper_half(mix(pieces.back().name, word.form)) | 1;
    } else {
      pieces.push_back({is_name ? kName : word.kind == WordKind::Number ? kNumber : word.form, is_name ? word.form : 0});
    }
  }
  std::vector<uint32_t> names;
  for (size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (pieces[i].name == 0) continue;
    uint64_t around = 0;
    for (size_t k = i < 2 ? 0 : i - 2; k <= std::min(i + 2, pieces.size() - 1); ++k) around = mix(around, k == i ? kName : pieces[k].shape);
    names.push_back((upper_half(around) & ~kNameBits) | (upper_half(mix(0, pieces[i].name)) & kNameBits));
  }
  return smallest(std::move(names), kMostNames);
}

}  // namespace

Wording find_wording(std::string_view text) {
  std::vector<Word> words = split(text);
  return {shingles_of(words), names_of(words)};
}

}  // namespace casus
