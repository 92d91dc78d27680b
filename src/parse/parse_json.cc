// SPDX-License-Identifier: Apache-2.0
#include "parse/parse_json.h"

#include <charconv>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kBytesPerToken = 150;  // of output, about

void append_number(uint32_t value, std::string& json) {
  char digits[10];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  json.append(digits, static_cast<size_t>(end - digits));
}

void append_escaped(char c, std::string& json) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"': json += "\\\""; break;
    case '\\': json += "\\\\"; break;
    case '\n': json += "\\n"; break;
    case '\r': json += "\\r"; break;
    case '\t': json += "\\t"; break;
    default:
      json += "\\u00";
      json += kHex[(c >> 4) & 0xF];
      json += kHex[c & 0xF];
  }
}

void append_string(std::string_view text, std::string& json) {
  json += '"';
  size_t copied = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    json.append(text, copied, i - copied);
    append_escaped(text[i], json);
    copied = i + 1;
  }
  json.append(text, copied);
  json += '"';
}

void append_span(Span span, const CodePointIndex& index, std::string& json) {
  json += "\"start\":";
  append_number(index.to_code_points(span.start), json);
  json += ",\"end\":";
  append_number(index.to_code_points(span.end), json);
}

void append_field(std::string_view name, std::string_view value, std::string& json) {
  json += ",\"";
  json += name;
  json += "\":";
  append_string(value, json);
}

// "name":[ item, item ... ] by append_item(item number).
template <typename AppendItem>
void append_list(std::string_view name, size_t count, std::string& json, AppendItem append_item) {
  json += ",\"";
  json += name;
  json += "\":[";
  for (uint32_t i = 0; i < count; ++i) {
    json += i == 0 ? "{" : ",{";
    append_item(i);
    json += '}';
  }
  json += ']';
}

}  // namespace

std::string parse_to_json(std::string_view id, std::string_view text, const Parse& parse) {
  const CodePointIndex index(text);
  std::string json;
  json.reserve(text.size() + parse.tokens.size() * kBytesPerToken + 256);
  json += "{\"id\":";
  append_string(id, json);
  append_field("text", text, json);
  append_list("ents", parse.entities.size(), json, [&](uint32_t i) {
    append_span(parse.entities[i].span, index, json);
    append_field("label", parse.entities[i].label, json);
  });
  append_list("sents", parse.sentences.size(), json,
              [&](uint32_t i) { append_span(parse.sentences[i].span, index, json); });
  append_list("tokens", parse.tokens.size(), json, [&](uint32_t i) {
    const Token& token = parse.tokens[i];
    json += "\"id\":";
    append_number(i, json);
    json += ',';
    append_span(token.span, index, json);
    append_field("tag", token.tag, json);
    append_field("pos", token.pos, json);
    append_field("morph", token.morph, json);
    append_field("lemma", token.lemma, json);
    append_field("dep", token.dep, json);
    json += ",\"head\":";
    append_number(token.head, json);
  });
  json += '}';
  return json;
}

}  // namespace casus
