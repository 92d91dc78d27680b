// SPDX-License-Identifier: Apache-2.0
#include "ask/text_table.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <numeric>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kGap = 2;

size_t width_of(char32_t code_point) {
  auto c = static_cast<UChar32>(code_point);
  if (c < 0x300) return 1;
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK: case U_ENCLOSING_MARK: case U_FORMAT_CHAR: return 0;
    default: break;
  }
  int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// Controls would move the cursor or colour the screen.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == '\x7f' ? ' ' : c;
  return line;
}

size_t total(const std::vector<size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), size_t{0}) + (widths.empty() ? 0 : kGap * (widths.size() - 1));
}

// Takes from the widest column that may still shrink, one cell at a time.
void shrink(std::vector<size_t>& widths, const std::vector<size_t>& least, size_t width) {
  while (total(widths) > width) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > least[i] && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
  }
}

std::string pad(const std::string& text, size_t width, bool to_the_right) {
  std::string blanks(width - std::min(width, display_width(text)), ' ');
  return to_the_right ? blanks + text : text + blanks;
}

}  // namespace

size_t display_width(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) width += width_of(next_code_point(text, at));
  return width;
}

std::string fit_text(std::string_view text, size_t width) {
  std::string line = on_one_line(text);
  if (display_width(line) <= width) return line;
  size_t used = 0, end = 0;
  for (size_t at = 0; at < line.size();) {
    used += width_of(next_code_point(line, at));
    if (used + 1 > width) break;
    end = at;
  }
  line.resize(end);
  while (line.ends_with(' ')) line.pop_back();
  return line + "…";
}

std::string text_table(const std::vector<TextColumn>& columns, const std::vector<std::vector<std::string>>& rows, size_t width) {
  std::vector<size_t> natural, shown, widths;
  for (size_t i = 0; i < columns.size(); ++i) {
    size_t widest = 0;
    for (const auto& row : rows) widest = std::max(widest, display_width(row[i]));
    natural.push_back(std::max(widest, display_width(columns[i].name)));
    if (widest > 0 || columns[i].rank == 0) shown.push_back(i);
  }
  std::vector<std::string> dropped;
  while (true) {
    widths.clear();
    std::vector<size_t> least;
    for (size_t i : shown) {
      widths.push_back(natural[i]);
      least.push_back(columns[i].least);
    }
    shrink(widths, least, width);
    if (total(widths) <= width) break;
    auto last = std::max_element(shown.begin(), shown.end(), [&](size_t a, size_t b) { return columns[a].rank < columns[b].rank; });
    if (columns[*last].rank == 0) {  // a very narrow terminal: whatever a cell can show
      shrink(widths, std::vector<size_t>(shown.size(), 1), width);
      break;
    }
    dropped.push_back(columns[*last].name);
    shown.erase(last);
  }
  std::string table;
  auto add_line = [&](auto cell) {
    std::string line;
    for (size_t k = 0; k < shown.size(); ++k) {
      if (k > 0) line.append(kGap, ' ');
      line += pad(cell(shown[k], widths[k]), widths[k], columns[shown[k]].is_number);
    }
    while (line.ends_with(' ')) line.pop_back();
    table += line + "\n";
  };
  add_line([&](size_t i, size_t most) { return fit_text(columns[i].name, most); });
  add_line([&](size_t, size_t most) {
    std::string rule;
    for (size_t n = 0; n < most; ++n) rule += "─";
    return rule;
  });
  for (const auto& row : rows) add_line([&](size_t i, size_t most) { return fit_text(row[i], most); });
  if (!dropped.empty()) {
    std::string names;
    for (const std::string& name : dropped) names += (names.empty() ? "" : ", ") + name;
    table += fit_text("(no room for: " + names + ")", width) + "\n";
  }
  return table;
}

}  // namespace casus
