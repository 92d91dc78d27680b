// SPDX-License-Identifier: Apache-2.0
#include "read/language.h"

#include <array>
#include <cstdio>

#include <cld2/public/compact_lang_det.h>

namespace casus {
namespace {

// Below the fewest bytes, and where less than the least share is in one language, CLD2 takes names for words.
constexpr size_t kEnoughBytes = 4u << 10, kFewestBytes = 120;
constexpr int kLeastShare = 70;

}  // namespace

std::string identify_language(std::string_view text) {
  if (text.size() < kFewestBytes) return "";
  size_t length = std::min(text.size(), kEnoughBytes);
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  bool is_reliable = false;
  std::array<CLD2::Language, 3> languages;
  std::array<int, 3> shares;
  int bytes = 0;
  CLD2::Language language = CLD2::DetectLanguageSummary(text.data(), static_cast<int>(length), true, languages.data(), shares.data(), &bytes, &is_reliable);
  if (!is_reliable || language == CLD2::UNKNOWN_LANGUAGE || languages[0] != language || shares[0] < kLeastShare) return "";
  return CLD2::LanguageCode(language);
}

}  // namespace casus
