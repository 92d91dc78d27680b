// SPDX-License-Identifier: Apache-2.0
// Calendar dates as people and programs write them, in many languages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "casus/result.h"
#include "casus/time.h"

namespace casus {

struct WrittenDate {
  Date day;
  size_t start = 0, end = 0;  // in the text that was searched
  std::string instant;        // ISO 8601 with time and zone if it was written so, else empty
};

// Names of months: data/reading/months.tsv.
class MonthNames {
 public:
  static Result<MonthNames> load(const std::filesystem::path& data_folder);
  int find(std::string_view lower_case) const;  // 1 to 12, or 0

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, int, Hash, std::equal_to<>> months_;
};

// The first full date in the text from `from` on: "2021-04-28T09:00:00Z", "28. April 2021", "Apr 28, 2021", "28.4.21",
// "2020. augusztus 18.", "2020年8月18日". `month_first`: read 4/28/2021 and also 4/5/2021 in the American way.
std::optional<WrittenDate> find_written_date(std::string_view text, const MonthNames& months, bool month_first, size_t from = 0);

// A date in the path of an address ("/2021/04/28/", "-20210428", "2021-04-28").
std::optional<Date> date_in_address(std::string_view url);

}  // namespace casus
