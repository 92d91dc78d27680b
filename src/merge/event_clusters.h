// SPDX-License-Identifier: Apache-2.0
// Reports of one event, within a story.
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "casus/story.h"

namespace casus {

// Of coded events only what agrees in type, trigger, parties, days and country and shares words: better two clusters than a wrong one. Another trigger is
// the same deed only where both parties, the one day and the town are told and the same.
// Words that the caller points at need the same trigger.
bool is_same_event(const EventFeatures& a, const EventFeatures& b);

class EventClusters {
 public:
  explicit EventClusters(int64_t last_number) : last_number_(last_number) {}

  // The cluster of each event of a document that joins `story`.
  std::vector<int64_t> add(int64_t story, uint32_t slot, std::vector<EventFeatures> events);
  void restore(int64_t story, uint32_t slot, const std::vector<EventFeatures>& events, const std::vector<int64_t>& clusters);
  // Gives back the events of the document.
  std::vector<EventFeatures> remove(int64_t story, uint32_t slot);

  int64_t last_number() const { return last_number_; }

 private:
  struct Report {
    int64_t cluster = 0;
    uint32_t slot = 0;
    EventFeatures event;
  };

  int64_t find_cluster(const std::deque<Report>& reports, const EventFeatures& event) const;

  int64_t last_number_;
  std::unordered_map<int64_t, std::deque<Report>> reports_of_;  // by story; those of a document stand together
};

}  // namespace casus
