// SPDX-License-Identifier: Apache-2.0
// Named lists of words that decide about time expressions: data/times/lists.tsv.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/result.h"

namespace casus {

class TimeLists {
 public:
  static Result<TimeLists> load(const std::filesystem::path& data_folder);
  // True if `word` is in `list`; false too if there is no such list.
  bool has(const std::string& list, std::string_view word) const;

 private:
  std::unordered_map<std::string, std::vector<std::string>> lists_;
};

}  // namespace casus
