// SPDX-License-Identifier: Apache-2.0
#include "merge/features.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "merge/event_features.h"
#include "merge/shingles.h"

namespace casus {
namespace {

constexpr uint8_t kRare = 50;  // once in 500 documents

// Words that stand for nothing one could tell stories apart by are left to the parts of speech that are not here.
std::optional<TermKind> kind_of(const Token& token) {
  if (token.pos == "PROPN") return TermKind::Name;
  if (token.pos == "NOUN" || token.pos == "VERB" || token.pos == "ADJ") return TermKind::Word;
  if (token.pos == "NUM") return TermKind::Number;
  return std::nullopt;
}

std::vector<StoryTerm> find_terms(const Parse& parse) {
  std::unordered_map<uint32_t, StoryTerm> found;
  for (const Token& token : parse.tokens) {
    auto kind = kind_of(token);
    // The tagger takes words of headlines for names: the word is the same term, whatever it is taken for.
    uint32_t hash = telling_word(token);
    if (!kind || hash == 0) continue;
    StoryTerm& term = found[hash];
    if (term.count == 0) term = {hash, *kind, 0, kRare, static_cast<uint8_t>(std::min<uint32_t>(token.sentence, 255))};
    if (*kind == TermKind::Word) term.kind = *kind;
    if (term.count < 255) ++term.count;
  }
  std::vector<StoryTerm> terms;
  for (const auto& [hash, term] : found) terms.push_back(term);
  std::sort(terms.begin(), terms.end(), [](const StoryTerm& a, const StoryTerm& b) {
    return std::tuple(a.kind == TermKind::Word, -a.count, a.first, a.term) < std::tuple(b.kind == TermKind::Word, -b.count, b.first, b.term);
  });
  if (terms.size() > kMostTerms) terms.resize(kMostTerms);
  std::sort(terms.begin(), terms.end(), [](const StoryTerm& a, const StoryTerm& b) { return a.term < b.term; });
  return terms;
}

}  // namespace

StoryFeatures find_story_features(const Analysis& text) {
  StoryFeatures features;
  features.day = parse_iso_date(text.document.published);
  features.terms = find_terms(text.parse);
  Wording wording = find_wording(text.document.text);
  features.shingles = std::move(wording.shingles);
  features.names = std::move(wording.names);
  features.events = find_event_features(text);
  return features;
}

}  // namespace casus
