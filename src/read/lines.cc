// SPDX-License-Identifier: Apache-2.0
#include "read/lines.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "base/utf8.h"

namespace casus {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

Span trimmed(std::string_view text, Span span) {
  while (span.start < span.end && is_blank(text[span.start])) ++span.start;
  while (span.end > span.start && is_blank(text[span.end - 1])) --span.end;
  return span;
}

int month_number(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                               "jul", "aug", "sep", "oct", "nov", "dec"};
  static constexpr std::array<std::string_view, 12> kFull = {"january", "february", "march", "april", "may", "june", "july",
                                                             "august", "september", "october", "november", "december"};
  std::string lower = to_lower(word);
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (lower == kMonths[i] || lower == kFull[i] || (i == 8 && lower == "sept")) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < text.size();) {
    size_t start = text.find_first_not_of(" ,.\t", at);
    if (start == std::string_view::npos) break;
    size_t end = std::min(text.find_first_of(" ,.\t", start), text.size());
    words.push_back(text.substr(start, end - start));
    at = end;
  }
  return words;
}

std::optional<int> integer(std::string_view word) {
  int value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

}  // namespace

std::vector<Paragraph> split_paragraphs(std::string_view text) {
  std::vector<Paragraph> paragraphs;
  bool open = false;
  for (size_t start = 0; start < text.size();) {
    size_t end = std::min(text.find('\n', start), text.size());
    Span line = trimmed(text, {static_cast<uint32_t>(start), static_cast<uint32_t>(end)});
    bool heading = heading_level(text.substr(line.start, line.length())) > 0;
    if (line.empty()) {
      open = false;
    } else if (open && !heading) {
      paragraphs.back().lines.push_back(line);
      paragraphs.back().span.end = line.end;
    } else {
      paragraphs.push_back({line, {line}});
      open = !heading;
    }
    start = end + 1;
  }
  return paragraphs;
}

int heading_level(std::string_view line) {
  size_t marks = line.find_first_not_of('#');
  if (marks == std::string_view::npos || marks == 0 || marks > 6 || line[marks] != ' ') return 0;
  return static_cast<int>(marks);
}

Span without_marks(std::string_view text, Span line) {
  constexpr std::string_view kMarks = "#*_> \t\r\\";
  while (line.start < line.end && kMarks.find(text[line.start]) != std::string_view::npos) ++line.start;
  while (line.end > line.start && kMarks.find(text[line.end - 1]) != std::string_view::npos) --line.end;
  return line;
}

size_t count_words(std::string_view text) {
  size_t words = 0;
  bool inside = false;
  for (char c : text) {
    if (!is_blank(c) && !inside) ++words;
    inside = !is_blank(c);
  }
  return words;
}

double foreign_letter_share(std::string_view text) {
  size_t letters = 0, foreign = 0;
  for (size_t at = 0; at < text.size();) {
    auto c = static_cast<UChar32>(next_code_point(text, at));
    if (!u_isalpha(c)) continue;
    ++letters;
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    foreign += script != USCRIPT_LATIN && script != USCRIPT_COMMON;
  }
  return letters == 0 ? 0.0 : static_cast<double>(foreign) / static_cast<double>(letters);
}

std::optional<Date> dated_line(std::string_view line) {
  std::vector<std::string_view> words = split_words(line);
  if (words.size() < 3 || words.size() > 8) return std::nullopt;
  auto year = integer(words.back());
  if (!year || *year < 1800 || *year > 2200) return std::nullopt;
  std::string_view first = words[words.size() - 3], second = words[words.size() - 2];
  int month = month_number(second);
  auto day = integer(first);
  if (!month || !day) {
    month = month_number(first);
    day = integer(second);
  }
  if (!month || !day || *day < 1) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(month)},
                                   std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  // What stands before the date must be names of places or weekdays, not a sentence.
  for (size_t i = 0; i + 3 < words.size(); ++i) {
    if (!std::isupper(static_cast<unsigned char>(words[i].front()))) return std::nullopt;
  }
  return Date{date};
}

bool says_translated(std::string_view line) {
  std::string lower = to_lower(line);
  lower.erase(0, std::min(lower.find_first_not_of(" (*_["), lower.size()));
  return lower.size() < 120 && (lower.starts_with("translated") || lower.starts_with("translation") || lower.starts_with("(translation"));
}

size_t dateline_length(std::string_view paragraph) {
  std::string_view head = paragraph.substr(0, 120);
  size_t best = std::string_view::npos, dash_size = 0;
  for (std::string_view dash : {" - ", " -- ", " — ", " – ", "— ", " (—) "}) {
    size_t at = head.find(dash);
    if (at < best) { best = at; dash_size = dash.size(); }
  }
  if (best == std::string_view::npos || best < 3) return 0;
  std::string_view line = head.substr(0, best);
  size_t word_end = std::min(line.find_first_of(" ,/("), line.size());
  size_t capitals = 0, lower = 0;
  for (char c : line.substr(0, word_end)) {
    capitals += std::isupper(static_cast<unsigned char>(c)) != 0;
    lower += std::islower(static_cast<unsigned char>(c)) != 0;
  }
  bool shouted = capitals >= 3 && lower == 0;
  bool signed_line = std::isupper(static_cast<unsigned char>(line.front())) && line.back() == ')' && count_words(line) <= 10;
  bool dated = std::isupper(static_cast<unsigned char>(line.front())) && line.find(',') != std::string_view::npos &&
               std::any_of(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; }) && count_words(line) <= 7;
  return shouted || signed_line || dated ? best + dash_size : 0;
}

}  // namespace casus
