// SPDX-License-Identifier: Apache-2.0
// The state machine of the dependency parser: spaCy's non-monotonic arc-eager system over a whole document.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace casus {

class ArcEagerState {
 public:
  enum Action : uint8_t { Shift, Reduce, LeftArc, RightArc, Break };
  static constexpr size_t kActions = 5;
  static constexpr size_t kSlots = 8;
  static constexpr int32_t kNone = -1;

  // Begins a document of that many tokens.
  void start(size_t tokens);
  bool done() const { return stack_.empty() && buffer_length() == 0; }
  // The actions possible now, as bits 1 << Action. Never empty before done().
  uint32_t valid() const;
  // What the model looks at, a token or kNone each: first and second of the buffer, first to third of the stack,
  // latest left dependent of the buffer's first, latest left and right dependents of the stack's first.
  std::array<int32_t, kSlots> slots() const;
  // Requires a valid action. `label` is kept for arcs.
  void apply(Action action, uint16_t label);

  // By token; a token without head has kNone, and its label means nothing.
  std::span<const int32_t> heads() const { return heads_; }
  std::span<const uint16_t> labels() const { return labels_; }

 private:
  size_t buffer_length() const { return tokens_ - next_ + rebuffer_.size(); }
  int32_t buffer(size_t depth) const;
  int32_t stack(size_t depth) const { return depth < stack_.size() ? stack_[stack_.size() - 1 - depth] : kNone; }
  bool starts_sentence(int32_t token) const { return flags_[static_cast<size_t>(token)] & kStart; }
  bool unshiftable(int32_t token) const { return flags_[static_cast<size_t>(token)] & kUnshiftable; }
  void push();
  void attach(int32_t child, int32_t head, uint16_t label);
  void detach(int32_t child);
  std::vector<int32_t>& latest(int32_t child, int32_t head) { return child < head ? latest_left_ : latest_right_; }

  static constexpr uint8_t kStart = 1, kUnshiftable = 2;

  size_t tokens_ = 0;
  size_t next_ = 0;                  // the first token that was never moved
  std::vector<int32_t> stack_;
  std::vector<int32_t> rebuffer_;    // tokens put back; its end stands before next_
  std::vector<uint8_t> flags_;
  std::vector<int32_t> heads_;
  std::vector<uint16_t> labels_;
  // The left and the right dependents of a head, each a list linked through the dependents in order of attachment.
  std::vector<int32_t> latest_left_, latest_right_;      // by head
  std::vector<int32_t> earlier_sibling_, later_sibling_; // by dependent
};

}  // namespace casus
