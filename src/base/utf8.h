// SPDX-License-Identifier: Apache-2.0
// UTF-8: validity, code points, and byte to code point offsets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casus {

// Byte offset of the first byte that is not valid UTF-8 (overlong forms, surrogates and values over U+10FFFF are not), or nothing.
std::optional<size_t> find_invalid_utf8(std::string_view text);

// Decodes the code point at `at` and moves `at` behind it. Requires valid UTF-8 and at < text.size().
char32_t next_code_point(std::string_view text, size_t& at);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Full Unicode lower-casing, independent of the locale.
std::string to_lower(std::string_view text);

// For comparing names: lower case, no diacritics, curly quotes and dashes made plain ("Erdoğan" -> "erdogan").
std::string fold_name(std::string_view text);

// Translates byte offsets of one text into code point offsets. Memory: one number per 64 bytes of text.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);
  uint32_t to_code_points(uint32_t byte) const;
  uint32_t to_bytes(uint32_t code_points) const;

 private:
  std::string_view text_;
  std::vector<uint32_t> blocks_;  // code points before byte 64 * i
  bool is_ascii_ = true;
};

}  // namespace casus
