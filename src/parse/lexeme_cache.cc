// SPDX-License-Identifier: Apache-2.0
#include "parse/lexeme_cache.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace casus {
namespace {

// The values are hashes already, but for reserved symbols and flags: mix them, keeping the order of columns.
uint64_t hash_of(const LexemeKey& key) {
  uint64_t hash = 0;
  for (const uint64_t value : key) {
    hash = (std::rotl(hash, 23) ^ value) * 0x9e3779b97f4a7c15;  // 2^64 / golden ratio: spreads to the high bits
  }
  return hash ^ (hash >> 32);
}

// Without the call of memcmp that == makes of it.
bool same(const LexemeKey& left, const LexemeKey& right) {
  uint64_t difference = 0;
  for (size_t i = 0; i < left.size(); ++i) difference |= left[i] ^ right[i];
  return difference == 0;
}

}  // namespace

LexemeCache::LexemeCache(size_t entry_size, size_t capacity) : entry_size_(entry_size), capacity_(capacity) {
  for (Generation* generation : {&young_, &old_}) {
    generation->table.assign(std::bit_ceil(2 * capacity), 0);
    generation->keys.reserve(capacity);
    generation->entries.resize(entry_size * capacity);
  }
}

void LexemeCache::reserve(size_t words) {
  assert(words <= capacity_);
  if (young_.keys.size() + words <= capacity_) return;
  std::swap(young_, old_);
  std::ranges::fill(young_.table, 0);
  young_.keys.clear();
}

uint32_t& LexemeCache::place(Generation& generation, const LexemeKey& key, uint64_t hash) const {
  const size_t mask = generation.table.size() - 1;
  size_t slot = hash & mask;
  while (generation.table[slot] != 0 && !same(generation.keys[generation.table[slot] - 1], key)) slot = (slot + 1) & mask;
  return generation.table[slot];
}

std::pair<float*, bool> LexemeCache::find_or_add(const LexemeKey& key) {
  const uint64_t hash = hash_of(key);
  uint32_t& slot = place(young_, key, hash);
  if (slot != 0) return {young_.entries.data() + (slot - 1) * entry_size_, false};
  assert(young_.keys.size() < capacity_);
  float* entry = young_.entries.data() + young_.keys.size() * entry_size_;
  young_.keys.push_back(key);
  slot = static_cast<uint32_t>(young_.keys.size());
  const uint32_t old_slot = place(old_, key, hash);
  if (old_slot == 0) return {entry, true};
  std::copy_n(old_.entries.data() + (old_slot - 1) * entry_size_, entry_size_, entry);
  return {entry, false};
}

}  // namespace casus
