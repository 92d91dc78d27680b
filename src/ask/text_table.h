// SPDX-License-Identifier: Apache-2.0
// Rows as a table that fits a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace casus {

// Columns a text takes on a terminal: wide characters two, combining ones none. Requires valid UTF-8.
size_t display_width(std::string_view text);

// The text in at most `width` columns, with "…" where it was cut; line feeds and tabs become blanks.
std::string fit_text(std::string_view text, size_t width);

struct TextColumn {
  std::string name;
  size_t least = 6;        // never narrower, unless the content is
  int rank = 0;            // where all do not fit, those with the highest rank go first, empty ones before all; 0 always stays
  bool is_number = false;  // set to the right
};

// Lines that end in a line feed: a header, a rule, the rows, and what columns there was no room for. Every row has as many cells as there are columns.
std::string text_table(const std::vector<TextColumn>& columns, const std::vector<std::vector<std::string>>& rows, size_t width);

}  // namespace casus
