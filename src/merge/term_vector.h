// SPDX-License-Identifier: Apache-2.0
// Weighted terms of documents and stories, and how rare a term is.
#pragma once

#include <unordered_map>

#include "casus/story.h"

namespace casus {

struct WeightedTerm {
  uint32_t term = 0;
  float weight = 0;
};

// Sorted by term.
using TermVector = std::vector<WeightedTerm>;

double dot(const TermVector& a, const TermVector& b);
void add(TermVector& a, const TermVector& b);
// Of b only what a has; terms whose weight becomes nothing go.
void subtract(TermVector& a, const TermVector& b);
// The heaviest `most` terms, not sorted.
TermVector heaviest(const TermVector& vector, size_t most);
void keep_heaviest(TermVector& vector, size_t most);

// Keeps the kMostTerms that weigh most where nothing but the press at large is known.
void keep_most_telling(std::vector<StoryTerm>& terms);

// Documents with each term: those that came, on top of the press at large.
class TermCounts {
 public:
  void add(const StoryFeatures& features);
  void remove(const TermVector& terms);
  // Of length 1. A term weighs the more the oftener it is told and the rarer it is elsewhere; what headline and first sentence tell weighs more;
  // names, words, numbers and pairs have each their share of the whole.
  TermVector weigh(const std::vector<StoryTerm>& terms) const;

 private:
  std::unordered_map<uint32_t, uint32_t> documents_with_;
  size_t documents_ = 0;
};

}  // namespace casus
