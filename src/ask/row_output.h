// SPDX-License-Identifier: Apache-2.0
// Rows of a query in the formats of the command line.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "ask/text_table.h"
#include "casus/store.h"

namespace casus {

enum class RowFormat { JsonLines, Csv, Parquet, Table };
std::optional<RowFormat> parse_row_format(std::string_view name);

// Each is one SELECT; the number of rows comes back.
Result<size_t> write_json_lines(const Store& store, const std::string& select, std::ostream& out);
// RFC 4180 with a header; a text that a spreadsheet would run as a formula gets an apostrophe in front.
Result<size_t> write_csv(const Store& store, const std::string& select, std::ostream& out);
// Columns are laid out by `layout`, by name; of those that it does not know the last give way first.
Result<size_t> write_table(const Store& store, const std::string& select, const std::vector<TextColumn>& layout, size_t width, std::ostream& out);

std::string csv_cell(const StoreCell& cell, bool is_number);

}  // namespace casus
