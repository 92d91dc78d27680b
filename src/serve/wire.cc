// SPDX-License-Identifier: Apache-2.0
#include "serve/wire.h"

#include <nlohmann/json.hpp>

#include "base/names.h"
#include "base/utf8.h"
#include "store/json_writer.h"

namespace casus::serve {
namespace {

using nlohmann::json;

std::optional<SectionKind> section_kind(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(SectionKind::Boilerplate); ++i) {
    if (name_of(static_cast<SectionKind>(i)) == name) return static_cast<SectionKind>(i);
  }
  return std::nullopt;
}

Status read_sections(const json& given, Document& document) {
  if (!given.is_array()) return Error{ErrorCode::Invalid, "has \"sections\" that are no list", ""};
  CodePointIndex index(document.text);
  const uint32_t length = index.to_code_points(static_cast<uint32_t>(document.text.size()));
  std::vector<Section> sections;
  for (const json& item : given) {
    bool is_span = item.is_object() && item.contains("start") && item["start"].is_number_unsigned() && item.contains("end") && item["end"].is_number_unsigned();
    auto kind = is_span && item.contains("kind") && item["kind"].is_string() ? section_kind(item["kind"].get<std::string>()) : std::nullopt;
    if (!kind) return Error{ErrorCode::Invalid, "has \"sections\" that are not all {start, end, kind}", ""};
    auto start = item["start"].get<uint64_t>(), end = item["end"].get<uint64_t>();
    bool is_sorted = sections.empty() || index.to_bytes(static_cast<uint32_t>(std::min<uint64_t>(start, length))) >= sections.back().span.start;
    if (start > end || end > length || !is_sorted) return Error{ErrorCode::Invalid, "has \"sections\" outside its text, or not in order", ""};
    sections.push_back({{index.to_bytes(static_cast<uint32_t>(start)), index.to_bytes(static_cast<uint32_t>(end))}, *kind});
  }
  document.sections = std::move(sections);
  return ok();
}

}  // namespace

std::string write_wire_document(const Document& document) {
  JsonWriter json;
  CodePointIndex index(document.text);
  json.open_object();
  for (auto [name, value] : {std::pair("id", &document.id), {"title", &document.title}, {"publisher", &document.publisher}, {"author", &document.author}, {"url", &document.url},
                             {"published", &document.published}, {"language", &document.language}}) {
    json.key(name);
    json.string_or_null(*value);
  }
  json.key("translated");
  json.boolean(document.translated);
  json.key("text");
  json.string(document.text);
  json.key("sections");
  json.open_list();
  for (const Section& section : document.sections) {
    json.open_object();
    json.key("start");
    json.integer(index.to_code_points(section.span.start));
    json.key("end");
    json.integer(index.to_code_points(section.span.end));
    json.key("kind");
    json.string(name_of(section.kind));
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return std::move(json).take();
}

Result<Document> read_wire_document(std::string_view line, const ReadOptions& options) {
  TRY_ASSIGN(Document document, read_json_document(line, options));
  if (line.find("\"sections\"") == std::string_view::npos) return document;
  json given = json::parse(line, nullptr, false);
  if (!given.is_object() || !given.contains("sections")) return document;
  TRY(read_sections(given["sections"], document));
  document.translated = given.contains("translated") && given["translated"] == true;
  return document;
}

}  // namespace casus::serve
