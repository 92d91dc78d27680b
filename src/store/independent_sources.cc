// SPDX-License-Identifier: Apache-2.0
#include "store/independent_sources.h"

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
  // True if they were two.
  bool join(size_t a, size_t b) {
    a = root(a);
    b = root(b);
    parents_[a] = b;
    return a != b;
  }

 private:
  std::vector<size_t> parents_;
};

}  // namespace

int64_t count_independent(std::span<const ReportSource> reports) {
  Groups groups;
  std::unordered_map<int64_t, size_t> by_text;
  std::unordered_map<std::string_view, size_t> by_publisher;
  int64_t sources = 0;
  for (const ReportSource& report : reports) {
    size_t one = groups.add();
    ++sources;
    sources -= groups.join(by_text.try_emplace(report.copy_group, one).first->second, one);
    sources -= groups.join(by_publisher.try_emplace(report.publisher, one).first->second, one);
  }
  return sources;
}

}  // namespace casus
