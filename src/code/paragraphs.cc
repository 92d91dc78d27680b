// SPDX-License-Identifier: Apache-2.0
#include "code/paragraphs.h"

#include "base/lines.h"

namespace casus {

std::vector<uint32_t> number_paragraphs(const Analysis& text) {
  const auto& tokens = text.parse.tokens;
  std::vector<uint32_t> paragraph_of(tokens.size());
  const bool every_line = lines_are_paragraphs(text.document.text);
  uint32_t paragraph = 0;
  for (size_t i = 1; i < tokens.size(); ++i) {
    std::string_view gap = text.document.slice({tokens[i - 1].span.end, tokens[i].span.end});
    size_t line = gap.find('\n');
    if (line != std::string_view::npos && (every_line || gap.find('\n', line + 1) != std::string_view::npos)) ++paragraph;
    paragraph_of[i] = paragraph;
  }
  return paragraph_of;
}

}  // namespace casus
