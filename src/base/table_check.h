// SPDX-License-Identifier: Apache-2.0
// Collects everything that is wrong with tables, where the loaders stop at the first error.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/table.h"
#include "casus/lexicon.h"

namespace casus {

class TableChecker {
 public:
  explicit TableChecker(std::filesystem::path data) : data_(std::move(data)) {}
  const std::filesystem::path& data() const { return data_; }

  // The rows of a table that have the right number of cells; faults of form are recorded. With no `columns`, the header's count.
  // Alternatives of a cell are looked at unless the table uses "|" in another way.
  std::vector<TableRow> rows(const std::string& file, const std::vector<std::string>& columns, bool has_alternatives = true);
  // The names of all tables of a folder, "frames/assault.tsv", sorted; a fault if it holds none.
  std::vector<std::string> files_of(const std::string& folder);
  bool has(const std::string& file_or_folder) const { return std::filesystem::exists(data_ / file_or_folder); }
  // Tables that rows() was not asked for yet.
  std::vector<std::string> unseen_files() const;

  // `where` is a row's "file:line".
  void fault(std::string_view where, std::string what, std::string remedy) { add(where, std::move(what), std::move(remedy), false); }
  void warn(std::string_view where, std::string what, std::string remedy) { add(where, std::move(what), std::move(remedy), true); }
  // An error of a loader, unless that line has a fault already.
  void loader_error(const Error& error);

  void check_one_of(const TableRow& row, std::string_view column, const std::string& value, const std::set<std::string>& allowed);
  void check_sectors(const TableRow& row, const std::string& cell);
  // Requires set_countries(); without it every code passes.
  void check_country(const TableRow& row, const std::string& code, bool may_be_empty);
  void set_countries(std::set<std::string> countries) { countries_ = std::move(countries); }
  // A key that no other row of `seen` may have; "folder/table.tsv:7" of the first.
  void check_unique(const TableRow& row, const std::string& key, std::string what, std::map<std::string, std::string>& seen);

  bool has_errors() const;
  // Sorted by file and line; leaves none.
  std::vector<Fault> take_faults();

 private:
  void add(std::string_view where, std::string what, std::string remedy, bool is_warning);
  void check_cells(const TableRow& row, const std::vector<std::string>& raw, const std::vector<std::string>& columns, bool has_alternatives);

  std::filesystem::path data_;
  std::vector<Fault> faults_;
  std::set<std::string> seen_, countries_;
};

// "a, b, c".
std::string list_of(const std::set<std::string>& items);

}  // namespace casus
