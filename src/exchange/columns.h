// SPDX-License-Identifier: Apache-2.0
// The columns of each format, in its order; what is read by name and what exports write.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace casus {

enum class ExchangeFormat { Gdelt, GdeltMentions, Icews, Acled, Polecat, Phoenix, Tsv };

struct FormatFacts {
  ExchangeFormat format;
  std::string_view name;       // as the command line has it
  char separator;
  bool has_header;
  std::span<const std::string_view> columns;   // all that we write
  std::span<const std::string_view> required;  // that a header must have
};

const FormatFacts* find_format(std::string_view name);
std::string format_names();
std::span<const std::string_view> gdelt1_columns();  // of GDELT 1.0, which has no second administrative level

// A row by the names of its columns; a column that is not there is empty.
class NamedRow {
 public:
  void name_columns(std::span<const std::string_view> names);
  void name_columns(const std::vector<std::string>& names);
  bool has(std::string_view column) const { return places_.contains(std::string(column)); }
  size_t size() const { return places_.size(); }
  void set(const std::vector<std::string>* cells) { cells_ = cells; }
  std::string_view operator[](std::string_view column) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, size_t, Hash, std::equal_to<>> places_;
  const std::vector<std::string>* cells_ = nullptr;
};

}  // namespace casus
