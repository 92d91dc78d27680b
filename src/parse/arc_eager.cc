// SPDX-License-Identifier: Apache-2.0
#include "parse/arc_eager.h"

#include <cassert>

namespace casus {

void ArcEagerState::start(size_t tokens) {
  tokens_ = tokens;
  next_ = 0;
  stack_.clear();
  rebuffer_.clear();
  flags_.assign(tokens, 0);
  labels_.assign(tokens, 0);
  for (auto* list : {&heads_, &latest_left_, &latest_right_, &earlier_sibling_, &later_sibling_}) {
    list->assign(tokens, kNone);
  }
  if (tokens > 0) flags_[0] = kStart;
}

int32_t ArcEagerState::buffer(size_t depth) const {
  if (depth < rebuffer_.size()) return rebuffer_[rebuffer_.size() - 1 - depth];
  const size_t token = next_ + depth - rebuffer_.size();
  return token < tokens_ ? static_cast<int32_t>(token) : kNone;
}

uint32_t ArcEagerState::valid() const {
  const size_t length = buffer_length();
  const int32_t first = buffer(0), second = buffer(1);
  uint32_t actions = 0;
  const bool inside_sentence = length > 0 && !starts_sentence(first);
  if (stack_.empty() || (length >= 2 && inside_sentence && !unshiftable(first))) actions |= 1 << Shift;
  if (!stack_.empty()) actions |= 1 << Reduce;
  if (!stack_.empty() && inside_sentence) actions |= 1 << LeftArc | 1 << RightArc;
  if (length >= 2 && second == first + 1 && !starts_sentence(second)) actions |= 1 << Break;
  return actions;
}

std::array<int32_t, ArcEagerState::kSlots> ArcEagerState::slots() const {
  const int32_t word = buffer(0), top = stack(0);
  const auto of = [](const std::vector<int32_t>& list, int32_t token) {
    return token == kNone ? kNone : list[static_cast<size_t>(token)];
  };
  return {word, buffer(1), top, stack(1), stack(2), of(latest_left_, word), of(latest_left_, top),
          of(latest_right_, top)};
}

void ArcEagerState::push() {
  if (rebuffer_.empty()) {
    stack_.push_back(static_cast<int32_t>(next_++));
    return;
  }
  stack_.push_back(rebuffer_.back());
  rebuffer_.pop_back();
}

void ArcEagerState::detach(int32_t child) {
  const size_t index = static_cast<size_t>(child);
  const int32_t head = heads_[index], earlier = earlier_sibling_[index], later = later_sibling_[index];
  if (head == kNone) return;
  if (later == kNone) {
    latest(child, head)[static_cast<size_t>(head)] = earlier;
  } else {
    earlier_sibling_[static_cast<size_t>(later)] = earlier;
  }
  if (earlier != kNone) later_sibling_[static_cast<size_t>(earlier)] = later;
  heads_[index] = kNone;
}

void ArcEagerState::attach(int32_t child, int32_t head, uint16_t label) {
  detach(child);
  const size_t index = static_cast<size_t>(child);
  int32_t& last = latest(child, head)[static_cast<size_t>(head)];
  if (last != kNone) later_sibling_[static_cast<size_t>(last)] = child;
  earlier_sibling_[index] = last;
  later_sibling_[index] = kNone;
  last = child;
  heads_[index] = head;
  labels_[index] = label;
}

void ArcEagerState::apply(Action action, uint16_t label) {
  assert(valid() >> action & 1);
  switch (action) {
    case Shift:
      push();
      return;
    case Reduce: {
      const int32_t top = stack_.back();
      const bool last = stack_.size() == 1;
      stack_.pop_back();
      if (last || heads_[static_cast<size_t>(top)] != kNone) return;
      // Non-monotonic: a word without head goes back, to get one from the word before it.
      flags_[static_cast<size_t>(top)] |= kUnshiftable;
      rebuffer_.push_back(top);
      return;
    }
    case LeftArc: {
      const int32_t word = buffer(0);
      attach(stack_.back(), word, label);
      flags_[static_cast<size_t>(word)] &= static_cast<uint8_t>(~kUnshiftable);
      stack_.pop_back();
      return;
    }
    case RightArc:
      attach(buffer(0), stack_.back(), label);
      push();
      return;
    case Break:
      flags_[static_cast<size_t>(buffer(1))] |= kStart;
      return;
  }
}

}  // namespace casus
