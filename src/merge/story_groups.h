// SPDX-License-Identifier: Apache-2.0
// Stories: documents of one course of events, by the words, names and numbers they share.
#pragma once

#include <unordered_map>
#include <vector>

#include "casus/story.h"
#include "merge/recent_postings.h"
#include "merge/term_vector.h"

namespace casus {

struct StoryDocument {
  uint32_t slot = 0;
  std::optional<Date> day;
  const TermVector* vector = nullptr;
};

class StoryGroups {
 public:
  StoryGroups(const StoryOptions& options, int64_t last_number);

  // The story of a new document; `of_copy` is that of a text it is a copy of.
  int64_t add(const StoryDocument& document, std::optional<int64_t> of_copy);
  void restore(const StoryDocument& document, int64_t story);
  void remove(const StoryDocument& document, int64_t story);

  int64_t last_number() const { return last_number_; }
  size_t bytes() const;

 private:
  struct Story {
    std::optional<Date> first, last;  // days of its documents
    TermVector sum;                   // of its documents' vectors
    std::vector<uint32_t> slots;
  };

  std::vector<int64_t> candidates(const StoryDocument& document) const;
  bool is_in_window(const StoryDocument& document, const Story& story) const;
  void join(const StoryDocument& document, int64_t number);

  int window_days_;
  int64_t last_number_;
  std::unordered_map<int64_t, Story> stories_;
  RecentPostings postings_;  // stories by the terms that tell most of them
};

}  // namespace casus
