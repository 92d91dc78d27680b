// SPDX-License-Identifier: Apache-2.0
#include "code/discourse.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "code/clause_time.h"

namespace casus {
namespace {

// A headline is at most this long and stands this near to the beginning, in bytes.
constexpr size_t kTitleLength = 160;
constexpr uint32_t kTitleWithin = 400;
constexpr int kMaxClimbs = 6;

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const Sentence& sentence_of(const Parse& parse, uint32_t i) { return parse.sentences[parse.tokens[i].sentence]; }

bool has_word(const Analysis& text, const Sentence& sentence, std::string_view word) {
  for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
    if (lower_word(text, i) == word) return true;
  }
  return false;
}

bool has_marker(const Analysis& text, uint32_t verb, std::initializer_list<std::string_view> words) {
  auto children = text.parse.children(verb);
  return std::any_of(children.begin(), children.end(), [&](uint32_t child) {
    const std::string_view dep = text.parse.tokens[child].dep;
    return (dep == "mark" || dep == "advmod") && one_of(lower_word(text, child), words);
  });
}

}  // namespace

Span paragraph_of(const Analysis& text, uint32_t i) {
  const std::string& body = text.document.text;
  const uint32_t at = text.parse.tokens[i].span.start;
  const size_t start = body.rfind("\n\n", at), end = body.find("\n\n", at);
  return {start == std::string::npos ? 0 : static_cast<uint32_t>(start + 2),
          static_cast<uint32_t>(std::min(end, body.size()))};
}

bool is_in_title(const Analysis& text, uint32_t i) {
  for (const Section& section : text.document.sections) {
    if (section.kind == SectionKind::Title && section.span.contains(text.parse.tokens[i].span)) return true;
  }
  const Span paragraph = paragraph_of(text, i);
  const std::string_view line = text.document.slice(paragraph);
  const size_t last = line.find_last_not_of(" \n\r\t*#");
  bool sentence =
      last == std::string_view::npos || std::string_view(".?!\":").find(line[last]) != std::string_view::npos;
  return !sentence && line.size() < kTitleLength && paragraph.start < kTitleWithin;
}

uint32_t verb_above(const Parse& parse, uint32_t i) {
  for (size_t steps = 0; steps < parse.tokens.size() && parse.tokens[i].head != i; ++steps) {
    i = parse.tokens[i].head;
    const Token& token = parse.tokens[i];
    if (is_verb_token(token) && token.dep != "aux" && token.dep != "auxpass") return i;
  }
  return static_cast<uint32_t>(parse.tokens.size());
}

uint32_t subject_of(const Parse& parse, uint32_t verb) {
  for (int climbs = 0; climbs < kMaxClimbs; ++climbs) {
    for (uint32_t child : parse.children(verb)) {
      if (one_of(parse.tokens[child].dep, {"nsubj", "nsubjpass", "expl"})) return child;
    }
    if (parse.tokens[verb].dep != "conj") break;
    verb = parse.tokens[verb].head;
  }
  return static_cast<uint32_t>(parse.tokens.size());
}

bool is_definite(const Analysis& text, uint32_t noun) {
  auto children = text.parse.children(noun);
  return std::any_of(children.begin(), children.end(), [&](uint32_t child) {
    return text.parse.tokens[child].dep == "poss" || one_of(lower_word(text, child), {"the", "this", "that", "these"});
  });
}

bool has_names_of(const Analysis& text, uint32_t noun, const Sentence& sentence) {
  const Token& head = text.parse.tokens[noun];
  for (uint32_t i = head.left_edge; i <= head.right_edge; ++i) {
    if (text.parse.tokens[i].pos == "PROPN" && !has_word(text, sentence, lower_word(text, i))) return false;
  }
  return true;
}

bool continues_sentence_before(const Analysis& text, uint32_t verb) {
  const Parse& parse = text.parse;
  if (parse.tokens[verb].sentence == 0) return false;
  const Sentence& sentence = sentence_of(parse, verb);
  const Sentence& before = parse.sentences[parse.tokens[verb].sentence - 1];
  const std::string first = lower_word(text, sentence.first_token);
  if (one_of(first, {"elsewhere", "separately", "later", "earlier", "also"})) return false;
  if (has_word(text, sentence, "then") || has_word(text, sentence, "meanwhile")) return false;
  const uint32_t subject = subject_of(parse, verb);
  return subject < parse.tokens.size() && has_names_of(text, subject, before);
}

bool continues_in_relative(const Analysis& text, uint32_t verb) {
  const Token& token = text.parse.tokens[verb];
  if (token.left_edge == 0 || lower_word(text, token.left_edge - 1) != ",") return false;
  const Sentence& sentence = sentence_of(text.parse, verb);
  uint32_t end = token.right_edge + 1;
  while (end < sentence.end_token && one_of(text.parse.tokens[end].pos, {"PUNCT", "SPACE"})) ++end;
  return end >= sentence.end_token && verb > verb_above(text.parse, verb);
}

bool opens_with_time(const Analysis& text, uint32_t verb) {
  return has_marker(text, verb, {"when", "as", "while", "before", "after", "until"});
}

bool opens_with(const Analysis& text, uint32_t verb, std::initializer_list<std::string_view> words) {
  return has_marker(text, verb, words);
}

bool has_word_between(const Analysis& text, uint32_t from, uint32_t to, const char* word) {
  return has_word(text, {{}, from, to}, word);
}

bool is_question(const Analysis& text, uint32_t verb) { return has_word(text, sentence_of(text.parse, verb), "?"); }

bool has_condition(const Analysis& text, uint32_t verb) { return has_marker(text, verb, {"if", "unless", "whether"}); }

}  // namespace casus
