// SPDX-License-Identifier: Apache-2.0
#include "find/time_lists.h"

#include <algorithm>

#include "base/table.h"

namespace casus {

Result<TimeLists> TimeLists::load(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_table(data_folder, "times/lists.tsv", {"list", "words"}));
  TimeLists lists;
  for (const TableRow& row : table.rows) {
    std::vector<std::string>& list = lists.lists_[row.cells[0]];
    for (std::string& word : split_cell(row.cells[1])) list.push_back(std::move(word));
  }
  return lists;
}

bool TimeLists::has(const std::string& list, std::string_view word) const {
  auto found = lists_.find(list);
  return found != lists_.end() && std::find(found->second.begin(), found->second.end(), word) != found->second.end();
}

}  // namespace casus
