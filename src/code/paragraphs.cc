// SPDX-License-Identifier: Apache-2.0
#include "code/paragraphs.h"

#include <algorithm>

namespace casus {
namespace {

constexpr size_t kLongestBrokenLine = 200;  // bytes

bool has_long_line(std::string_view text) {
  for (size_t start = 0; start < text.size();) {
    size_t end = std::min(text.find('\n', start), text.size());
    if (end - start >= kLongestBrokenLine) return true;
    start = end + 1;
  }
  return false;
}

}  // namespace

std::vector<uint32_t> number_paragraphs(const Analysis& text) {
  const auto& tokens = text.parse.tokens;
  std::vector<uint32_t> paragraph_of(tokens.size());
  const bool lines_are_paragraphs = has_long_line(text.document.text);
  uint32_t paragraph = 0;
  for (size_t i = 1; i < tokens.size(); ++i) {
    std::string_view gap = text.document.slice({tokens[i - 1].span.end, tokens[i].span.end});
    size_t line = gap.find('\n');
    if (line != std::string_view::npos && (lines_are_paragraphs || gap.find('\n', line + 1) != std::string_view::npos)) ++paragraph;
    paragraph_of[i] = paragraph;
  }
  return paragraph_of;
}

}  // namespace casus
