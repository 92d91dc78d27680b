// SPDX-License-Identifier: Apache-2.0
#include "link/short_names.h"

#include <algorithm>

namespace casus {
namespace {

constexpr size_t kShortestInitials = 3;
// Last sentence that a headline may be.
constexpr uint32_t kHeadline = 1;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

ShortNames::ShortNames(const Analysis& text, const PhraseReader& reader) : text_(text), reader_(reader) {
  const auto& tokens = text.parse.tokens;
  for (uint32_t i = 0; i < tokens.size();) {
    const NameMatch* match = reader.match_at(i);
    int32_t entity = text.parse.entity_of[i];
    uint32_t end = i + 1;
    if (match && (match->rows->front().kind == NameKind::Organisation || match->rows->front().kind == NameKind::Group)) {
      end = match->end_token;
      add(i, end);
    } else if (!match && entity >= 0 && text.parse.entities[entity].label == "ORG") {
      end = text.parse.entities[entity].end_token;
      add(i, end);
    }
    i = end;
  }
}

void ShortNames::add(uint32_t first, uint32_t end) {
  const auto& tokens = text_.parse.tokens;
  while (first < end && !is_upper(text_.document.slice(tokens[first].span).front())) ++first;
  while (end > first && tokens[end - 1].pos != "PROPN" && tokens[end - 1].pos != "NOUN") --end;
  if (end < first + 2) return;
  WholeName name;
  name.head = end - 1;
  for (uint32_t i = first; i < end; ++i) {
    if (tokens[i].head < first || tokens[i].head >= end) name.head = i;
    char initial = text_.document.slice(tokens[i].span).front();
    if (is_upper(initial)) name.initials += initial;
  }
  name.first = name_key(text_.document.slice(tokens[first].span));
  name.last = name_key(text_.document.slice(tokens[end - 1].span));
  names_.push_back(std::move(name));
}

// A capital among small letters, with neither article nor number: "as Guard occupies quiet streets".
bool ShortNames::is_plainly_name(uint32_t head) const {
  const auto& tokens = text_.parse.tokens;
  if (head == 0 || head + 1 >= tokens.size() || tokens[head].tag != "NNP" || tokens[head - 1].sentence != tokens[head].sentence) return false;
  auto is_small = [&](uint32_t i) { char c = text_.document.slice(tokens[i].span).front(); return c >= 'a' && c <= 'z'; };
  return is_small(head - 1) && is_small(head + 1);
}

std::optional<uint32_t> ShortNames::whole_name(uint32_t head) const {
  const Token& token = text_.parse.tokens[head];
  if (token.pos != "PROPN" || reader_.match_at(head) || token.dep == "compound") return std::nullopt;
  int32_t entity = text_.parse.entity_of[head];
  if (entity >= 0 && text_.parse.entities[entity].label != "ORG") return std::nullopt;
  for (uint32_t child : text_.parse.children(head)) {
    if (child < head && text_.parse.tokens[child].dep != "det") return std::nullopt;
  }
  std::string_view surface = text_.document.slice(token.span);
  const std::string key = name_key(surface);
  const bool letters = surface.size() >= kShortestInitials && std::all_of(surface.begin(), surface.end(), is_upper);
  // "House" is not the White House, "Bank" is any: only heads that say no more than that it is a body.
  const bool is_common = reader_.is_agent(head) && !is_plainly_name(head) && !(reader_.head_entry(head) && reader_.head_entry(head)->is(HeadKind::Body));
  auto is_short_for = [&](const WholeName& name) { return letters ? name.initials == surface : name.first == key || (name.last == key && !is_common); };
  for (auto name = names_.rbegin(); name != names_.rend(); ++name) {
    if (name->head < head && is_short_for(*name)) return name->head;
  }
  // In a headline the short name comes first.
  for (const WholeName& name : names_) {
    if (name.head > head && token.sentence <= kHeadline && is_short_for(name)) return name.head;
  }
  return std::nullopt;
}

}  // namespace casus
