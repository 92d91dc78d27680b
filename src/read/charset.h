// SPDX-License-Identifier: Apache-2.0
// Bytes in any character set to UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace casus {

struct DecodedText {
  std::string text;      // valid UTF-8 without a byte order mark
  std::string encoding;  // the name of the character set, lower case
};

// Order of belief: a byte order mark, `declared_outside` (an HTTP header), what the text declares itself, UTF-8 if the
// bytes are valid, windows-1252. A declaration that the bytes contradict is passed over. `is_xml`: its rules for declarations.
DecodedText decode(std::string_view bytes, std::string_view declared_outside, bool is_xml);

// The character set that an HTML page (meta) or an XML text (declaration) names in its first 4,096 bytes; empty if none.
std::string declared_charset(std::string_view bytes, bool is_xml);

// Decodes by name (labels as in the WHATWG's Encoding Standard or ICU's); false if the name is unknown.
bool decode_as(std::string_view bytes, const std::string& encoding, std::string& out);

// Makes any bytes valid UTF-8: what is not becomes U+FFFD.
std::string repair_utf8(std::string_view bytes);

}  // namespace casus
