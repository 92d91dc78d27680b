// SPDX-License-Identifier: Apache-2.0
// Which things lately had a key: hash chains through a ring, as LZ77 compressors keep them. Fixed cost per posting, nothing to delete: the oldest
// postings are overwritten when the ring is full.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace casus {

class RecentPostings {
 public:
  // `most` postings are kept at a time, rounded up to a power of two.
  explicit RecentPostings(size_t most) : most_(std::bit_ceil(most)) {}

  void add(uint32_t key, uint32_t value) {
    if (ring_.size() < most_ && added_ == ring_.size()) grow();
    uint64_t& head = heads_[slot(key)];
    ring_[added_ & (ring_.size() - 1)] = {key, value, head};
    head = ++added_;
  }

  // Calls visit(value) for the latest values of the key, at most `most` of them.
  template <typename Visit>
  void visit(uint32_t key, size_t most, Visit visit) const {
    if (ring_.empty()) return;
    size_t steps = 8 * most;  // other keys in the same chain must not make it long
    for (uint64_t at = heads_[slot(key)]; at != 0 && at + ring_.size() > added_ && steps > 0; --steps) {
      const Posting& posting = ring_[(at - 1) & (ring_.size() - 1)];
      if (posting.key == key) {
        visit(posting.value);
        if (--most == 0) return;
      }
      at = posting.previous;
    }
  }

 private:
  struct Posting {
    uint32_t key = 0, value = 0;
    uint64_t previous = 0;  // place of the one before it in its chain, counted from 1 over all that were ever added; 0: none
  };

  size_t slot(uint32_t key) const { return (key * 0x9E3779B9u) >> (32 - bits_); }

  void grow() {
    std::vector<Posting> old = std::move(ring_);
    size_t size = old.empty() ? 1024 : old.size() * 2;
    ring_.assign(size, {});
    heads_.assign(size / 2, 0);
    bits_ = std::countr_zero(size / 2);
    added_ = 0;
    for (const Posting& posting : old) {
      uint64_t& head = heads_[slot(posting.key)];
      ring_[added_] = {posting.key, posting.value, head};
      head = ++added_;
    }
  }

  size_t most_;
  uint64_t added_ = 0;
  int bits_ = 0;
  std::vector<Posting> ring_;
  std::vector<uint64_t> heads_;
};

}  // namespace casus
