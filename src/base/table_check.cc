// SPDX-License-Identifier: Apache-2.0
#include "base/table_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <tuple>

#include "base/codes.h"
#include "base/utf8.h"

namespace casus {
namespace {

std::vector<std::string> split_keeping_empty(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool has_outer_blanks(std::string_view text) { return !text.empty() && (text.front() == ' ' || text.back() == ' '); }

}  // namespace

std::string Fault::to_string() const {
  return fmt::format("{}{}: {}{}; {}", file, line ? fmt::format(":{}", line) : "", is_warning ? "warning: " : "", what, remedy);
}

std::string list_of(const std::set<std::string>& items) { return fmt::format("{}", fmt::join(items, ", ")); }

void TableChecker::add(std::string_view where, std::string what, std::string remedy, bool is_warning) {
  Fault fault{std::string(where), 0, std::move(what), std::move(remedy), is_warning};
  size_t colon = where.rfind(':');
  if (colon != std::string_view::npos) {
    auto [end, error] = std::from_chars(where.data() + colon + 1, where.data() + where.size(), fault.line);
    if (error == std::errc{} && end == where.data() + where.size()) fault.file.resize(colon);
    else fault.line = 0;
  }
  faults_.push_back(std::move(fault));
}

void TableChecker::loader_error(const Error& error) {
  size_t cut = error.message.rfind("; ");
  std::string what = error.message.substr(0, cut);
  std::string remedy = cut == std::string::npos ? "correct it" : error.message.substr(cut + 2);
  std::string where = error.where;
  for (const std::string& prefix : {data_.string() + "/", std::string("data/")}) {
    if (where.starts_with(prefix)) where.erase(0, prefix.size());
  }
  bool known = std::any_of(faults_.begin(), faults_.end(), [&](const Fault& fault) { return (fault.line ? fmt::format("{}:{}", fault.file, fault.line) : fault.file) == where; });
  if (!known) fault(where, std::move(what), std::move(remedy));
}

void TableChecker::check_cells(const TableRow& row, const std::vector<std::string>& raw, const std::vector<std::string>& columns, bool has_alternatives) {
  for (size_t i = 0; i < raw.size(); ++i) {
    const std::string& cell = raw[i];
    auto say = [&](const char* what, const char* remedy) { fault(row.where, fmt::format("{} in {} \"{}\"", what, columns[i], cell), remedy); };
    if (cell.empty()) fault(row.where, fmt::format("nothing in {}", columns[i]), "write - for an empty cell");
    if (has_outer_blanks(cell)) say("blanks at the beginning or end", "remove them");
    else if (cell.find("  ") != std::string::npos) say("two blanks in a row", "keep one");
    if (!has_alternatives || cell.size() < 2) continue;
    std::vector<std::string> items = split_keeping_empty(cell, '|');
    if (std::any_of(items.begin(), items.end(), [](const std::string& item) { return item.empty(); })) say("an empty alternative", "remove the extra |");
    else if (!has_outer_blanks(cell) && std::any_of(items.begin(), items.end(), has_outer_blanks)) say("blanks beside a |", "remove them");
  }
}

std::vector<TableRow> TableChecker::rows(const std::string& file, const std::vector<std::string>& columns, bool has_alternatives) {
  seen_.insert(file);
  std::vector<TableRow> rows;
  std::ifstream stream(data_ / file, std::ios::binary);
  if (!stream) {
    fault(file, "cannot be opened", "put the table there, or correct the data folder");
    return rows;
  }
  std::vector<std::string> header;
  std::string line;
  for (size_t number = 1; std::getline(stream, line); ++number) {
    std::string where = fmt::format("{}:{}", file, number);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (find_invalid_utf8(line)) {
      fault(where, "is not UTF-8", "save the file in UTF-8");
      continue;
    }
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> raw = split_keeping_empty(line, '\t');
    if (header.empty()) {
      header = std::move(raw);
      if (columns.empty() || header == columns) continue;
      fault(where, fmt::format("the header has the columns {}", fmt::join(header, " ")), fmt::format("write, separated by tabs, {}", fmt::join(columns, " ")));
      return rows;
    }
    if (raw.size() != header.size()) {
      fault(where, fmt::format("{} cells instead of {} ({})", raw.size(), header.size(), fmt::join(header, ", ")), "separate by one tab, write - for an empty cell");
      continue;
    }
    TableRow row{raw, std::move(where)};
    for (std::string& cell : row.cells) {
      if (cell == "-") cell.clear();
    }
    check_cells(row, raw, header, has_alternatives);
    rows.push_back(std::move(row));
  }
  if (header.empty()) fault(file, "has no header line", columns.empty() ? "name the columns" : fmt::format("write, separated by tabs, {}", fmt::join(columns, " ")));
  return rows;
}

std::vector<std::string> TableChecker::files_of(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(data_ / folder, error)) {
    if (entry.path().extension() == ".tsv") files.push_back(folder + "/" + entry.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) fault(folder, "holds no tables", "put them there, or correct the data folder");
  return files;
}

std::vector<std::string> TableChecker::unseen_files() const {
  std::vector<std::string> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator it(data_, error), end; !error && it != end; it.increment(error)) {
    std::string file = it->path().lexically_relative(data_).generic_string();
    if (it->path().extension() == ".tsv" && !seen_.contains(file)) files.push_back(file);
  }
  std::sort(files.begin(), files.end());
  return files;
}

void TableChecker::check_one_of(const TableRow& row, std::string_view column, const std::string& value, const std::set<std::string>& allowed) {
  if (!allowed.contains(value)) fault(row.where, fmt::format("unknown {} \"{}\"", column, value), "use one of " + list_of(allowed));
}

void TableChecker::check_sectors(const TableRow& row, const std::string& cell) {
  std::set<std::string> told;
  for (const std::string& sector : split_cell(cell)) {
    if (!plover_sectors().contains(sector)) fault(row.where, fmt::format("unknown sector \"{}\"", sector), "use " + list_of(plover_sectors()));
    if (!told.insert(sector).second) fault(row.where, fmt::format("sector {} stands twice", sector), "remove one");
  }
}

void TableChecker::check_country(const TableRow& row, const std::string& code, bool may_be_empty) {
  if (code.empty()) {
    if (!may_be_empty) fault(row.where, "has no country", "give an ISO 3166 alpha-3 code or one of " + list_of(plover_country_codes()));
  } else if (!countries_.empty() && !countries_.contains(code) && !plover_country_codes().contains(code)) {
    fault(row.where, fmt::format("unknown country \"{}\"", code), "give an ISO 3166 alpha-3 code or one of " + list_of(plover_country_codes()));
  }
}

void TableChecker::check_unique(const TableRow& row, const std::string& key, std::string what, std::map<std::string, std::string>& seen) {
  auto [first, is_new] = seen.emplace(key, row.where);
  if (!is_new) fault(row.where, fmt::format("{} stands also at {}", what, first->second), "keep one");
}

bool TableChecker::has_errors() const {
  return std::any_of(faults_.begin(), faults_.end(), [](const Fault& fault) { return !fault.is_warning; });
}

std::vector<Fault> TableChecker::take_faults() {
  std::stable_sort(faults_.begin(), faults_.end(), [](const Fault& a, const Fault& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
  return std::exchange(faults_, {});
}

}  // namespace casus
