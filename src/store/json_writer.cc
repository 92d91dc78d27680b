// SPDX-License-Identifier: Apache-2.0
#include "store/json_writer.h"

namespace casus {
namespace {

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == '\x7f'; }

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
  }
}

}  // namespace

void JsonWriter::string(std::string_view text) {
  separate();
  out_ += '"';
  size_t plain = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (!needs_escape(text[at])) continue;
    out_.append(text, plain, at - plain);
    append_escape(out_, text[at]);
    plain = at + 1;
  }
  out_.append(text, plain);
  out_ += '"';
}

}  // namespace casus
