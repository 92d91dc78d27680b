// SPDX-License-Identifier: Apache-2.0
#include "store/independent_sources.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace casus {
namespace {

// Sets that grow together; each is known by its root.
class Groups {
 public:
  size_t add() {
    parents_.push_back(parents_.size());
    return parents_.size() - 1;
  }
  size_t root(size_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void join(size_t a, size_t b) { parents_[root(a)] = root(b); }

 private:
  std::vector<size_t> parents_;
};

}  // namespace

int64_t count_independent(std::span<const ReportSource> reports) {
  std::vector<bool> firsts = first_of_sources(reports);
  return std::count(firsts.begin(), firsts.end(), true);
}

std::vector<bool> first_of_sources(std::span<const ReportSource> reports) {
  Groups groups;
  std::unordered_map<int64_t, size_t> by_text;
  std::unordered_map<std::string_view, size_t> by_publisher;
  for (const ReportSource& report : reports) {
    size_t one = groups.add();
    groups.join(by_text.try_emplace(report.copy_group, one).first->second, one);
    groups.join(by_publisher.try_emplace(report.publisher, one).first->second, one);
  }
  std::vector<bool> is_seen(reports.size()), firsts(reports.size());
  for (size_t i = 0; i < reports.size(); ++i) {
    size_t root = groups.root(i);
    firsts[i] = !is_seen[root];
    is_seen[root] = true;
  }
  return firsts;
}

}  // namespace casus
