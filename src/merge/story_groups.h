// SPDX-License-Identifier: Apache-2.0
// Stories: documents of one course of events, by the words, names and numbers they share. A story is the mean likeness of its documents: a new one joins
// where it is alike enough, measured by how alike those in it are among themselves. What it changes nearby is mended at once: stories that have become
// alike join, members that are more alike to a neighbour go there.
#pragma once

#include <unordered_map>
#include <vector>

#include "casus/story.h"
#include "merge/recent_postings.h"
#include "merge/term_vector.h"

namespace casus {

class StoryGroups {
 public:
  StoryGroups(const StoryOptions& options, int64_t last_number);

  // Puts a document where it belongs; `of_copy` is the slot of a text it is a copy of. The stories of other documents may change: moved() has those.
  void add(uint32_t slot, std::optional<Date> day, TermVector vector, std::optional<uint32_t> of_copy);
  void restore(uint32_t slot, std::optional<Date> day, TermVector vector, int64_t story);
  // Gives back the terms of the document.
  TermVector remove(uint32_t slot);

  int64_t story_of(uint32_t slot) const { return documents_.at(slot).story; }
  // Slots whose story the last add() changed, without the added one's.
  const std::vector<uint32_t>& moved() const { return moved_; }
  int64_t last_number() const { return last_number_; }

 private:
  struct Member {
    std::optional<Date> day;
    TermVector vector;
    int64_t story = 0;
  };
  struct Story {
    std::optional<Date> first, last;  // days of its documents
    TermVector sum;                   // of its documents' vectors
    double pairs = 0;                 // likeness summed over the pairs of its documents
    std::vector<uint32_t> slots;      // as they joined

    double size() const { return static_cast<double>(slots.size()); }
    double cohesion() const { return StoryGroups::cohesion(pairs, size()); }
  };

  static double cohesion(double pairs, double size);
  std::vector<int64_t> neighbours(const Member& member) const;
  bool is_in_window(const Member& member, const Story& story) const;
  double likeness(const Member& member, const Story& story) const;
  double likeness_within(const Member& member, const Story& story) const;
  double likeness(const Story& a, const Story& b) const;
  std::optional<int64_t> best_of(const Member& member, const std::vector<int64_t>& stories, double& highest) const;
  void put(uint32_t slot, int64_t number);
  void take(uint32_t slot);
  void move(uint32_t slot, int64_t number);
  // The story that `number` has become.
  int64_t merge_neighbours(int64_t number, const std::vector<int64_t>& neighbours);
  // Stories that members went to.
  std::vector<int64_t> release_members(int64_t number, const std::vector<int64_t>& neighbours);

  int window_days_;
  int64_t last_number_;
  std::unordered_map<uint32_t, Member> documents_;
  std::unordered_map<int64_t, Story> stories_;
  RecentPostings postings_;  // stories by the terms that tell most of them
  std::vector<uint32_t> moved_;
};

}  // namespace casus
