// SPDX-License-Identifier: Apache-2.0
#include "merge/agency.h"

namespace casus {
namespace {

constexpr size_t kFarthest = 600;  // bytes from the start: behind a headline and a byline
constexpr size_t kLongest = 40;

bool is_dash_at(std::string_view text) { return text.starts_with('-') || text.starts_with("\xE2\x80\x93") || text.starts_with("\xE2\x80\x94"); }

}  // namespace

std::string find_agency(std::string_view text) {
  text = text.substr(0, kFarthest);
  for (size_t open = text.find('('); open != std::string_view::npos; open = text.find('(', open + 1)) {
    size_t close = text.find(')', open);
    if (close == std::string_view::npos) break;
    std::string_view name = text.substr(open + 1, close - open - 1), after = text.substr(close + 1);
    while (after.starts_with(' ')) after.remove_prefix(1);
    bool is_name = !name.empty() && name.size() <= kLongest && name[0] >= 'A' && name[0] <= 'Z';
    // A dateline stands at the start of a line.
    std::string_view before = text.substr(0, open);
    before = before.substr(before.rfind('\n') + 1);
    if (is_name && before.size() <= 60 && before.find(". ") == std::string_view::npos && is_dash_at(after)) return std::string(name);
  }
  return "";
}

}  // namespace casus
