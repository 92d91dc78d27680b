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

// Words between blanks, without the marks around them.
Parse split_plainly(const Document& document, const std::vector<Sentence>& sentences) {
  constexpr std::string_view kBlanks = " \t\r\n", kMarks = ".,;:!?\"'()[]{}-";
  constexpr size_t kShortest = 4;  // shorter ones in lower case mostly stand for nothing one could tell stories apart by
  Parse parse;
  for (const Sentence& given : sentences) {
    uint32_t first = static_cast<uint32_t>(parse.tokens.size());
    std::string_view words = document.slice(given.span);
    for (size_t at = words.find_first_not_of(kBlanks); at < words.size(); at = words.find_first_not_of(kBlanks, at)) {
      size_t end = std::min(words.find_first_of(kBlanks, at), words.size());
      size_t from = std::min(words.find_first_not_of(kMarks, at), end), to = words.find_last_not_of(kMarks, end - 1) + 1;
      bool is_first = parse.tokens.size() == first;
      at = end;
      if (from >= to) continue;
      Token token;
      token.span = {given.span.start + static_cast<uint32_t>(from), given.span.start + static_cast<uint32_t>(to)};
      token.lemma = words.substr(from, to - from);
      token.sentence = static_cast<uint32_t>(parse.sentences.size());
      char c = token.lemma[0];
      token.pos = c >= '0' && c <= '9' ? "NUM" : c >= 'A' && c <= 'Z' && !is_first ? "PROPN" : token.lemma.size() >= kShortest ? "NOUN" : "X";
      parse.tokens.push_back(token);
    }
    parse.sentences.push_back({given.span, first, static_cast<uint32_t>(parse.tokens.size())});
  }
  return parse;
}

StoryFeatures without_events(const Document& document, const Parse& parse) {
  StoryFeatures features;
  features.day = parse_iso_date(document.published);
  features.terms = find_terms(parse);
  Wording wording = find_wording(document.text);
  features.shingles = std::move(wording.shingles);
  features.names = std::move(wording.names);
  return features;
}

}  // namespace

StoryFeatures find_story_features(const Analysis& text) {
  StoryFeatures features = without_events(text.document, text.parse);
  features.events = find_event_features(text);
  return features;
}

StoryFeatures find_plain_story_features(const Analysis& text) {
  Parse parse = split_plainly(text.document, text.parse.sentences);
  StoryFeatures features = without_events(text.document, parse);
  features.events = find_event_features(text.coding.events, parse, false);
  return features;
}

}  // namespace casus
