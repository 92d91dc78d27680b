// SPDX-License-Identifier: Apache-2.0
// Reads the tab-separated knowledge tables under data/: one format for all of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "casus/result.h"

namespace casus {

// A row and where it stands, for messages and for `casus explain`.
struct TableRow {
  std::vector<std::string> cells;  // as many as there are columns
  std::string where;               // "actors/leaders.tsv:41", relative to the data folder
};

struct Table {
  std::vector<std::string> columns;
  std::vector<TableRow> rows;
};

// Format: UTF-8; blank lines and lines that start with '#' are skipped; the first other line names the columns;
// cells are separated by one tab, "-" stands for an empty cell. A row with another number of cells than the header
// or a header other than `columns` is an error that names file, line and remedy.
Result<Table> read_table(const std::filesystem::path& data_folder, const std::string& file,
                         const std::vector<std::string>& columns);

// The columns that a table's header names.
Result<std::vector<std::string>> read_header(const std::filesystem::path& data_folder, const std::string& file);

// The tables "<folder>/*.tsv" in name order, joined. All must have the same columns.
Result<Table> read_tables(const std::filesystem::path& data_folder, const std::string& folder,
                          const std::vector<std::string>& columns);

// "a|b|c" -> {"a","b","c"}; an empty cell gives no items.
std::vector<std::string> split_cell(std::string_view cell, char separator = '|');

}  // namespace casus
