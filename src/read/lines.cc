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

std::optional<int> integer(std::string_view word) {
  int value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

// "8", "8th", "1st".
std::optional<int> day_number(std::string_view word) {
  for (std::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (word.size() > 2 && word.ends_with(suffix)) word.remove_suffix(2);
  }
  auto day = integer(word);
  return day && *day >= 1 && *day <= 31 ? day : std::nullopt;
}

bool is_clock_word(std::string_view word) {
  std::string lower = to_lower(word);
  return lower == "am" || lower == "pm" || lower == "gmt" || lower == "utc" || lower == "at" || lower == "hrs";
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

std::optional<TrailingDate> trailing_date(std::string_view line) {
  std::vector<std::string_view> words = split_words(line);
  // A time of day may follow.
  while (words.size() > 1 && (words.back().find(':') != std::string_view::npos || is_clock_word(words.back()))) words.pop_back();
  if (words.empty()) return std::nullopt;
  if (auto day = parse_iso_date(words.back()); day && words.back().size() == 10) {
    return TrailingDate{*day, line.substr(0, static_cast<size_t>(words.back().data() - line.data()))};
  }
  if (words.size() < 3) return std::nullopt;
  auto year = integer(words.back());
  if (!year || *year < 1800 || *year > 2200) return std::nullopt;
  std::string_view first = words[words.size() - 3], second = words[words.size() - 2];
  int month = month_number(second);
  auto day = day_number(first);
  if (!month || !day) {
    month = month_number(first);
    day = day_number(second);
  }
  if (!month || !day) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(month)},
                                   std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return TrailingDate{Date{date}, line.substr(0, static_cast<size_t>(first.data() - line.data()))};
}

std::optional<Date> dated_line(std::string_view line) {
  auto found = trailing_date(line);
  if (!found) return std::nullopt;
  std::vector<std::string_view> words = split_words(found->before);
  if (words.size() > 7) return std::nullopt;
  // What stands before the date must be names of places or weekdays, not a sentence.
  for (std::string_view word : words) {
    auto first = static_cast<unsigned char>(word.front());
    bool is_link = word == "and" || word == "in" || word == "on" || word == "of" || word == "the" || word == "de" || word == "/" || word == "-";
    if (!std::isupper(first) && !std::isdigit(first) && first < 0x80 && !is_link) return std::nullopt;
  }
  return found->day;
}

size_t masthead_length(std::string_view line) {
  for (std::string_view dash : {" - ", " – ", " — ", " | "}) {
    size_t at = line.rfind(dash);
    if (at == std::string_view::npos || count_words(line.substr(0, at)) > 6) continue;
    std::vector<std::string_view> words = split_words(line.substr(at + dash.size()));
    if (words.size() < 2 || words.size() > 5) continue;
    bool month = false, day = false;
    for (std::string_view word : words) {
      month |= month_number(word) > 0;
      day |= day_number(word).has_value();
    }
    if (month && day) return at;
  }
  return 0;
}

bool is_shouted(std::string_view line) {
  size_t capitals = 0;
  for (char c : line) {
    if (std::islower(static_cast<unsigned char>(c))) return false;
    capitals += std::isupper(static_cast<unsigned char>(c)) != 0;
  }
  return capitals >= 3;
}

bool ends_sentence(std::string_view line) {
  while (!line.empty()) {
    if (std::string_view("\"')*_ ]").find(line.back()) != std::string_view::npos) line.remove_suffix(1);
    else if (line.ends_with("”") || line.ends_with("’")) line.remove_suffix(3);
    else break;
  }
  return line.ends_with("…") || (!line.empty() && std::string_view(".!?").find(line.back()) != std::string_view::npos);
}

bool looks_like_person(std::string_view line) {
  if (line.find(',') != std::string_view::npos) return false;
  std::vector<std::string_view> words = split_words(line);
  if (words.size() < 2 || words.size() > 5) return false;
  for (std::string_view word : words) {
    auto first = static_cast<unsigned char>(word.front());
    bool is_particle = word == "de" || word == "van" || word == "von" || word == "der" || word == "al" || word == "bin" || word == "da" || word == "la";
    if ((!std::isupper(first) && first < 0x80 && !is_particle) || word.find_first_of("0123456789:()&/") != std::string_view::npos) return false;
  }
  return !is_shouted(line);
}

size_t dateline_length(std::string_view paragraph) {
  std::string_view head = paragraph.substr(0, 120);
  size_t best = std::string_view::npos, dash_size = 0;
  for (std::string_view dash : {" - ", " -- ", " — ", " – ", "— ", " (—) "}) {
    size_t at = head.find(dash);
    if (at < best) { best = at; dash_size = dash.size(); }
  }
  // A dash at the end of a headline ("..., 28 February - 8 March") opens no report.
  if (best == std::string_view::npos || best < 3 || count_words(paragraph.substr(best + dash_size)) < 4) return 0;
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
