// SPDX-License-Identifier: Apache-2.0
// From the parser's arcs to the trees of a document: where sentences begin, and heads across other arcs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "parse/network.h"

namespace casus {

// The extent of the subtree of each token, both ends inclusive, and the tokens that begin a tree.
struct SubtreeEdges {
  std::vector<uint32_t> left, right;
  std::vector<uint8_t> sentence_start;
};

// A root is its own head. Works as spaCy does, which also gives up the search for stable edges after some rounds.
void find_edges(std::span<const uint32_t> heads, SubtreeEdges& edges);

// Numbers for the labels of the parser. "prep||pobj" is decorated: a prep whose real head is a pobj below the head that
// the parser gave it. Plain labels come first; "ROOT" is always among them.
class DependencyLabels {
 public:
  DependencyLabels() = default;
  explicit DependencyLabels(const std::vector<std::string>& labels);

  const std::vector<std::string>& plain() const { return plain_; }
  // The number of one of the labels given to the constructor, of a plain label, or kUnknown.
  uint16_t number(const std::string& label) const;
  bool is_decorated(uint16_t label) const { return label >= plain_.size(); }
  // The parts "prep" and "pobj" of a decorated label; the second may be kUnknown.
  uint16_t own_part(uint16_t label) const { return decorated_[label - plain_.size()].own; }
  uint16_t head_part(uint16_t label) const { return decorated_[label - plain_.size()].head; }

  static constexpr uint16_t kUnknown = UINT16_MAX;

 private:
  struct Decorated {
    std::string label;
    uint16_t own, head;
  };
  std::vector<std::string> plain_;
  std::vector<Decorated> decorated_;
};

// Replaces decorated labels by plain ones and moves their tokens to the heads they mean. Updates `edges`.
void deprojectivize(const DependencyLabels& names, std::span<const TokenFeatures> tokens, std::span<uint32_t> heads,
                    std::span<uint16_t> labels, SubtreeEdges& edges);

}  // namespace casus
