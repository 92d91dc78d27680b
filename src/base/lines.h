// SPDX-License-Identifier: Apache-2.0
// What line breaks mean in a text.
#pragma once

#include <algorithm>
#include <string_view>

namespace casus {

// Whether lines are too long to be broken to a width, so that each is a paragraph; else only blank lines part paragraphs.
inline bool lines_are_paragraphs(std::string_view text) {
  constexpr size_t kLongestBrokenLine = 200;  // bytes
  for (size_t start = 0; start < text.size();) {
    size_t end = std::min(text.find('\n', start), text.size());
    if (end - start >= kLongestBrokenLine) return true;
    start = end + 1;
  }
  return false;
}

}  // namespace casus
