// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstring>

namespace casus {
namespace {

constexpr size_t kBlock = 64;

bool starts_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

char32_t plain_punctuation(char32_t c) {
  switch (c) {
    case U'‘': case U'’': case U'ʼ': case U'`': case U'´': return U'\'';
    case U'“': case U'”': case U'«': case U'»': return U'"';
    case U'‐': case U'‑': case U'‒': case U'–': case U'—': return U'-';
    case U'ı': return U'i';
    case U'ø': return U'o';
    case U'ł': return U'l';
    case U'đ': return U'd';
    default: return c;
  }
}

}  // namespace

std::optional<size_t> find_invalid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t at = 0; at < size;) {
    uint64_t eight;
    if (at + 8 <= size && (std::memcpy(&eight, bytes + at, 8), (eight & 0x8080808080808080u) == 0)) { at += 8; continue; }
    if (bytes[at] < 0x80) { ++at; continue; }
    int64_t start = at;
    UChar32 c;
    U8_NEXT(bytes, at, size, c);
    if (c < 0) return static_cast<size_t>(start);
  }
  return std::nullopt;
}

char32_t next_code_point(std::string_view text, size_t& at) {
  UChar32 c;
  U8_NEXT_UNSAFE(reinterpret_cast<const uint8_t*>(text.data()), at, c);
  return static_cast<char32_t>(c);
}

std::string to_lower(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  std::string lower;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}).toLower(icu::Locale::getRoot()).toUTF8String(lower);
  return lower;
}

std::string fold_name(std::string_view text) {
  if (is_ascii(text)) {
    std::string folded = ascii_lower(text);
    std::replace(folded.begin(), folded.end(), '`', '\'');
    return folded;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  source.toLower(icu::Locale::getRoot());
  if (U_SUCCESS(status)) source = decompose->normalize(source, status);
  icu::UnicodeString folded;
  for (int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    UChar32 c = source.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    folded.append(static_cast<UChar32>(plain_punctuation(static_cast<char32_t>(c))));
  }
  std::string out;
  folded.toUTF8String(out);
  return out;
}

CodePointIndex::CodePointIndex(std::string_view text) : text_(text), is_ascii_(is_ascii(text)) {
  if (is_ascii_) return;
  uint32_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i % kBlock == 0) blocks_.push_back(count);
    count += starts_code_point(text[i]);
  }
  blocks_.push_back(count);
}

uint32_t CodePointIndex::to_code_points(uint32_t byte) const {
  if (is_ascii_) return byte;
  size_t block = std::min<size_t>(byte / kBlock, blocks_.size() - 1);
  uint32_t count = blocks_[block];
  for (size_t i = block * kBlock; i < byte; ++i) count += starts_code_point(text_[i]);
  return count;
}

uint32_t CodePointIndex::to_bytes(uint32_t code_points) const {
  if (is_ascii_) return code_points;
  auto block = std::upper_bound(blocks_.begin(), blocks_.end(), code_points) - blocks_.begin() - 1;
  size_t at = std::min(static_cast<size_t>(block) * kBlock, text_.size());
  uint32_t count = blocks_[block];
  while (at < text_.size() && !(starts_code_point(text_[at]) && count == code_points)) count += starts_code_point(text_[at++]);
  return static_cast<uint32_t>(at);
}

}  // namespace casus
