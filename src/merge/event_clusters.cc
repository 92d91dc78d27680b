// SPDX-License-Identifier: Apache-2.0
#include "merge/event_clusters.h"

#include <algorithm>

namespace casus {
namespace {

constexpr size_t kMostReports = 512;  // of a story that a new event is compared with; the latest

bool share_one(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) return true;
    a[i] < b[j] ? ++i : ++j;
  }
  return false;
}

// Nothing known on one side speaks against nothing.
bool may_agree(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) { return a.empty() || b.empty() || share_one(a, b); }
bool may_agree(uint32_t a, uint32_t b) { return a == 0 || b == 0 || a == b; }
bool may_agree(const TimeSpan& a, const TimeSpan& b) {
  bool apart = (a.last && b.first && *a.last < *b.first) || (b.last && a.first && *b.last < *a.first);
  return !apart;
}

}  // namespace

bool is_same_event(const EventFeatures& a, const EventFeatures& b) {
  if (a.type != b.type || a.trigger != b.trigger || a.is_denied != b.is_denied) return false;
  if (!may_agree(a.days, b.days) || !may_agree(a.place, b.place) || !may_agree(a.country, b.country)) return false;
  return may_agree(a.actors, b.actors) && may_agree(a.recipients, b.recipients);
}

std::vector<int64_t> EventClusters::add(int64_t story, uint32_t slot, const std::vector<EventFeatures>& events) {
  std::vector<int64_t> clusters;
  std::vector<Report>& reports = reports_of_[story];
  for (const EventFeatures& event : events) {
    auto end = reports.rbegin() + static_cast<ptrdiff_t>(std::min(reports.size(), kMostReports));
    auto same = std::find_if(reports.rbegin(), end, [&](const Report& report) { return is_same_event(report.event, event); });
    clusters.push_back(same != end ? same->cluster : ++last_number_);
    reports.push_back({clusters.back(), slot, event});
  }
  if (reports.empty()) reports_of_.erase(story);
  return clusters;
}

void EventClusters::restore(int64_t story, uint32_t slot, const std::vector<EventFeatures>& events, const std::vector<int64_t>& clusters) {
  for (size_t i = 0; i < std::min(events.size(), clusters.size()); ++i) {
    reports_of_[story].push_back({clusters[i], slot, events[i]});
    last_number_ = std::max(last_number_, clusters[i]);
  }
}

void EventClusters::remove(int64_t story, uint32_t slot) {
  auto found = reports_of_.find(story);
  if (found == reports_of_.end()) return;
  std::erase_if(found->second, [&](const Report& report) { return report.slot == slot; });
  if (found->second.empty()) reports_of_.erase(found);
}

size_t EventClusters::bytes() const {
  size_t bytes = reports_of_.bucket_count() * sizeof(void*);
  for (const auto& [story, reports] : reports_of_) {
    bytes += 2 * sizeof(void*) + sizeof(story) + sizeof(reports) + reports.capacity() * sizeof(Report);
    for (const Report& report : reports) {
      bytes += (report.event.actors.capacity() + report.event.recipients.capacity() + report.event.words.capacity()) * sizeof(uint32_t);
    }
  }
  return bytes;
}

}  // namespace casus
