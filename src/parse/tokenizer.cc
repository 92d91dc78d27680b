// SPDX-License-Identifier: Apache-2.0
#include "parse/tokenizer.h"

#include <algorithm>
#include <tuple>

#include "base/utf8.h"
#include "parse/characters.h"
#include "parse/lexicon.h"

namespace casus {
namespace {

// Calls visit(chunk, start) for each run of white space and of other characters, and end_with_space() where a chunk is
// followed by a U+0020, which then does not count as white space.
template <typename Visit, typename EndWithSpace>
void for_each_chunk(std::string_view text, Visit visit, EndWithSpace end_with_space) {
  if (text.empty()) return;
  size_t start = 0, at = 0;
  bool in_space = is_space(next_code_point(text, at));
  while (at < text.size()) {
    const size_t here = at;
    const char32_t c = next_code_point(text, at);
    if (is_space(c) == in_space) continue;
    if (start < here) visit(text.substr(start, here - start), start);
    start = here;
    if (c == ' ') {
      end_with_space();
      start = at;
    }
    in_space = !in_space;
  }
  if (start < text.size()) visit(text.substr(start), start);
}

}  // namespace

Result<Tokenizer> Tokenizer::load(std::string bytes) {
  TRY_ASSIGN(ChunkSplitter splitter, ChunkSplitter::load(std::move(bytes)));
  Tokenizer tokenizer(std::move(splitter));
  RegexScratch scratch;
  for (const std::string_view rule : tokenizer.splitter_.splittable_rules(scratch)) tokenizer.add_phrase(rule, scratch);
  return tokenizer;
}

// A phrase is what the text of the rule would be without rules.
void Tokenizer::add_phrase(std::string_view rule, RegexScratch& scratch) {
  Phrase* phrase = &phrases_;
  std::vector<Piece> pieces;
  const auto visit = [&](std::string_view chunk, size_t) {
    splitter_.split(chunk, scratch, pieces, false);
    for (const Piece& piece : pieces) phrase = &phrase->next[std::string(piece.text)];
  };
  for_each_chunk(rule, visit, [] {});
  phrase->is_complete = true;
}

void Tokenizer::tokenize(std::string_view text, Lexicon& lexicon, std::vector<TextToken>& tokens) const {
  tokens.clear();
  bool may_have_phrase = false;
  const auto visit = [&](std::string_view chunk, size_t start) {
    auto at = static_cast<uint32_t>(start);
    for (Lexeme* lexeme : lexicon.split(chunk)) {
      tokens.push_back({lexeme, at, false});
      at = tokens.back().end();
      may_have_phrase |= lexeme->begins_phrase;
    }
  };
  for_each_chunk(text, visit, [&] { tokens.back().space_after = true; });
  if (may_have_phrase) apply_rules_across_chunks(text, lexicon, tokens);
}

// Every occurrence of every phrase; the longest first, then the leftmost.
std::vector<Tokenizer::Hit> Tokenizer::find_phrases(const std::vector<TextToken>& tokens) const {
  std::vector<Hit> hits;
  for (uint32_t first = 0; first < tokens.size(); ++first) {
    if (!tokens[first].lexeme->begins_phrase) continue;
    const Phrase* phrase = &phrases_;
    for (uint32_t at = first; at < tokens.size(); ++at) {
      const auto found = phrase->next.find(tokens[at].lexeme->text);
      if (found == phrase->next.end()) break;
      phrase = &found->second;
      if (phrase->is_complete) hits.push_back({first, at + 1});
    }
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::tuple(b.end - b.first, a.first) < std::tuple(a.end - a.first, b.first);
  });
  return hits;
}

// Where affixes that came off two words form the text of a rule, as in ":" and ")", the rule replaces them.
void Tokenizer::apply_rules_across_chunks(std::string_view text, Lexicon& lexicon,
                                          std::vector<TextToken>& tokens) const {
  std::vector<Hit> accepted;
  std::vector<bool> is_covered(tokens.size());
  for (const Hit& hit : find_phrases(tokens)) {
    if (!is_covered[hit.first] && !is_covered[hit.end - 1]) accepted.push_back(hit);
    std::fill(is_covered.begin() + hit.first, is_covered.begin() + hit.end, true);
  }
  if (accepted.empty()) return;
  std::sort(accepted.begin(), accepted.end(), [](const Hit& a, const Hit& b) { return a.first < b.first; });
  std::vector<TextToken> replaced;
  replaced.reserve(tokens.size());
  uint32_t copied = 0;
  for (const Hit& hit : accepted) {
    const TextToken& last = tokens[hit.end - 1];
    uint32_t start = tokens[hit.first].start;
    const auto* rule = splitter_.find_rule(text.substr(start, last.end() - start));
    if (rule == nullptr) continue;
    replaced.insert(replaced.end(), tokens.begin() + copied, tokens.begin() + hit.first);
    for (const Piece& piece : *rule) {
      replaced.push_back({lexicon.find_or_add(piece), start, false});
      start = replaced.back().end();
    }
    replaced.back().space_after = last.space_after;
    copied = hit.end;
  }
  replaced.insert(replaced.end(), tokens.begin() + copied, tokens.end());
  tokens.swap(replaced);
}

}  // namespace casus
