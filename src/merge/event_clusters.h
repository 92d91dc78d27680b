// SPDX-License-Identifier: Apache-2.0
// Reports of one event, within a story.
#pragma once

#include <unordered_map>
#include <vector>

#include "casus/story.h"

namespace casus {

bool is_same_event(const EventFeatures& a, const EventFeatures& b);

class EventClusters {
 public:
  explicit EventClusters(int64_t last_number) : last_number_(last_number) {}

  // The cluster of each event of a document that joins `story`.
  std::vector<int64_t> add(int64_t story, uint32_t slot, const std::vector<EventFeatures>& events);
  void restore(int64_t story, uint32_t slot, const std::vector<EventFeatures>& events, const std::vector<int64_t>& clusters);
  void remove(int64_t story, uint32_t slot);

  int64_t last_number() const { return last_number_; }
  size_t bytes() const;

 private:
  struct Report {
    int64_t cluster = 0;
    uint32_t slot = 0;
    EventFeatures event;
  };

  int64_t last_number_;
  std::unordered_map<int64_t, std::vector<Report>> reports_of_;  // by story
};

}  // namespace casus
