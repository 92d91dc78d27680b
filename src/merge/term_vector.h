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
// a += factor * b; terms whose weight becomes nothing go.
void add_scaled(TermVector& a, const TermVector& b, float factor);

// Documents with each term: those that came, on top of the press at large.
class TermCounts {
 public:
  void add(const StoryFeatures& features);
  void remove(const StoryFeatures& features);
  // Of length 1; a term weighs the more the oftener it is told and the rarer it is elsewhere.
  TermVector weigh(const StoryFeatures& features) const;
  size_t bytes() const { return documents_with_.size() * 32 + documents_with_.bucket_count() * sizeof(void*); }

 private:
  std::unordered_map<uint32_t, uint32_t> documents_with_;
  size_t documents_ = 0;
};

}  // namespace casus
