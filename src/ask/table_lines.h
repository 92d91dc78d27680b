// SPDX-License-Identifier: Apache-2.0
// Lines of the tables of knowledge that a reasoning names: "frames/assault.tsv:12".
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace casus {

struct TableLine {
  std::string file;  // as it was named
  size_t line = 0;
  std::string text;  // the line as it stands; empty if it is not there
  std::vector<std::pair<std::string, std::string>> columns;  // name and cell, without the empty ones ("-")
};

// In the order in which `text` names them; a file is looked for in the folders in their order.
std::vector<TableLine> table_lines_named_in(const std::string& text, const std::vector<std::filesystem::path>& folders);

}  // namespace casus
