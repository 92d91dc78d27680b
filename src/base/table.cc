// SPDX-License-Identifier: Apache-2.0
#include "base/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace casus {
namespace {

std::string join(const std::vector<std::string>& items) { return fmt::format("{}", fmt::join(items, ", ")); }

void split_row(std::string_view line, std::vector<std::string>& cells) {
  cells.clear();
  size_t start = 0;
  while (true) {
    size_t tab = line.find('\t', start);
    std::string_view cell = line.substr(start, tab == std::string_view::npos ? tab : tab - start);
    cells.emplace_back(cell == "-" ? std::string_view{} : cell);
    if (tab == std::string_view::npos) return;
    start = tab + 1;
  }
}

}  // namespace

Result<Table> read_table(const std::filesystem::path& data_folder, const std::string& file,
                         const std::vector<std::string>& columns) {
  std::ifstream stream(data_folder / file, std::ios::binary);
  if (!stream) {
    return Error{ErrorCode::NotFound, "cannot be opened; is the data folder complete?", (data_folder / file).string()};
  }
  Table table;
  std::string line;
  for (size_t number = 1; std::getline(stream, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    TableRow row{{}, fmt::format("{}:{}", file, number)};
    split_row(line, row.cells);
    if (table.columns.empty()) {
      if (row.cells != columns) {
        return Error{ErrorCode::Invalid, "the header must be the tab-separated columns " + join(columns), row.where};
      }
      table.columns = std::move(row.cells);
    } else if (row.cells.size() != columns.size()) {
      return Error{ErrorCode::Invalid,
                   fmt::format("has {} cells where {} are needed ({}); separate by single tabs, write - for an empty cell",
                               row.cells.size(), columns.size(), join(columns)),
                   row.where};
    } else {
      table.rows.push_back(std::move(row));
    }
  }
  if (table.columns.empty()) return Error{ErrorCode::Invalid, "has no header line", file};
  return table;
}

Result<std::vector<std::string>> read_header(const std::filesystem::path& data_folder, const std::string& file) {
  std::ifstream stream(data_folder / file, std::ios::binary);
  if (!stream) return Error{ErrorCode::NotFound, "cannot be opened; is the data folder complete?", (data_folder / file).string()};
  std::vector<std::string> columns;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    split_row(line, columns);
    return columns;
  }
  return Error{ErrorCode::Invalid, "has no header line; name the columns", file};
}

Result<Table> read_tables(const std::filesystem::path& data_folder, const std::string& folder,
                          const std::vector<std::string>& columns) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder / folder, error)) {
    if (entry.path().extension() == ".tsv") files.push_back(folder + "/" + entry.path().filename().string());
  }
  if (error) return Error{ErrorCode::NotFound, "cannot be read: " + error.message(), (data_folder / folder).string()};
  std::sort(files.begin(), files.end());
  Table all{columns, {}};
  for (const std::string& file : files) {
    TRY_ASSIGN(Table table, read_table(data_folder, file, columns));
    std::move(table.rows.begin(), table.rows.end(), std::back_inserter(all.rows));
  }
  return all;
}

std::vector<std::string> split_cell(std::string_view cell, char separator) {
  std::vector<std::string> items;
  while (!cell.empty()) {
    size_t end = cell.find(separator);
    items.emplace_back(cell.substr(0, end));
    if (end == std::string_view::npos) break;
    cell.remove_prefix(end + 1);
  }
  return items;
}

}  // namespace casus
