// SPDX-License-Identifier: Apache-2.0
// Remembers what the first layers computed for a word: most tokens of news are words met shortly before.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "parse/float_buffer.h"

namespace casus {

// The values of the embedded columns of a token; unused places are 0.
using LexemeKey = std::array<uint64_t, 6>;

// A bounded hash table from LexemeKey to `entry_size` floats. Two generations: words are added to the young one; when
// it is full it becomes the old one, and what is not asked for again until the next change is forgotten. Entries stay
// where they are until the next reserve().
class LexemeCache {
 public:
  // Capacity of one generation, in words.
  LexemeCache(size_t entry_size, size_t capacity);

  // Makes sure that `words` (at most the capacity) look-ups can follow.
  void reserve(size_t words);
  // The entry of `key`, and whether it is new: then the caller must fill it.
  std::pair<float*, bool> find_or_add(const LexemeKey& key);

 private:
  struct Generation {
    std::vector<uint32_t> table;  // index into keys + 1, or 0; its size is a power of two
    std::vector<LexemeKey> keys;
    FloatBuffer entries;
  };
  // The place of `key` in the table of `generation`: its own or the free one where it belongs.
  uint32_t& place(Generation& generation, const LexemeKey& key, uint64_t hash) const;

  size_t entry_size_;
  size_t capacity_;
  Generation young_;
  Generation old_;
};

}  // namespace casus
