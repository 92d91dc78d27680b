// SPDX-License-Identifier: Apache-2.0
#include "read/class_cues.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
}  // namespace

std::string class_words(std::string_view name) {
  std::string words;
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
      if (!words.empty() && words.back() != ' ') words.push_back(' ');
      continue;
    }
    bool hump = is_upper(c) && i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
    if (hump && !words.empty() && words.back() != ' ') words.push_back(' ');
    words.push_back(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

Result<ClassCues> ClassCues::load(const std::filesystem::path& data_folder, const std::string& file) {
  static std::atomic<uint64_t> tables = 0;
  ClassCues cues;
  cues.number_ = ++tables;
  TRY_ASSIGN(Table table, read_table(data_folder, file, {"cue", "words"}));
  for (const TableRow& row : table.rows) {
    static const std::pair<const char*, ClassCue> kKinds[] = {
        {"body", kBodyCue}, {"drop", kDropCue}, {"comments", kCommentsCue}, {"date", kDateCue}, {"author", kAuthorCue},
        {"always", kAlwaysCue}, {"keep", kKeepCue}};
    auto kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& entry) { return row.cells[0] == entry.first; });
    if (kind == std::end(kKinds)) {
      return Error{ErrorCode::Invalid, fmt::format("cue \"{}\" is unknown; use body, drop, comments, date, author, always or keep", row.cells[0]), row.where};
    }
    for (std::string& words : split_cell(row.cells[1])) {
      cues.longest_ = std::max<size_t>(cues.longest_, static_cast<size_t>(std::count(words.begin(), words.end(), ' ')) + 1);
      cues.cues_[std::move(words)] |= kind->second;
    }
  }
  return cues;
}

// Pages of one publisher share their classes, and all pages many: each thread keeps what it found lately.
uint8_t ClassCues::find(std::string_view value) const {
  constexpr size_t kMostKept = 20'000, kLongestKept = 200;
  if (value.empty() || value.size() > kLongestKept) return look_up(value);
  thread_local std::unordered_map<uint64_t, std::unordered_map<std::string, uint8_t, Hash, std::equal_to<>>> kept_by_table;
  auto& kept = kept_by_table[number_];
  if (auto known = kept.find(value); known != kept.end()) return known->second;
  if (kept.size() >= kMostKept) kept.clear();
  return kept.emplace(value, look_up(value)).first->second;
}

uint8_t ClassCues::look_up(std::string_view value) const {
  uint8_t found = 0;
  for (size_t at = 0; at < value.size();) {
    size_t start = value.find_first_not_of(" \t\r\n\f", at);
    if (start == std::string_view::npos) break;
    size_t end = std::min(value.find_first_of(" \t\r\n\f", start), value.size());
    at = end;
    if (end - start > 80) continue;
    std::string words = class_words(value.substr(start, end - start));
    // Every run of up to `longest_` words is looked up; the longest that fits at a place decides there.
    for (size_t word = 0; word < words.size();) {
      size_t fits = 0;
      uint8_t cue = 0;
      for (size_t count = 0, stop = word; count < longest_ && stop < words.size(); ++count) {
        stop = std::min(words.find(' ', stop + (count > 0)), words.size());
        auto entry = cues_.find(std::string_view(words).substr(word, stop - word));
        if (entry != cues_.end()) { fits = stop; cue = entry->second; }
      }
      found |= cue;
      size_t next = fits ? fits : std::min(words.find(' ', word), words.size());
      word = next + 1;
    }
  }
  return found;
}

}  // namespace casus
