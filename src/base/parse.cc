// SPDX-License-Identifier: Apache-2.0
#include "casus/parse.h"

#include <algorithm>
#include <cstring>

namespace casus {

std::string_view StringArena::add(std::string_view text) {
  if (used_ + text.size() > capacity_) {
    capacity_ = std::max<size_t>(4096, text.size());
    blocks_.push_back(std::make_unique<char[]>(capacity_));
    used_ = 0;
  }
  char* at = blocks_.empty() ? nullptr : blocks_.back().get() + used_;
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  used_ += text.size();
  return {at, text.size()};
}

void Parse::index_children() {
  const size_t n = tokens.size();
  child_start.assign(n + 1, 0);
  child_list.resize(n);
  for (size_t i = 0; i < n; ++i) {
    if (tokens[i].head != i) ++child_start[tokens[i].head + 1];
  }
  for (size_t i = 0; i < n; ++i) child_start[i + 1] += child_start[i];
  std::vector<uint32_t> next(child_start.begin(), child_start.end());
  for (uint32_t i = 0; i < n; ++i) {
    if (tokens[i].head != i) child_list[next[tokens[i].head]++] = i;
  }
}

}  // namespace casus
