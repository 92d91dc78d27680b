// SPDX-License-Identifier: Apache-2.0
#include "merge/features.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "merge/agency.h"
#include "merge/event_features.h"
#include "merge/shingles.h"
#include "merge/term_vector.h"

namespace casus {
namespace {

// Words that stand for nothing one could tell stories apart by are left to the parts of speech that are not here.
std::optional<TermKind> kind_of(const Token& token) {
  if (token.pos == "PROPN") return TermKind::Name;
  if (token.pos == "NOUN" || token.pos == "VERB" || token.pos == "ADJ") return TermKind::Word;
  if (token.pos == "NUM") return TermKind::Number;
  return std::nullopt;
}

std::optional<TermKind> kind_of_pair(const Token& first, const Token& second) {
  if (first.pos == "PROPN" && second.pos == "PROPN") return TermKind::NamePair;
  bool may_begin = first.pos == "NOUN" || first.pos == "ADJ" || first.pos == "NUM" || first.pos == "PROPN";
  if (may_begin && (second.pos == "NOUN" || second.pos == "PROPN")) return TermKind::WordPair;
  return std::nullopt;
}

constexpr uint8_t kMostRarityOfTimes = 40;  // in the eighths of StoryTerm::rarity

class TermFinder {
 public:
  // Words of `times` tell little, however rare the press at large has them: half of what one reads has the same month and year.
  TermFinder(const Parse& parse, const std::vector<TimeExpression>& times, const WordCounts& words) : parse_(parse), times_(times), words_(words) {}

  std::vector<StoryTerm> find() {
    uint32_t before = 0;
    for (size_t i = 0; i < parse_.tokens.size(); ++i) {
      const Token& token = parse_.tokens[i];
      uint32_t word = telling_word(token);
      bool tells_time = is_time(token);
      if (auto kind = word == 0 ? std::nullopt : kind_of(token)) {
        take(word, *kind, token, tells_time ? std::min(words_.rarity(word), kMostRarityOfTimes) : words_.rarity(word));
        if (before != 0 && !tells_time) {
          if (auto pair = kind_of_pair(parse_.tokens[i - 1], token)) take(before * 31 + word, *pair, token, WordCounts::pair_rarity());
        }
      }
      before = tells_time ? 0 : word;
    }
    std::vector<StoryTerm> terms;
    for (auto& [hash, found] : found_) {
      // The tagger takes words of headlines for names: what is a word half of the time is a word.
      if (found.term.kind == TermKind::Name && 2 * found.as_name < found.all) found.term.kind = TermKind::Word;
      terms.push_back(found.term);
    }
    std::sort(terms.begin(), terms.end(), [](const StoryTerm& a, const StoryTerm& b) { return a.term < b.term; });
    return terms;
  }

 private:
  struct Found {
    StoryTerm term;
    size_t all = 0, as_name = 0;
  };

  bool is_time(const Token& token) const {
    return std::any_of(times_.begin(), times_.end(), [&](const TimeExpression& time) { return time.span.start <= token.span.start && token.span.start < time.span.end; });
  }

  void take(uint32_t hash, TermKind kind, const Token& token, uint8_t rarity) {
    Found& found = found_[hash];
    StoryTerm& term = found.term;
    if (found.all == 0) term = {hash, kind, 0, rarity, static_cast<uint8_t>(std::min<uint32_t>(token.sentence, 255))};
    if (kind == TermKind::Number || (kind == TermKind::Name && term.kind == TermKind::Word)) term.kind = kind;
    ++found.all;
    found.as_name += kind == TermKind::Name;
    if (term.count < 255) ++term.count;
  }

  const Parse& parse_;
  const std::vector<TimeExpression>& times_;
  const WordCounts& words_;
  std::unordered_map<uint32_t, Found> found_;
};

// The form in the dictionary of a word that may carry an ending; empty if there is none.
std::string base_form(std::string_view word, const WordCounts& words) {
  constexpr std::pair<std::string_view, std::string_view> kEndings[] = {{"", ""}, {"s", ""}, {"es", ""}, {"ies", "y"}, {"ed", ""}, {"d", ""}, {"ing", ""}, {"ing", "e"}};
  std::string lower = fold_name(word);
  for (auto [ending, instead] : kEndings) {
    if (!lower.ends_with(ending)) continue;
    std::string base = lower.substr(0, lower.size() - ending.size()) + std::string(instead);
    if (words.knows(hash32(base))) return base;
  }
  return "";
}

// Words between blanks, without the marks around them.
Parse split_plainly(const Document& document, const std::vector<Sentence>& sentences, const WordCounts& words_known) {
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
      token.pos = is_digit(c) ? "NUM" : c >= 'A' && c <= 'Z' && !is_first ? "PROPN" : "X";
      if (std::string base = token.pos == "X" && token.lemma.size() >= kShortest ? base_form(token.lemma, words_known) : ""; !base.empty()) {
        token.pos = "NOUN";
        token.lemma = parse.strings.add(base);
      }
      parse.tokens.push_back(token);
    }
    parse.sentences.push_back({given.span, first, static_cast<uint32_t>(parse.tokens.size())});
  }
  return parse;
}

StoryFeatures without_events(const Analysis& text, const Parse& parse, const WordCounts& words) {
  const Document& document = text.document;
  StoryFeatures features;
  features.agency = find_agency(document.text);
  features.day = parse_iso_date(document.published);
  features.terms = TermFinder(parse, text.links.times, words).find();
  keep_most_telling(features.terms);
  Wording wording = find_wording(document.text);
  features.shingles = std::move(wording.shingles);
  features.names = std::move(wording.names);
  return features;
}

}  // namespace

StoryFeatures find_story_features(const Analysis& text, const WordCounts& words) {
  StoryFeatures features = without_events(text, text.parse, words);
  features.events = find_event_features(text, words);
  return features;
}

StoryFeatures find_plain_story_features(const Analysis& text, const WordCounts& words) {
  Parse parse = split_plainly(text.document, text.parse.sentences, words);
  StoryFeatures features = without_events(text, parse, words);
  features.events = find_event_features(text.coding.events, parse, false);
  return features;
}

}  // namespace casus
