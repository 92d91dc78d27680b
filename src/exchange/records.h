// SPDX-License-Identifier: Apache-2.0
// Rows of text tables, cut into cells: with tabs and nothing else, or CSV with quotation marks.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace casus {

class RecordReader {
 public:
  // separator '\t': no quoting at all, as event data are written.
  RecordReader(std::istream& stream, char separator) : stream_(stream), separator_(separator) {}

  // The next row that is not blank; false at the end. A row beyond the limit comes cut, with `is_too_long` set.
  bool next();
  const std::string& raw() const { return raw_; }               // without its line end
  const std::vector<std::string>& cells() const { return cells_; }
  int64_t line() const { return line_; }                        // where it begins, from 1
  bool is_too_long() const { return is_too_long_; }

  static constexpr size_t kMostBytes = 1u << 20;

 private:
  bool read_line();
  void cut();

  std::istream& stream_;
  char separator_;
  std::string raw_, part_;
  std::vector<std::string> cells_;
  int64_t line_ = 0, next_line_ = 1;
  bool is_too_long_ = false;
};

// A cell as CSV wants it.
std::string csv_cell(std::string_view value);

}  // namespace casus
