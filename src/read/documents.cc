// SPDX-License-Identifier: Apache-2.0
// One JSON line or one text file to a Document.
#include <simdjson.h>

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/utf8.h"
#include "casus/time.h"
#include "read/charset.h"
#include "read/language.h"
#include "read/layout.h"
#include "read/sources.h"

namespace casus {
namespace {

void set_published(Document& document, std::string value) {
  if (value.empty()) return;
  if (parse_iso_date(value)) {
    document.published = std::move(value);
  } else {
    document.warnings.push_back(fmt::format("published \"{}\" is no ISO 8601 date and was left out", value));
  }
}

// The string at `field`; empty where it is missing or null; an Error for another type.
Result<std::string> string_field(simdjson::dom::object object, const char* field) {
  simdjson::dom::element element;
  if (object[field].get(element) || element.is_null()) return std::string();
  std::string_view text;
  if (!element.get(text)) return std::string(text);
  int64_t number;
  if (!element.get(number)) return std::to_string(number);
  return Error{ErrorCode::Invalid, fmt::format("field \"{}\" must be a string", field), ""};
}

// Field "events": spans in code points that `casus status` is asked about.
Status read_asked(simdjson::dom::object object, Document& document) {
  simdjson::dom::element element;
  if (object["events"].get(element) || element.is_null()) return ok();
  simdjson::dom::array spans;
  if (element.get(spans)) return Error{ErrorCode::Invalid, "field \"events\" must be a list of {\"start\", \"end\"}", ""};
  CodePointIndex index(document.text);
  const uint32_t length = index.to_code_points(static_cast<uint32_t>(document.text.size()));
  for (simdjson::dom::element item : spans) {
    uint64_t start, end;
    if (item["start"].get(start) || item["end"].get(end) || start > end || end > length) {
      return Error{ErrorCode::Invalid, "each of \"events\" needs start and end, in code points of its text", ""};
    }
    document.asked.push_back({index.to_bytes(static_cast<uint32_t>(start)), index.to_bytes(static_cast<uint32_t>(end))});
  }
  return ok();
}

}  // namespace

void finish_document(Document& document, const ReadOptions& options) {
  if (document.publisher.empty()) document.publisher = options.publisher;
  if (document.published.empty()) set_published(document, options.published);
  if (document.sections.empty()) read_layout(document, options.tables->layout);
  else read_page_layout(document, options.tables->layout);
  if (document.language.empty()) document.language = identify_language(document.text);
  document.key = content_id({document.text, document.publisher, document.published});
  if (document.id.empty()) document.id = document.key;
}

Result<Document> read_json_document(std::string_view line, const ReadOptions& options) {
  thread_local simdjson::dom::parser parser;
  if (auto at = find_invalid_utf8(line)) return Error{ErrorCode::Invalid, fmt::format("is not UTF-8 (byte {}); convert it first", *at), ""};
  simdjson::dom::object object;
  simdjson::padded_string padded(line);
  if (auto error = parser.parse(padded).get(object)) {
    return Error{ErrorCode::Invalid, fmt::format("is no JSON object ({}); each line must be one, with at least \"text\"", simdjson::error_message(error)), ""};
  }
  std::string_view text;
  std::string_view html;
  if (!object["html"].get(html)) {
    // A page inside a JSON line, as crawlers write them.
    SourceHints hints;
    TRY_ASSIGN(hints.url, string_field(object, "url"));
    TRY_ASSIGN(std::string id, string_field(object, "id"));
    return read_page_document(html, id, hints, options);
  }
  if (object["text"].get(text)) return Error{ErrorCode::Invalid, "has no string field \"text\"", ""};
  Document document;
  document.text = text;
  TRY_ASSIGN(document.id, string_field(object, "id"));
  TRY_ASSIGN(document.title, string_field(object, "title"));
  TRY_ASSIGN(document.publisher, string_field(object, "publisher"));
  TRY_ASSIGN(document.author, string_field(object, "author"));
  TRY_ASSIGN(document.url, string_field(object, "url"));
  TRY_ASSIGN(document.language, string_field(object, "language"));
  TRY_ASSIGN(std::string published, string_field(object, "published"));
  set_published(document, std::move(published));
  TRY(read_asked(object, document));
  finish_document(document, options);
  return document;
}

Result<Document> read_plain_document(std::string_view bytes, std::string id, const ReadOptions& options) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  DecodedText wide;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    wide = decode(bytes, "", false);
    bytes = wide.text;
  }
  if (bytes.find('\0') != std::string_view::npos) return Error{ErrorCode::Invalid, "is binary (it contains a zero byte); give text", ""};
  if (auto at = find_invalid_utf8(bytes)) return Error{ErrorCode::Invalid, fmt::format("is not UTF-8 (byte {}); convert it first", *at), ""};
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) return Error{ErrorCode::Invalid, "is empty", ""};
  Document document;
  document.id = std::move(id);
  document.text = bytes;
  finish_document(document, options);
  return document;
}

}  // namespace casus
