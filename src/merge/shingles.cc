// SPDX-License-Identifier: Apache-2.0
#include "merge/shingles.h"

#include <algorithm>
#include <string>

#include "base/hash.h"
#include "base/utf8.h"
#include "casus/story.h"

namespace casus {
namespace {

bool is_word_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) || (c & 0x80); }

// The smallest `most`, rising, each once.
std::vector<uint32_t> smallest(std::vector<uint32_t> hashes, size_t most) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > most) hashes.resize(most);
  return hashes;
}

// Words in lower case, and whether each began with a capital or a digit.
struct Words {
  std::vector<std::string> forms;
  std::vector<bool> are_names;
};

Words split(std::string_view text) {
  Words words;
  std::string form;
  size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && !is_word_byte(text[at])) ++at;
    size_t start = at;
    while (at < text.size() && is_word_byte(text[at])) ++at;
    if (at == start) break;
    std::string_view word = text.substr(start, at - start);
    words.forms.push_back(to_lower(word));
    words.are_names.push_back(is_digit(word[0]) || word.substr(0, 1) != words.forms.back().substr(0, 1));
  }
  return words;
}

}  // namespace

Wording find_wording(std::string_view text) {
  Words words = split(text);
  Wording wording;
  std::vector<uint32_t> hashes(words.forms.size());
  for (size_t i = 0; i < hashes.size(); ++i) {
    hashes[i] = hash32(words.forms[i]);
    if (words.are_names[i]) wording.names.push_back(hashes[i]);
  }
  size_t run = std::min(kShingleWords, hashes.size());
  for (size_t i = 0; run > 0 && i + run <= hashes.size(); ++i) {
    uint64_t mixed = 0;
    for (size_t k = i; k < i + run; ++k) mixed = (mixed ^ hashes[k]) * 0x9E3779B97F4A7C15;  // Fibonacci hashing
    wording.shingles.push_back(static_cast<uint32_t>((mixed ^ (mixed >> 29)) >> 8));
  }
  wording.shingles = smallest(std::move(wording.shingles), kMostShingles);
  wording.names = smallest(std::move(wording.names), kMostNames);
  return wording;
}

}  // namespace casus
