// SPDX-License-Identifier: Apache-2.0
#include "parse/characters.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kLongWord = 100;   // code points
constexpr int kLongestRun = 4;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// str.isdigit: also superscripts, circled digits and the digits of other scripts.
bool is_digit(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  const int32_t type = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_NUMERIC_TYPE);
  return type == U_NT_DECIMAL || type == U_NT_DIGIT;
}

char32_t shape_of(char32_t c) {
  if (is_letter(c)) return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_UPPERCASE) ? U'X' : U'x';
  return is_digit(c) ? U'd' : c;
}

template <typename Predicate>
bool holds_for_all(std::string_view text, Predicate predicate) {
  for (size_t at = 0; at < text.size();) {
    if (!predicate(next_code_point(text, at))) return false;
  }
  return !text.empty();
}

}  // namespace

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_L_MASK) != 0;
}

bool is_all_letters(std::string_view text) { return holds_for_all(text, is_letter); }

bool is_all_space(std::string_view text) { return holds_for_all(text, is_space); }

std::string_view first_character(std::string_view text) {
  size_t end = std::min<size_t>(1, text.size());
  while (end < text.size() && is_continuation(text[end])) ++end;
  return text.substr(0, end);
}

std::string_view last_three_characters(std::string_view text) {
  size_t start = text.size();
  for (int count = 0; count < 3 && start > 0; ++count) {
    do --start;
    while (start > 0 && is_continuation(text[start]));
  }
  return text.substr(start);
}

std::string word_shape(std::string_view text) {
  const auto length = static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); }));
  if (length >= kLongWord) return "LONG";
  std::string shape;
  char32_t last = 0;
  int run = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const char32_t c = next_code_point(text, at);
    const char32_t symbol = shape_of(c);
    run = symbol == last && start > 0 ? run + 1 : 1;
    last = symbol;
    if (run > kLongestRun) continue;
    if (symbol == c) {
      shape += text.substr(start, at - start);
    } else {
      shape += static_cast<char>(symbol);
    }
  }
  return shape;
}

}  // namespace casus
