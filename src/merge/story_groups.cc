// SPDX-License-Identifier: Apache-2.0
#include "merge/story_groups.h"

#include <algorithm>
#include <cmath>

namespace casus {
namespace {

// Likeness is in units of the cohesion that stories have. Chosen on the development half of ECB+ (docs/evaluation.md).
constexpr double kJoin = 0.37;           // of a document to a story that it joins
constexpr double kLeave = 0.31;          // below, a member leaves
constexpr double kMove = 0.03;           // by how much a neighbour must be better
constexpr double kMerge = 0.68;          // of two stories that become one
constexpr double kUsualCohesion = 0.4;   // of a story of which no pairs are known yet,
constexpr double kUsualPairs = 6;        // which counts like so many pairs

// What bounds the work for a document.
constexpr size_t kKeys = 16;             // terms that it is looked up by
constexpr size_t kMostPostings = 64;     // of a term; the latest stay
constexpr size_t kMostNeighbours = 24;   // stories that it is compared with
constexpr size_t kMostTermsOfStory = 400;
constexpr size_t kMostMoved = 64;        // documents of a story that joins another
constexpr size_t kMostReviewed = 24;     // members that may leave, the latest

}  // namespace

StoryGroups::StoryGroups(const StoryOptions& options, int64_t last_number)
    : window_days_(options.window_days), last_number_(last_number), postings_(options.most_documents * kKeys) {}

double StoryGroups::cohesion(double pairs, double size) { return (pairs + kUsualCohesion * kUsualPairs) / (size * (size - 1) / 2 + kUsualPairs); }

double StoryGroups::likeness(const Member& member, const Story& story) const {
  return dot(member.vector, story.sum) / story.size() / std::sqrt(story.cohesion());
}

// As if it came anew.
double StoryGroups::likeness_within(const Member& member, const Story& story) const {
  double shared = std::max(0.0, dot(member.vector, story.sum) - 1);  // vectors have length 1
  return shared / (story.size() - 1) / std::sqrt(cohesion(std::max(0.0, story.pairs - shared), story.size() - 1));
}

double StoryGroups::likeness(const Story& a, const Story& b) const { return dot(a.sum, b.sum) / (a.size() * b.size()) / std::sqrt(a.cohesion() * b.cohesion()); }

bool StoryGroups::is_in_window(const Member& member, const Story& story) const {
  if (!member.day || !story.first) return true;
  std::chrono::days window(window_days_);
  return *member.day >= *story.first - window && *member.day <= *story.last + window;
}

std::vector<int64_t> StoryGroups::neighbours(const Member& member) const {
  std::unordered_map<int64_t, float> shared;
  for (const WeightedTerm& term : heaviest(member.vector, kKeys)) {
    std::vector<uint32_t> seen;
    postings_.visit(term.term, kMostPostings, [&](uint32_t story) {
      if (std::find(seen.begin(), seen.end(), story) != seen.end()) return;
      seen.push_back(story);
      shared[story] += term.weight;
    });
  }
  std::vector<std::pair<float, int64_t>> ranked;
  for (auto [number, weight] : shared) {
    auto found = stories_.find(number);
    if (found != stories_.end() && is_in_window(member, found->second)) ranked.emplace_back(-weight, number);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<int64_t> stories;
  for (size_t i = 0; i < std::min(ranked.size(), kMostNeighbours); ++i) stories.push_back(ranked[i].second);
  return stories;
}

std::optional<int64_t> StoryGroups::best_of(const Member& member, const std::vector<int64_t>& stories, double& highest) const {
  std::optional<int64_t> best;
  for (int64_t number : stories) {
    auto found = stories_.find(number);
    if (number == member.story || found == stories_.end() || !is_in_window(member, found->second)) continue;
    double like = likeness(member, found->second);
    if (like <= highest) continue;
    highest = like;
    best = number;
  }
  return best;
}

void StoryGroups::put(uint32_t slot, int64_t number) {
  Member& member = documents_.at(slot);
  Story& story = stories_[number];
  if (member.day) {
    story.first = std::min(story.first.value_or(*member.day), *member.day);
    story.last = std::max(story.last.value_or(*member.day), *member.day);
  }
  story.pairs += dot(member.vector, story.sum);
  casus::add(story.sum, member.vector);
  keep_heaviest(story.sum, kMostTermsOfStory);
  story.slots.push_back(slot);
  member.story = number;
  for (const WeightedTerm& term : heaviest(member.vector, kKeys)) postings_.add(term.term, static_cast<uint32_t>(number));
}

void StoryGroups::take(uint32_t slot) {
  Member& member = documents_.at(slot);
  auto found = stories_.find(member.story);
  Story& story = found->second;
  std::erase(story.slots, slot);
  if (story.slots.empty()) {
    stories_.erase(found);
    return;
  }
  subtract(story.sum, member.vector);
  story.pairs = std::max(0.0, story.pairs - dot(member.vector, story.sum));
}

void StoryGroups::move(uint32_t slot, int64_t number) {
  take(slot);
  put(slot, number);
  moved_.push_back(slot);
}

int64_t StoryGroups::merge_neighbours(int64_t number, const std::vector<int64_t>& neighbours) {
  while (true) {
    const Story& story = stories_.at(number);
    std::optional<int64_t> nearest;
    double highest = kMerge;
    for (int64_t other : neighbours) {
      auto found = stories_.find(other);
      if (other == number || found == stories_.end() || std::min(found->second.slots.size(), story.slots.size()) > kMostMoved) continue;
      double like = likeness(story, found->second);
      if (like < highest) continue;
      highest = like;
      nearest = other;
    }
    if (!nearest) return number;
    // The larger one keeps its number, of two alike the elder.
    auto rank = [&](int64_t one) { return std::pair(stories_.at(one).slots.size(), -one); };
    int64_t stays = rank(number) > rank(*nearest) ? number : *nearest;
    for (uint32_t slot : std::vector<uint32_t>(stories_.at(number + *nearest - stays).slots)) move(slot, stays);
    number = stays;
  }
}

std::vector<int64_t> StoryGroups::release_members(int64_t number, const std::vector<int64_t>& neighbours) {
  std::vector<int64_t> targets;
  const std::vector<uint32_t>& slots = stories_.at(number).slots;
  std::vector<uint32_t> members(slots.end() - static_cast<ptrdiff_t>(std::min(slots.size(), kMostReviewed)), slots.end());
  for (uint32_t slot : members) {
    auto found = stories_.find(number);
    if (found == stories_.end() || found->second.slots.size() < 2) break;
    const Member& member = documents_.at(slot);
    double own = likeness_within(member, found->second), highest = std::max(own + kMove, kJoin);
    int64_t target = best_of(member, neighbours, highest).value_or(own < kLeave ? last_number_ + 1 : number);
    last_number_ = std::max(last_number_, target);
    if (target == number) continue;
    move(slot, target);
    targets.push_back(target);
  }
  return targets;
}

void StoryGroups::add(uint32_t slot, std::optional<Date> day, TermVector vector, std::optional<uint32_t> of_copy) {
  moved_.clear();
  Member& member = documents_[slot] = {day, std::move(vector), 0};
  std::vector<int64_t> near = neighbours(member);
  double highest = kJoin;
  std::optional<int64_t> best = of_copy ? std::optional(story_of(*of_copy)) : best_of(member, near, highest);
  if (!best) best = ++last_number_;
  if (std::find(near.begin(), near.end(), *best) == near.end()) near.push_back(*best);
  put(slot, *best);
  std::optional<int64_t> next = *best;
  for (int round = 0; round < 2 && next; ++round) {
    int64_t number = merge_neighbours(*next, near);
    std::vector<int64_t> targets = release_members(number, near);
    next.reset();
    if (!targets.empty() && stories_.contains(targets.back())) next = targets.back();
  }
  std::erase(moved_, slot);
  std::sort(moved_.begin(), moved_.end());
  moved_.erase(std::unique(moved_.begin(), moved_.end()), moved_.end());
}

void StoryGroups::restore(uint32_t slot, std::optional<Date> day, TermVector vector, int64_t story) {
  last_number_ = std::max(last_number_, story);
  documents_[slot] = {day, std::move(vector), story};
  put(slot, story);
}

TermVector StoryGroups::remove(uint32_t slot) {
  take(slot);
  TermVector vector = std::move(documents_.at(slot).vector);
  documents_.erase(slot);
  return vector;
}

}  // namespace casus
