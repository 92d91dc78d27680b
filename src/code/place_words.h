// SPDX-License-Identifier: Apache-2.0
// The words that decide which place is an event's: data/places/event_words.tsv.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "casus/result.h"

namespace casus {

// Immutable after loading; shared by all threads.
class PlaceWords {
 public:
  static Result<PlaceWords> load(const std::filesystem::path& data_folder);
  bool has(const std::string& kind, std::string_view word) const;

 private:
  std::unordered_map<std::string, std::unordered_set<std::string>> words_;
};

}  // namespace casus
