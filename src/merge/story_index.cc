// SPDX-License-Identifier: Apache-2.0
// Documents in the order in which they come: copies first, then the story, then the events within it.
#include <cassert>
#include <deque>
#include <unordered_map>

#include "casus/story.h"
#include "merge/copies.h"
#include "merge/event_clusters.h"
#include "merge/story_groups.h"
#include "merge/term_vector.h"

namespace casus {

struct StoryIndex::State {
  struct Kept {
    int64_t document = 0;
    StoryFeatures features;
    TermVector vector;
    StoryAssignment labels;
    bool is_in = true;
  };

  State(const StoryOptions& given, const StoryNumbers& in_use)
      : options(given), copies(given.most_documents), groups(given, in_use.story), events(in_use.event_cluster) {}

  bool has(uint32_t slot) const { return slot >= first_slot && slot - first_slot < kept.size() && kept[slot - first_slot].is_in; }
  Kept& at(uint32_t slot) { return kept[slot - first_slot]; }
  uint32_t keep(int64_t document, const StoryFeatures& features);
  void forget(uint32_t slot);
  StoryDocument as_story_document(uint32_t slot) { return {slot, at(slot).features.day, &at(slot).vector}; }
  const Kept* find_original(uint32_t slot);
  bool may_meet(const std::optional<Date>& a, const std::optional<Date>& b) const {
    return !a || !b || std::chrono::abs(*a - *b) <= std::chrono::days(options.window_days);
  }

  StoryOptions options;
  std::deque<Kept> kept;
  uint32_t first_slot = 0;  // of kept.front()
  std::unordered_map<int64_t, uint32_t> slot_of;
  CopyIndex copies;
  TermCounts counts;
  StoryGroups groups;
  EventClusters events;
};

uint32_t StoryIndex::State::keep(int64_t document, const StoryFeatures& features) {
  while (kept.size() >= options.most_documents) {
    if (kept.front().is_in) forget(first_slot);
    kept.pop_front();
    ++first_slot;
  }
  counts.add(features);
  uint32_t slot = first_slot + static_cast<uint32_t>(kept.size());
  kept.push_back({document, features, counts.weigh(features), {document, document, 0, {}}, true});
  slot_of[document] = slot;
  return slot;
}

void StoryIndex::State::forget(uint32_t slot) {
  Kept& gone = at(slot);
  groups.remove(as_story_document(slot), gone.labels.story);
  events.remove(gone.labels.story, slot);
  counts.remove(gone.features);
  slot_of.erase(gone.document);
  gone = Kept();
  gone.is_in = false;
}

// The likeliest text that the document is a copy of.
const StoryIndex::State::Kept* StoryIndex::State::find_original(uint32_t slot) {
  const Kept& copy = at(slot);
  for (uint32_t candidate : copies.candidates(copy.features)) {
    if (candidate == slot || !has(candidate)) continue;
    const Kept& other = at(candidate);
    if (may_meet(copy.features.day, other.features.day) && is_copy(copy.features, other.features)) return &other;
  }
  return nullptr;
}

StoryIndex::StoryIndex(StoryOptions options, StoryNumbers in_use) : state_(std::make_unique<State>(options, in_use)) {}
StoryIndex::~StoryIndex() = default;

StoryOutcome StoryIndex::add(int64_t document, const StoryFeatures& features) {
  assert(!contains(document));
  uint32_t slot = state_->keep(document, features);
  StoryAssignment& labels = state_->at(slot).labels;
  std::optional<int64_t> story;
  if (const State::Kept* original = state_->find_original(slot)) {
    labels.copy_group = original->labels.copy_group;
    story = original->labels.story;
  }
  labels.story = state_->groups.add(state_->as_story_document(slot), story);
  labels.events = state_->events.add(labels.story, slot, features.events);
  state_->copies.add(slot, features);
  return {labels, {}};
}

void StoryIndex::restore(int64_t document, const StoryFeatures& features, const StoryAssignment& assignment) {
  assert(!contains(document));
  uint32_t slot = state_->keep(document, features);
  state_->at(slot).labels = assignment;
  state_->groups.restore(state_->as_story_document(slot), assignment.story);
  state_->events.restore(assignment.story, slot, features.events, assignment.events);
  state_->copies.add(slot, features);
}

void StoryIndex::remove(int64_t document) {
  auto found = state_->slot_of.find(document);
  if (found != state_->slot_of.end()) state_->forget(found->second);
}

bool StoryIndex::contains(int64_t document) const { return state_->slot_of.contains(document); }
StoryNumbers StoryIndex::numbers() const { return {state_->groups.last_number(), state_->events.last_number()}; }
size_t StoryIndex::documents() const { return state_->slot_of.size(); }

size_t StoryIndex::bytes() const {
  size_t bytes = state_->copies.bytes() + state_->counts.bytes() + state_->groups.bytes() + state_->events.bytes() + state_->slot_of.size() * 48;
  for (const State::Kept& one : state_->kept) {
    const StoryFeatures& features = one.features;
    bytes += sizeof(one) + features.terms.capacity() * sizeof(StoryTerm) + (features.shingles.capacity() + features.names.capacity()) * sizeof(uint32_t)
             + one.vector.capacity() * sizeof(WeightedTerm) + features.events.capacity() * sizeof(EventFeatures) + one.labels.events.capacity() * sizeof(int64_t);
  }
  return bytes;
}

}  // namespace casus
