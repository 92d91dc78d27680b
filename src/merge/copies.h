// SPDX-License-Identifier: Apache-2.0
// Copies of one text: reprints, wire copies, updates. Candidates share some of their smallest shingles (bottom-k sketch, Broder 1997), which holds for
// texts that were cut too; the shared wording itself decides.
#pragma once

#include "casus/story.h"
#include "merge/recent_postings.h"

namespace casus {

// The share of the shorter text's runs of words that the longer has too, of those that both lists of smallest ones cover.
double shared_wording(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b);
// Of the places where both texts say the same around a name, the share where the names differ.
double differing_names(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b);
// The wording that copies share, 0 for other texts: copies share most of it, and their names where they do.
double shared_by_copies(const StoryFeatures& a, const StoryFeatures& b);

// Documents by their smallest shingles. Slots number the documents as they come.
class CopyIndex {
 public:
  explicit CopyIndex(size_t most_documents) : postings_(most_documents * kKeys) {}
  void add(uint32_t slot, const StoryFeatures& features);
  // Slots of documents that may be copies, the likeliest first.
  std::vector<uint32_t> candidates(const StoryFeatures& features) const;

 private:
  static constexpr size_t kKeys = 24;  // shingles that a document is found by: a copy cut to a quarter misses all of them once in a thousand
  RecentPostings postings_;
};

}  // namespace casus
