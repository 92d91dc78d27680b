// SPDX-License-Identifier: Apache-2.0
#include "ask/table_lines.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <regex>

namespace casus {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (size_t at = 0; at <= line.size();) {
    size_t end = std::min(line.find('\t', at), line.size());
    cells.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return cells;
}

// Text and columns of the line, if the file is there and has it.
void read_line(const std::vector<std::filesystem::path>& folders, TableLine& wanted) {
  for (const auto& folder : folders) {
    std::ifstream stream(folder / wanted.file);
    std::vector<std::string> header;
    std::string line;
    for (size_t number = 1; std::getline(stream, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      if (header.empty()) { header = cells_of(line); continue; }
      if (number != wanted.line) continue;
      wanted.text = line;
      std::vector<std::string> cells = cells_of(line);
      for (size_t i = 0; i < cells.size() && i < header.size(); ++i) {
        if (cells[i] != "-") wanted.columns.emplace_back(header[i], cells[i]);
      }
      return;
    }
  }
}

}  // namespace

std::vector<TableLine> table_lines_named_in(const std::string& text, const std::vector<std::filesystem::path>& folders) {
  // Names without dots before the extension: nothing outside the folders can be named.
  static const std::regex kWhere(R"(([A-Za-z_]+/?[A-Za-z_0-9]*\.tsv):(\d+))");
  std::vector<TableLine> lines;
  for (std::sregex_iterator it(text.begin(), text.end(), kWhere), end; it != end; ++it) {
    TableLine line;
    line.file = (*it)[1];
    std::string digits = (*it)[2];
    std::from_chars(digits.data(), digits.data() + digits.size(), line.line);
    read_line(folders, line);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace casus
