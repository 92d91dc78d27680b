// SPDX-License-Identifier: Apache-2.0
#include "read/language.h"

#include <cstdio>

#include <cld2/public/compact_lang_det.h>

namespace casus {
namespace {

constexpr size_t kEnoughBytes = 16u << 10, kFewestBytes = 40;

}  // namespace

std::string identify_language(std::string_view text) {
  if (text.size() < kFewestBytes) return "";
  size_t length = std::min(text.size(), kEnoughBytes);
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  bool is_reliable = false;
  CLD2::Language language = CLD2::DetectLanguage(text.data(), static_cast<int>(length), true, &is_reliable);
  if (!is_reliable || language == CLD2::UNKNOWN_LANGUAGE) return "";
  return CLD2::LanguageCode(language);
}

}  // namespace casus
