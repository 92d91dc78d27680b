// SPDX-License-Identifier: Apache-2.0
#include "code/place_words.h"

#include "base/table.h"

namespace casus {

Result<PlaceWords> PlaceWords::load(const std::filesystem::path& data_folder) {
  PlaceWords words;
  TRY_ASSIGN(Table table, read_table(data_folder, "places/event_words.tsv", {"kind", "words"}));
  for (const TableRow& row : table.rows) {
    for (const std::string& word : split_cell(row.cells[1])) words.words_[row.cells[0]].insert(word);
  }
  return words;
}

bool PlaceWords::has(const std::string& kind, std::string_view word) const {
  auto found = words_.find(kind);
  return found != words_.end() && found->second.contains(std::string(word));
}

}  // namespace casus
