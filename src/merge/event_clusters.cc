// SPDX-License-Identifier: Apache-2.0
#include "merge/event_clusters.h"

#include <algorithm>
#include <map>

namespace casus {
namespace {

constexpr size_t kMostReports = 512;  // of a story that a new event is compared with; the latest
// Share of the telling words of the shorter sentence that the other has.
constexpr double kWordsWithParty = 0.3;
constexpr double kWordsWithout = 0.5;

size_t shared(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  size_t count = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) ++count, ++i, ++j;
    else a[i] < b[j] ? ++i : ++j;
  }
  return count;
}

// Nothing known on one side speaks against nothing.
bool may_agree(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) { return a.empty() || b.empty() || shared(a, b) > 0; }
bool may_agree(uint32_t a, uint32_t b) { return a == 0 || b == 0 || a == b; }
bool may_agree(const TimeSpan& a, const TimeSpan& b) {
  bool apart = (a.last && b.first && *a.last < *b.first) || (b.last && a.first && *b.last < *a.first);
  return !apart;
}

// Names on one side of both that are not the same.
bool tells_other_names(const EventFeatures& a, const EventFeatures& b) {
  return !may_agree(a.named_actors, b.named_actors) || !may_agree(a.named_recipients, b.named_recipients);
}

double shared_words(const EventFeatures& a, const EventFeatures& b) {
  size_t fewer = std::min(a.words.size(), b.words.size());
  return fewer == 0 ? 0 : static_cast<double>(shared(a.words, b.words)) / static_cast<double>(fewer);
}

bool is_one_day(const TimeSpan& a, const TimeSpan& b) { return a.first && a.first == a.last && a.first == b.first && a.last == b.last; }

// "Gunmen attacked a post", "gunmen killed two sailors in an attack on a post": other words for what the same did to the same on one day in one town.
bool is_told_otherwise(const EventFeatures& a, const EventFeatures& b) {
  return is_one_day(a.days, b.days) && a.town != 0 && a.town == b.town && shared(a.actors, b.actors) > 0 && shared(a.recipients, b.recipients) > 0 && shared_words(a, b) >= kWordsWithout;
}

}  // namespace

bool is_same_event(const EventFeatures& a, const EventFeatures& b) {
  if (a.type != b.type || (a.trigger != b.trigger && !is_told_otherwise(a, b))) return false;
  if (a.type == 0) return true;
  if (a.mode != b.mode || !may_agree(a.days, b.days) || !may_agree(a.country, b.country) || !may_agree(a.town, b.town)) return false;
  if (!may_agree(a.actors, b.actors) || !may_agree(a.recipients, b.recipients)) return false;
  if (tells_other_names(a, b)) return false;
  bool shares_party = shared(a.actors, b.actors) + shared(a.recipients, b.recipients) > 0;
  return shared_words(a, b) >= (shares_party ? kWordsWithParty : kWordsWithout);
}

// The cluster with the most reports of the same event, if these are half of its reports and no more of them tell other names than the same. Reports without
// names agree with all and would join two arrests of a week.
int64_t EventClusters::find_cluster(const std::deque<Report>& reports, const EventFeatures& event) const {
  struct Votes {
    size_t same = 0, all = 0, same_names = 0, other_names = 0;
  };
  std::map<int64_t, Votes> votes;
  for (size_t i = reports.size(); i > 0 && reports.size() - i < kMostReports; --i) {
    Votes& one = votes[reports[i - 1].cluster];
    ++one.all;
    const EventFeatures& other = reports[i - 1].event;
    one.same += is_same_event(other, event);
    one.same_names += shared(other.named_actors, event.named_actors) + shared(other.named_recipients, event.named_recipients) > 0;
    one.other_names += tells_other_names(other, event);
  }
  int64_t best = 0;
  size_t most = 0;
  for (auto [cluster, one] : votes) {
    if (2 * one.same < one.all || one.other_names > one.same_names || one.same <= most) continue;
    most = one.same;
    best = cluster;
  }
  return best;
}

std::vector<int64_t> EventClusters::add(int64_t story, uint32_t slot, std::vector<EventFeatures> events) {
  std::vector<int64_t> clusters;
  std::deque<Report>& reports = reports_of_[story];
  for (EventFeatures& event : events) {
    int64_t same = find_cluster(reports, event);
    clusters.push_back(same != 0 ? same : ++last_number_);
    reports.push_back({clusters.back(), slot, std::move(event)});
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

std::vector<EventFeatures> EventClusters::remove(int64_t story, uint32_t slot) {
  std::vector<EventFeatures> events;
  auto found = reports_of_.find(story);
  if (found == reports_of_.end()) return events;
  // From both ends: documents that are forgotten stand first, those that move stand last.
  std::deque<Report>& reports = found->second;
  size_t first = reports.size();
  for (size_t i = 0, last = reports.size(); i < last && first == reports.size(); ++i) {
    if (reports[i].slot == slot) first = i;
    else if (reports[--last].slot == slot) first = last;
  }
  while (first > 0 && first < reports.size() && reports[first - 1].slot == slot) --first;
  size_t end = first;
  for (; end < reports.size() && reports[end].slot == slot; ++end) events.push_back(std::move(reports[end].event));
  reports.erase(reports.begin() + static_cast<ptrdiff_t>(first), reports.begin() + static_cast<ptrdiff_t>(end));
  if (reports.empty()) reports_of_.erase(found);
  return events;
}

}  // namespace casus
