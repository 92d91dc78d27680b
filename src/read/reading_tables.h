// SPDX-License-Identifier: Apache-2.0
// What data/reading/ knows: words of press layout, and (for pages) cues of tags, classes and fields.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "casus/result.h"
#include "read/class_cues.h"
#include "read/meta_fields.h"
#include "read/written_date.h"

namespace casus {

// Roles that lines at the head or foot of a press text have; the words are lower case.
struct LayoutWords {
  std::unordered_set<std::string> institution, closing, issue;
  std::vector<std::string> press, reporter, translated;  // how a line begins
};

struct ReadingTables {
  LayoutWords layout;
  ClassCues classes;        // what belongs to the text
  ClassCues field_classes;  // what holds a date or an author
  MetaFields meta;
  MonthNames months;
  std::vector<std::string> author_lead, author_stop, author_joint, author_days;
  std::vector<std::string> date_lead, change_lead;  // what stands before a date of publication, of a later change
  std::unordered_set<std::string> author_nobody;
  std::unordered_set<std::string> role_words, degrees, agencies;  // behind an author's name
  std::unordered_set<std::string> noise_whole;  // lines that are no text of an article, lower case
  std::vector<std::string> noise_start;         // beginnings of such lines
  std::unordered_set<std::string> noise_end;    // lines after which nothing of the article comes
  std::vector<std::string> noise_tail;          // what a last paragraph about author or publisher holds

  static Result<ReadingTables> load(const std::filesystem::path& data_folder);
};

}  // namespace casus
