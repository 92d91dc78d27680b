// SPDX-License-Identifier: Apache-2.0
#include "merge/story_groups.h"

#include <algorithm>

namespace casus {
namespace {

constexpr double kLink = 0.15;         // mean likeness to the documents of a story that a new one needs
constexpr size_t kKeys = 16;           // terms of a document that it is looked up by
constexpr size_t kMostPostings = 128;  // of one term; the latest stay
constexpr size_t kMostCandidates = 48;
constexpr size_t kMostTermsOfStory = 512;

TermVector heaviest(TermVector vector, size_t most) {
  if (vector.size() > most) {
    std::nth_element(vector.begin(), vector.begin() + static_cast<ptrdiff_t>(most), vector.end(),
                     [](const WeightedTerm& a, const WeightedTerm& b) { return a.weight != b.weight ? a.weight > b.weight : a.term < b.term; });
    vector.resize(most);
  }
  return vector;
}

void keep_heaviest(TermVector& vector, size_t most) {
  if (vector.size() <= most) return;
  vector = heaviest(std::move(vector), most);
  std::sort(vector.begin(), vector.end(), [](const WeightedTerm& a, const WeightedTerm& b) { return a.term < b.term; });
}

}  // namespace

StoryGroups::StoryGroups(const StoryOptions& options, int64_t last_number)
    : window_days_(options.window_days), last_number_(last_number), postings_(options.most_documents * kKeys) {}

bool StoryGroups::is_in_window(const StoryDocument& document, const Story& story) const {
  if (!document.day || !story.first) return true;
  std::chrono::days window(window_days_);
  return *document.day >= *story.first - window && *document.day <= *story.last + window;
}

std::vector<int64_t> StoryGroups::candidates(const StoryDocument& document) const {
  std::unordered_map<int64_t, float> shared;
  for (const WeightedTerm& term : heaviest(*document.vector, kKeys)) {
    postings_.visit(term.term, kMostPostings, [&](uint32_t story) { shared[story] += term.weight; });
  }
  std::vector<std::pair<float, int64_t>> ranked;
  for (auto [story, weight] : shared) {
    auto found = stories_.find(story);
    if (found != stories_.end() && is_in_window(document, found->second)) ranked.emplace_back(-weight, story);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<int64_t> stories;
  for (size_t i = 0; i < std::min(ranked.size(), kMostCandidates); ++i) stories.push_back(ranked[i].second);
  return stories;
}

void StoryGroups::join(const StoryDocument& document, int64_t number) {
  Story& story = stories_[number];
  if (document.day) {
    story.first = std::min(story.first.value_or(*document.day), *document.day);
    story.last = std::max(story.last.value_or(*document.day), *document.day);
  }
  add_scaled(story.sum, *document.vector, 1);
  keep_heaviest(story.sum, kMostTermsOfStory);
  story.slots.push_back(document.slot);
  for (const WeightedTerm& term : heaviest(*document.vector, kKeys)) postings_.add(term.term, static_cast<uint32_t>(number));
}

int64_t StoryGroups::add(const StoryDocument& document, std::optional<int64_t> of_copy) {
  std::optional<int64_t> best;
  if (of_copy && stories_.contains(*of_copy)) best = of_copy;
  double highest = kLink;
  for (int64_t number : best ? std::vector<int64_t>() : candidates(document)) {
    const Story& story = stories_.at(number);
    double likeness = dot(*document.vector, story.sum) / static_cast<double>(story.slots.size());
    if (likeness < highest) continue;
    highest = likeness;
    best = number;
  }
  if (!best) best = ++last_number_;
  join(document, *best);
  return *best;
}

void StoryGroups::restore(const StoryDocument& document, int64_t story) {
  last_number_ = std::max(last_number_, story);
  join(document, story);
}

void StoryGroups::remove(const StoryDocument& document, int64_t number) {
  auto found = stories_.find(number);
  if (found == stories_.end()) return;
  Story& story = found->second;
  std::erase(story.slots, document.slot);
  if (story.slots.empty()) {
    stories_.erase(found);
  } else {
    add_scaled(story.sum, *document.vector, -1);
  }
}

size_t StoryGroups::bytes() const {
  size_t bytes = postings_.bytes() + stories_.bucket_count() * sizeof(void*);
  for (const auto& [number, story] : stories_) {
    bytes += 2 * sizeof(void*) + sizeof(number) + sizeof(story) + story.sum.capacity() * sizeof(WeightedTerm) + story.slots.capacity() * sizeof(uint32_t);
  }
  return bytes;
}

}  // namespace casus
