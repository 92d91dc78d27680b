// SPDX-License-Identifier: Apache-2.0
#include "exchange/records.h"

#include <algorithm>

namespace casus {

bool RecordReader::read_line() {
  if (!std::getline(stream_, part_)) return false;
  ++next_line_;
  if (!part_.empty() && part_.back() == '\r') part_.pop_back();
  return true;
}

bool RecordReader::next() {
  do {
    line_ = next_line_;
    if (!read_line()) return false;
  } while (part_.find_first_not_of(" \t") == std::string::npos);
  raw_.swap(part_);
  // A quoted cell goes on over line ends.
  while (separator_ != '\t' && std::count(raw_.begin(), raw_.end(), '"') % 2 != 0 && raw_.size() <= kMostBytes && read_line()) raw_ += '\n' + part_;
  is_too_long_ = raw_.size() > kMostBytes;
  cut();
  return true;
}

void RecordReader::cut() {
  size_t count = 0;
  auto cell = [&]() -> std::string& {
    if (count == cells_.size()) cells_.emplace_back();
    cells_[count].clear();
    return cells_[count++];
  };
  std::string_view rest = is_too_long_ ? std::string_view(raw_).substr(0, 100) : std::string_view(raw_);
  for (bool more = true; more;) {
    std::string& value = cell();
    if (separator_ != '\t' && rest.starts_with('"')) {
      size_t at = 1;
      for (; at < rest.size(); ++at) {
        if (rest[at] != '"') value += rest[at];
        else if (at + 1 < rest.size() && rest[at + 1] == '"') value += rest[at++];
        else break;
      }
      rest.remove_prefix(std::min(at + 1, rest.size()));
    }
    size_t end = std::min(rest.find(separator_), rest.size());
    value += rest.substr(0, end);
    more = end < rest.size();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  cells_.resize(count);
}

std::string csv_cell(std::string_view value) {
  if (value.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(value);
  std::string quoted = "\"";
  for (char c : value) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace casus
