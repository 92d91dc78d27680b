// SPDX-License-Identifier: Apache-2.0
#include "parse/parse_builder.h"

#include <algorithm>

namespace casus {
namespace {

bool widen(Token& head, const Token& token) {
  if (token.left_edge >= head.left_edge && token.right_edge <= head.right_edge) return false;
  head.left_edge = std::min(head.left_edge, token.left_edge);
  head.right_edge = std::max(head.right_edge, token.right_edge);
  return true;
}

// Arcs may point both ways, so that widths are handed up from both sides until nothing changes: mostly two rounds.
void set_edges(std::vector<Token>& tokens) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (const Token& token : tokens) changed |= widen(tokens[token.head], token);
    for (auto token = tokens.rbegin(); token != tokens.rend(); ++token) changed |= widen(tokens[token->head], *token);
  }
}

void add_sentences(std::span<const TokenLabels> labels, Parse& parse) {
  for (uint32_t i = 0; i < labels.size(); ++i) {
    Token& token = parse.tokens[i];
    if (labels[i].sentence_start || i == 0) parse.sentences.push_back({{token.span.start, 0}, i, i});
    Sentence& sentence = parse.sentences.back();
    sentence.span.end = token.span.end;
    sentence.end_token = i + 1;
    token.sentence = static_cast<uint32_t>(parse.sentences.size() - 1);
  }
}

void add_entities(std::span<const TokenLabels> labels, const std::vector<std::string>& types, Parse& parse) {
  parse.entity_of.assign(labels.size(), -1);
  for (uint32_t i = 0; i < labels.size(); ++i) {
    if (labels[i].entity < 0) continue;
    const Span span = parse.tokens[i].span;
    if (labels[i].entity_begin) parse.entities.push_back({span, i, i, types[static_cast<size_t>(labels[i].entity)]});
    Entity& entity = parse.entities.back();
    entity.span.end = span.end;
    entity.end_token = i + 1;
    parse.entity_of[i] = static_cast<int32_t>(parse.entities.size() - 1);
  }
}

}  // namespace

void build_structure(std::span<const TextToken> tokens, std::span<const TokenLabels> labels,
                     const std::vector<std::string>& entity_types, Parse& parse) {
  parse.tokens.resize(tokens.size());
  for (uint32_t i = 0; i < tokens.size(); ++i) {
    Token& token = parse.tokens[i];
    token.span = {tokens[i].start, tokens[i].end()};
    token.space_after = tokens[i].space_after;
    token.head = labels[i].head;
    token.left_edge = token.right_edge = i;
  }
  set_edges(parse.tokens);
  add_sentences(labels, parse);
  add_entities(labels, entity_types, parse);
}

}  // namespace casus
