// SPDX-License-Identifier: Apache-2.0
// Documents in the order in which they come: copies first, then the story, then the events within it.
#include <algorithm>
#include <cassert>
#include <deque>
#include <unordered_map>
#include <utility>

#include "casus/story.h"
#include "merge/copies.h"
#include "merge/event_clusters.h"
#include "merge/story_groups.h"
#include "merge/term_vector.h"

namespace casus {

struct StoryIndex::State {
  struct Kept {
    int64_t document = 0;
    StoryFeatures features;  // without terms and events, which story groups and event clusters keep
    StoryAssignment labels;
    bool is_in = true;
  };

  State(const StoryOptions& given, const StoryNumbers& in_use)
      : options(given), copies(given.most_documents), groups(given, in_use.story), events(in_use.event_cluster) {}

  bool has(uint32_t slot) const { return slot >= first_slot && slot - first_slot < kept.size() && kept[slot - first_slot].is_in; }
  Kept& at(uint32_t slot) { return kept[slot - first_slot]; }
  uint32_t keep(int64_t document, const StoryFeatures& features);
  void forget(uint32_t slot);
  std::optional<uint32_t> find_original(uint32_t slot);
  const StoryAssignment& relabel(uint32_t slot);
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
  kept.push_back({document, features, {document, document, 0, {}}, true});
  kept.back().features.terms = std::vector<StoryTerm>();  // gives the memory back, unlike = {}
  slot_of[document] = slot;
  return slot;
}

void StoryIndex::State::forget(uint32_t slot) {
  Kept& gone = at(slot);
  events.remove(gone.labels.story, slot);
  counts.remove(groups.remove(slot));
  slot_of.erase(gone.document);
  gone = Kept();
  gone.is_in = false;
}

// The likeliest text that the document is a copy of.
std::optional<uint32_t> StoryIndex::State::find_original(uint32_t slot) {
  const Kept& copy = at(slot);
  std::optional<uint32_t> likeliest;
  double most = 0;
  for (uint32_t candidate : copies.candidates(copy.features)) {
    if (candidate == slot || !has(candidate)) continue;
    const StoryFeatures& other = at(candidate).features;
    double shared = may_meet(copy.features.day, other.day) ? shared_by_copies(copy.features, other) : 0;
    if (shared <= most) continue;
    most = shared;
    likeliest = candidate;
  }
  return likeliest;
}

// Takes over the story that the groups have found, and finds the reports of its events there.
const StoryAssignment& StoryIndex::State::relabel(uint32_t slot) {
  Kept& changed = at(slot);
  std::vector<EventFeatures> reports = changed.labels.story != 0 ? events.remove(changed.labels.story, slot) : std::exchange(changed.features.events, {});
  changed.labels.story = groups.story_of(slot);
  changed.labels.events = events.add(changed.labels.story, slot, std::move(reports));
  return changed.labels;
}

StoryIndex::StoryIndex(StoryOptions options, StoryNumbers in_use) : state_(std::make_unique<State>(options, in_use)) {}
StoryIndex::~StoryIndex() = default;

StoryOutcome StoryIndex::add(int64_t document, const StoryFeatures& features) {
  assert(!contains(document));
  uint32_t slot = state_->keep(document, features);
  std::optional<uint32_t> original = state_->find_original(slot);
  if (original) state_->at(slot).labels.copy_group = state_->at(*original).labels.copy_group;
  state_->groups.add(slot, features.day, state_->counts.weigh(features.terms), original);
  state_->copies.add(slot, features);
  StoryOutcome outcome;
  for (uint32_t moved : state_->groups.moved()) outcome.revised.push_back(state_->relabel(moved));
  outcome.added = state_->relabel(slot);
  return outcome;
}

void StoryIndex::restore(int64_t document, const StoryFeatures& features, const StoryAssignment& assignment) {
  assert(!contains(document));
  uint32_t slot = state_->keep(document, features);
  state_->at(slot).labels = assignment;
  state_->groups.restore(slot, features.day, state_->counts.weigh(features.terms), assignment.story);
  state_->events.restore(assignment.story, slot, features.events, assignment.events);
  state_->at(slot).features.events = std::vector<EventFeatures>();
  state_->copies.add(slot, features);
}

void StoryIndex::remove(int64_t document) {
  auto found = state_->slot_of.find(document);
  if (found != state_->slot_of.end()) state_->forget(found->second);
}

bool StoryIndex::contains(int64_t document) const { return state_->slot_of.contains(document); }
StoryNumbers StoryIndex::numbers() const { return {state_->groups.last_number(), state_->events.last_number()}; }
size_t StoryIndex::documents() const { return state_->slot_of.size(); }

}  // namespace casus
