// SPDX-License-Identifier: Apache-2.0
// What the words in class, id, role and itemprop say about an element: the cues of data/reading/class_cues.tsv and field_classes.tsv.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/result.h"

namespace casus {

// One bit each; an element may show several.
enum ClassCue : uint8_t { kNoCue = 0, kBodyCue = 1, kDropCue = 2, kCommentsCue = 4, kDateCue = 8, kAuthorCue = 16, kAlwaysCue = 32, kKeepCue = 64 };

class ClassCues {
 public:
  static Result<ClassCues> load(const std::filesystem::path& data_folder, const std::string& file);

  // Cues of one attribute value, which may name several classes.
  uint8_t find(std::string_view value) const;

 private:
  uint8_t look_up(std::string_view value) const;

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, uint8_t, Hash, std::equal_to<>> cues_;  // words joined by a blank
  size_t longest_ = 1;                                                    // in words
  uint64_t number_ = 0;                                                   // of this table among all
};

// "td-postContent_2" -> "td post content 2".
std::string class_words(std::string_view name);

}  // namespace casus
