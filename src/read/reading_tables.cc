// SPDX-License-Identifier: Apache-2.0
#include "read/reading_tables.h"

#include <fmt/format.h>

#include "base/table.h"

namespace casus {
namespace {

Result<LayoutWords> load_layout_words(const std::filesystem::path& data_folder) {
  LayoutWords words;
  TRY_ASSIGN(Table table, read_table(data_folder, "reading/layout_words.tsv", {"kind", "words"}));
  for (const TableRow& row : table.rows) {
    std::vector<std::string> items = split_cell(row.cells[1]);
    const std::string& kind = row.cells[0];
    if (kind == "institution") words.institution.insert(items.begin(), items.end());
    else if (kind == "closing") words.closing.insert(items.begin(), items.end());
    else if (kind == "issue") words.issue.insert(items.begin(), items.end());
    else if (kind == "press") words.press = items;
    else if (kind == "reporter") words.reporter = items;
    else if (kind == "translated") words.translated = items;
    else return Error{ErrorCode::Invalid, fmt::format("kind \"{}\" is unknown; use institution, press, closing, reporter, translated or issue", kind), row.where};
  }
  return words;
}

}  // namespace

Result<ReadingTables> ReadingTables::load(const std::filesystem::path& data_folder) {
  ReadingTables tables;
  TRY_ASSIGN(tables.layout, load_layout_words(data_folder));
  return tables;
}

}  // namespace casus
