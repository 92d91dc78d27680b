// SPDX-License-Identifier: Apache-2.0
#include "parse/dependency_tree.h"

#include <algorithm>
#include <numeric>

namespace casus {
namespace {

constexpr std::string_view kSeparator = "||";

void widen(std::span<const uint32_t> heads, size_t token, SubtreeEdges& edges) {
  const uint32_t head = heads[token];
  edges.left[head] = std::min(edges.left[head], edges.left[token]);
  edges.right[head] = std::max(edges.right[head], edges.right[token]);
}

// Whether no token before a sentence start has its head outside the stretch from the sentence start before.
bool sentences_closed(std::span<const uint32_t> heads, const SubtreeEdges& edges) {
  size_t first = 0;
  for (size_t cut = 0; cut < heads.size(); ++cut) {
    if (!(cut > 0 && edges.sentence_start[cut]) && cut + 1 != heads.size()) continue;
    for (size_t token = first; token < cut; ++token) {
      if (heads[token] < first || heads[token] > cut) return false;
    }
    first = cut;
  }
  return true;
}

// Breadth-first below `start`: the first token labelled `wanted`. Neither spaces nor `token` itself are entered.
uint32_t find_below(uint32_t start, uint32_t token, uint16_t wanted, std::span<const TokenFeatures> tokens,
                    std::span<const uint32_t> heads, std::span<const uint16_t> labels, const SubtreeEdges& edges) {
  std::vector<uint32_t> queue{start};
  for (size_t next = 0; next < queue.size(); ++next) {
    const uint32_t node = queue[next];
    for (uint32_t child = edges.left[node]; child <= edges.right[node]; ++child) {
      if (child == node || heads[child] != node || child == token || tokens[child].is_space) continue;
      if (labels[child] == wanted) return child;
      queue.push_back(child);
    }
  }
  return start;
}

}  // namespace

void find_edges(std::span<const uint32_t> heads, SubtreeEdges& edges) {
  constexpr int kMostRounds = 12;  // spaCy's set_children_from_heads gives up after as many
  const size_t size = heads.size();
  edges.left.resize(size);
  std::iota(edges.left.begin(), edges.left.end(), 0);
  edges.right = edges.left;
  edges.sentence_start.resize(size);
  for (int round = 0; round < kMostRounds; ++round) {
    for (size_t token = 0; token < size; ++token) widen(heads, token, edges);
    for (size_t token = size; token-- > 0;) widen(heads, token, edges);
    std::ranges::fill(edges.sentence_start, 0);
    for (size_t token = 0; token < size; ++token) {
      if (heads[token] == token) edges.sentence_start[edges.left[token]] = 1;
    }
    if (sentences_closed(heads, edges)) break;
  }
}

DependencyLabels::DependencyLabels(const std::vector<std::string>& labels) {
  const auto add = [this](const std::string& label) {
    if (std::ranges::find(plain_, label) == plain_.end()) plain_.push_back(label);
  };
  add("ROOT");
  for (const std::string& label : labels) {
    const size_t separator = label.find(kSeparator);
    add(label.substr(0, separator));
    const bool seen = std::ranges::find(decorated_, label, &Decorated::label) != decorated_.end();
    if (separator != std::string::npos && !seen) decorated_.push_back({label, kUnknown, kUnknown});
  }
  for (Decorated& entry : decorated_) {
    const size_t separator = entry.label.find(kSeparator);
    entry.own = number(entry.label.substr(0, separator));
    entry.head = number(entry.label.substr(separator + kSeparator.size()));
  }
}

uint16_t DependencyLabels::number(const std::string& label) const {
  const auto plain = std::ranges::find(plain_, label);
  if (plain != plain_.end()) return static_cast<uint16_t>(plain - plain_.begin());
  const auto decorated = std::ranges::find(decorated_, label, &Decorated::label);
  if (decorated == decorated_.end()) return kUnknown;
  return static_cast<uint16_t>(plain_.size() + static_cast<size_t>(decorated - decorated_.begin()));
}

void deprojectivize(const DependencyLabels& names, std::span<const TokenFeatures> tokens, std::span<uint32_t> heads,
                    std::span<uint16_t> labels, SubtreeEdges& edges) {
  bool moved = false;
  for (uint32_t token = 0; token < heads.size(); ++token) {
    if (!names.is_decorated(labels[token])) continue;
    const uint16_t wanted = names.head_part(labels[token]);
    if (wanted != DependencyLabels::kUnknown) {
      heads[token] = find_below(heads[token], token, wanted, tokens, heads, labels, edges);
    }
    labels[token] = names.own_part(labels[token]);
    moved = true;
  }
  if (moved) find_edges(heads, edges);
}

}  // namespace casus
