// SPDX-License-Identifier: Apache-2.0
#include "read/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/utf8.h"
#include "read/source_hints.h"

namespace casus {
namespace {

constexpr size_t kDeclarationBytes = 4096;

// Labels that browsers take for a wider character set than their name says.
std::string usual_name(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kWider = {{
      {"iso-8859-1", "windows-1252"}, {"iso8859-1", "windows-1252"}, {"iso_8859-1", "windows-1252"}, {"latin1", "windows-1252"},
      {"latin-1", "windows-1252"}, {"us-ascii", "windows-1252"}, {"ascii", "windows-1252"}, {"iso-8859-9", "windows-1254"},
      {"gb2312", "gb18030"}, {"gbk", "gb18030"}, {"gb_2312-80", "gb18030"}, {"euc-kr", "windows-949"}, {"ks_c_5601-1987", "windows-949"},
      {"shift_jis", "windows-31j"}, {"sjis", "windows-31j"}, {"x-sjis", "windows-31j"}, {"tis-620", "windows-874"}, {"big5", "big5"}}};
  for (auto [label, wider] : kWider) {
    if (name == label) return std::string(wider);
  }
  return name;
}

size_t find_no_case(std::string_view text, std::string_view word, size_t from = 0) {
  auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  auto found = std::search(text.begin() + static_cast<ptrdiff_t>(std::min(from, text.size())), text.end(), word.begin(), word.end(), same);
  return found == text.end() ? std::string_view::npos : static_cast<size_t>(found - text.begin());
}

std::string value_after(std::string_view text, size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '=' || text[at] == '"' || text[at] == '\'')) ++at;
  size_t end = at;
  while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '-' || text[end] == '_' || text[end] == ':' || text[end] == '.')) ++end;
  return std::string(text.substr(at, end - at));
}

bool decode_utf16_or_32(std::string_view bytes, const char* name, size_t skip, DecodedText& out) {
  out.encoding = name;
  return decode_as(bytes.substr(skip), name, out.text);
}

bool decode_marked(std::string_view bytes, DecodedText& out) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    out = {repair_utf8(bytes.substr(3)), "utf-8"};
    return true;
  }
  if (bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4))) return decode_utf16_or_32(bytes, "utf-32le", 4, out);
  if (bytes.starts_with(std::string_view("\0\0\xFE\xFF", 4))) return decode_utf16_or_32(bytes, "utf-32be", 4, out);
  if (bytes.starts_with("\xFF\xFE")) return decode_utf16_or_32(bytes, "utf-16le", 2, out);
  if (bytes.starts_with("\xFE\xFF")) return decode_utf16_or_32(bytes, "utf-16be", 2, out);
  // "<?" or "<h" in wide characters, without a mark.
  if (bytes.starts_with(std::string_view("<\0\0\0", 4))) return decode_utf16_or_32(bytes, "utf-32le", 0, out);
  if (bytes.starts_with(std::string_view("\0\0\0<", 4))) return decode_utf16_or_32(bytes, "utf-32be", 0, out);
  if (bytes.size() > 3 && bytes[0] == '<' && bytes[1] == 0) return decode_utf16_or_32(bytes, "utf-16le", 0, out);
  if (bytes.size() > 3 && bytes[0] == 0 && bytes[1] == '<') return decode_utf16_or_32(bytes, "utf-16be", 0, out);
  return false;
}

// By the statistics of bytes; empty if nothing fits.
std::string guess_charset(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  std::string_view sample = bytes.substr(0, 64u << 10);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  ucsdet_enableInputFilter(detector.get(), true);  // leaves markup out
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || !match) return "";
  const char* name = ucsdet_getName(match, &status);
  bool is_sure = ucsdet_getConfidence(match, &status) >= 30;
  return U_SUCCESS(status) && name && is_sure ? name : "";
}

bool is_wide_name(const std::string& name) { return name.starts_with("utf-16") || name.starts_with("utf-32") || name.starts_with("ucs-"); }

}  // namespace

std::string repair_utf8(std::string_view bytes) {
  auto bad = find_invalid_utf8(bytes);
  if (!bad) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size() + 64);
  while (bad) {
    out += bytes.substr(0, *bad);
    out += "\xEF\xBF\xBD";
    bytes.remove_prefix(*bad + 1);
    while (!bytes.empty() && (static_cast<unsigned char>(bytes[0]) & 0xC0) == 0x80) bytes.remove_prefix(1);
    bad = find_invalid_utf8(bytes);
  }
  out += bytes;
  return out;
}

bool decode_as(std::string_view bytes, const std::string& encoding, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(encoding.c_str(), &status), &ucnv_close);
  std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("utf-8", &status), &ucnv_close);
  if (U_FAILURE(status)) return false;
  out.clear();
  std::array<UChar, 4096> middle;
  std::array<char, 16384> buffer;
  UChar *middle_from = middle.data(), *middle_to = middle.data();
  const char* source = bytes.data();
  const char* source_end = bytes.data() + bytes.size();
  bool first = true;
  while (true) {
    char* target = buffer.data();
    status = U_ZERO_ERROR;
    ucnv_convertEx(to.get(), from.get(), &target, buffer.data() + buffer.size(), &source, source_end, middle.data(), &middle_from, &middle_to,
                   middle.data() + middle.size(), first, true, &status);
    first = false;
    out.append(buffer.data(), static_cast<size_t>(target - buffer.data()));
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    break;
  }
  return U_SUCCESS(status);
}

std::string declared_charset(std::string_view bytes, bool is_xml) {
  std::string_view head = bytes.substr(0, kDeclarationBytes);
  if (is_xml) {
    size_t start = head.find("<?xml");
    if (start == std::string_view::npos || start > 200) return "";
    size_t end = head.find("?>", start);
    size_t at = head.substr(0, end).find("encoding", start);
    return at == std::string_view::npos ? "" : value_after(head, at + 8);
  }
  for (size_t at = find_no_case(head, "<meta"); at != std::string_view::npos; at = find_no_case(head, "<meta", at + 5)) {
    size_t end = std::min(head.find('>', at), head.size());
    std::string_view tag = head.substr(at, end - at);
    size_t charset = find_no_case(tag, "charset");
    if (charset != std::string_view::npos) {
      std::string value = value_after(tag, charset + 7);
      if (!value.empty()) return value;
    }
  }
  return "";
}

DecodedText decode(std::string_view bytes, std::string_view declared_outside, bool is_xml) {
  DecodedText decoded;
  if (decode_marked(bytes, decoded)) return decoded;
  bool is_utf8 = !find_invalid_utf8(bytes);
  for (const std::string& declared : {std::string(declared_outside), declared_charset(bytes, is_xml)}) {
    if (declared.empty()) continue;
    std::string name = usual_name(declared);
    // Bytes that form valid UTF-8 beyond ASCII hardly ever mean anything else; wide names contradict a readable declaration.
    bool utf8_name = name == "utf-8" || name == "utf8" || name == "u8";
    if (utf8_name || is_wide_name(name)) break;
    if (decode_as(bytes, name, decoded.text)) {
      decoded.encoding = name == "gb18030" ? name : to_lower(declared);
      return decoded;
    }
  }
  if (is_utf8) return {std::string(bytes), "utf-8"};
  // Mostly UTF-8 with some broken bytes, or another character set altogether?
  size_t bad = 0, high = 0;
  for (unsigned char c : bytes) high += c >= 0x80;
  std::string repaired = repair_utf8(bytes);
  for (size_t at = repaired.find("\xEF\xBF\xBD"); at != std::string::npos; at = repaired.find("\xEF\xBF\xBD", at + 3)) ++bad;
  if (bad * 10 < high) return {std::move(repaired), "utf-8"};
  std::string guessed = guess_charset(bytes);
  if (guessed.empty() || !decode_as(bytes, usual_name(guessed), decoded.text)) {
    guessed = "windows-1252";
    decode_as(bytes, guessed, decoded.text);
  }
  decoded.encoding = to_lower(guessed);
  return decoded;
}

std::string SourceHints::known_charset() const {
  if (!charset.empty()) return charset;
  size_t at = to_lower(content_type).find("charset");
  if (at == std::string::npos) return "";
  at = content_type.find_first_not_of(" =\"'", at + 7);
  if (at == std::string::npos) return "";
  return content_type.substr(at, content_type.find_first_of(" ;\"'", at) - at);
}

}  // namespace casus
