// SPDX-License-Identifier: Apache-2.0
#include "support/spacy_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace casus {
namespace {

using Json = nlohmann::json;

Span span_of(const Json& item, const CodePointIndex& index) {
  return {index.to_bytes(item.value("start", 0u)), index.to_bytes(item.value("end", 0u))};
}

void add_tokens(const Json& items, const CodePointIndex& index, ParsedText& out) {
  for (const Json& item : items) {
    Token token;
    token.span = span_of(item, index);
    auto label = [&](const char* name) { return out.parse.strings.add(item.value(name, std::string())); };
    token.lemma = label("lemma");
    token.tag = label("tag");
    token.pos = label("pos");
    token.morph = label("morph");
    token.dep = label("dep");
    token.head = item.value("head", static_cast<uint32_t>(out.parse.tokens.size()));
    token.space_after = token.span.end < out.text.size() && out.text[token.span.end] == ' ';
    out.parse.tokens.push_back(token);
  }
}

// First and one past the last token inside `span`.
std::pair<uint32_t, uint32_t> tokens_of(const Parse& parse, Span span) {
  uint32_t first = 0, end = 0;
  for (uint32_t i = 0; i < parse.tokens.size(); ++i) {
    if (parse.tokens[i].span.start < span.start) first = i + 1;
    if (parse.tokens[i].span.start < span.end) end = i + 1;
  }
  return {first, std::max(first, end)};
}

void add_edges(Parse& parse) {
  for (uint32_t i = 0; i < parse.tokens.size(); ++i) parse.tokens[i].left_edge = parse.tokens[i].right_edge = i;
  for (uint32_t i = 0; i < parse.tokens.size(); ++i) {
    uint32_t at = i;
    for (size_t steps = 0; parse.tokens[at].head != at && steps < parse.tokens.size(); ++steps) {
      at = parse.tokens[at].head;
      parse.tokens[at].left_edge = std::min(parse.tokens[at].left_edge, i);
      parse.tokens[at].right_edge = std::max(parse.tokens[at].right_edge, i);
    }
  }
}

}  // namespace

Result<ParsedText> parse_from_spacy_json(std::string_view line) {
  Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("text") || !json.contains("tokens")) {
    return Error{ErrorCode::Invalid, "is not a JSON object with text and tokens", "parse"};
  }
  ParsedText out;
  out.text = json["text"].get<std::string>();
  if (json.contains("id")) out.id = json["id"].is_string() ? json["id"].get<std::string>() : json["id"].dump();
  CodePointIndex index(out.text);
  add_tokens(json["tokens"], index, out);
  Parse& parse = out.parse;
  for (const Token& token : parse.tokens) {
    if (token.head >= parse.tokens.size()) return Error{ErrorCode::Invalid, "has a head outside the text", out.id};
  }
  const Json whole_text =
      Json::array({{{"start", 0}, {"end", index.to_code_points(static_cast<uint32_t>(out.text.size()))}}});
  for (const Json& item : json.contains("sents") ? json["sents"] : whole_text) {
    Sentence sentence{span_of(item, index), 0, 0};
    std::tie(sentence.first_token, sentence.end_token) = tokens_of(parse, sentence.span);
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      parse.tokens[i].sentence = static_cast<uint32_t>(parse.sentences.size());
    }
    parse.sentences.push_back(sentence);
  }
  parse.entity_of.assign(parse.tokens.size(), -1);
  for (const Json& item : json.contains("ents") ? json["ents"] : Json::array()) {
    Entity entity{span_of(item, index), 0, 0, parse.strings.add(item.value("label", std::string()))};
    std::tie(entity.first_token, entity.end_token) = tokens_of(parse, entity.span);
    for (uint32_t i = entity.first_token; i < entity.end_token; ++i) {
      parse.entity_of[i] = static_cast<int32_t>(parse.entities.size());
    }
    parse.entities.push_back(entity);
  }
  add_edges(parse);
  parse.index_children();
  return out;
}

}  // namespace casus
