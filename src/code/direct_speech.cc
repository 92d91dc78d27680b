// SPDX-License-Identifier: Apache-2.0
#include "code/direct_speech.h"

#include <algorithm>

#include "code/paragraphs.h"

namespace casus {
namespace {

constexpr uint32_t kShortestQuotation = 4;   // tokens; shorter ones are single words in quotation marks
constexpr uint32_t kLongestName = 8;         // tokens of a speaker's name with what stands before it
constexpr uint32_t kMarks = 3;               // blanks and marks before a quotation
constexpr uint32_t kReachOfCue = 14;         // tokens between a quotation and the verb of saying that goes with it

struct Quote {
  uint32_t first, last;  // tokens between the marks
  uint32_t paragraph;
};

class DirectSpeech {
 public:
  DirectSpeech(const Analysis& text, const AttributionFinder& finder, std::vector<Attribution>& attributions)
      : text_(text), parse_(text.parse), finder_(finder), attributions_(attributions) {
    paragraph_of_ = number_paragraphs(text);
    read_quotes();
  }

  void run() {
    owner_.assign(quotes_.size(), -1);
    // A tree that hangs a verb of saying on the paragraph before it has not found what is said.
    std::erase_if(attributions_, [&](const Attribution& attribution) {
      return attribution.clausal && attribution.cue != kNoToken && paragraph_of_[attribution.content_head] != paragraph_of_[attribution.cue];
    });
    for (Attribution& attribution : attributions_) clip(attribution);
    for (Attribution& attribution : attributions_) find_speaker_behind(attribution);
    for (size_t a = 0; a < attributions_.size(); ++a) widen(a);
    for (size_t a = 0; a < attributions_.size(); ++a) part_off_participle(a);
    for (size_t q = 0; q < quotes_.size(); ++q) {
      if (owner_[q] < 0) own(q);
    }
    add_block_quotations();
  }

 private:
  void read_quotes() {
    uint32_t i = 0;
    const auto count = static_cast<uint32_t>(parse_.tokens.size());
    for (const Quotation& quotation : text_.mentions.quotations) {
      while (i < count && parse_.tokens[i].span.end <= quotation.span.start) ++i;
      uint32_t last = i;
      while (last < count && parse_.tokens[last].span.start < quotation.span.end) ++last;
      // A mark that was never closed ends with its paragraph.
      while (last > i + 1 && paragraph_of_[last - 1] != paragraph_of_[i]) --last;
      if (last > i) quotes_.push_back({i, last - 1, paragraph_of_[i]});
    }
  }

  // "He wrote:" at the end of a paragraph: the next one is what he wrote.
  void add_block_quotations() {
    const auto count = static_cast<uint32_t>(parse_.tokens.size());
    for (uint32_t i = 1; i + 1 < count; ++i) {
      if (text_.document.slice(parse_.tokens[i].span) != ":" || !ends_paragraph(i)) continue;
      uint32_t first = i + 1;
      while (first + 1 < count && (parse_.tokens[first].pos == "SPACE" || parse_.tokens[first].pos == "PUNCT")) ++first;
      if (paragraph_of_[first] != paragraph_of_[i] + 1) continue;
      Attribution cue;
      for (uint32_t back = 1; back <= kReachOfCue && back <= i && paragraph_of_[i - back] == paragraph_of_[i] && !cue.entry; ++back) {
        cue = finder_.speech_cue(i - back);
        if (cue.entry && cue.entry->kind != "say") cue.entry = nullptr;
      }
      if (!cue.entry || cue.holder == kNoToken || has_clause(cue.cue)) continue;
      replace_phrase_of(cue.cue);
      cue.content_first = cue.content_last = cue.content_head = first;
      while (cue.content_last + 1 < count && paragraph_of_[cue.content_last + 1] == paragraph_of_[first]) ++cue.content_last;
      cue.clausal = true;
      attributions_.push_back(cue);
    }
  }

  bool ends_paragraph(uint32_t token) const {
    uint32_t next = token + 1;
    while (next < parse_.tokens.size() && parse_.tokens[next].pos == "SPACE") ++next;
    return next < parse_.tokens.size() && paragraph_of_[next] != paragraph_of_[token];
  }

  bool has_clause(uint32_t cue) const {
    return std::any_of(attributions_.begin(), attributions_.end(), [&](const Attribution& other) { return other.cue == cue && other.clausal; });
  }

  bool inside(const Quote& quote, uint32_t token) const { return token >= quote.first && token <= quote.last; }

  // Trees may run over the end of a paragraph; contents do not.
  void clip(Attribution& attribution) {
    const uint32_t paragraph = paragraph_of_[attribution.content_head];
    while (attribution.content_first < attribution.content_head && paragraph_of_[attribution.content_first] != paragraph) ++attribution.content_first;
    while (attribution.content_last > attribution.content_head && paragraph_of_[attribution.content_last] != paragraph) --attribution.content_last;
    // "I never said that," he said, after others had claimed ...: behind the quotation the words are not his.
    if (!attribution.clausal || attribution.cue == kNoToken) return;
    for (const Quote& quote : quotes_) {
      if (!inside(quote, attribution.content_head) || quote.last >= attribution.cue || attribution.content_first + kMarks < quote.first) continue;
      if (attribution.cue - quote.last <= kReachOfCue && attribution.content_last > attribution.cue) attribution.content_last = quote.last;
    }
  }

  // "...," said former governor Kim Berg, asked about it: trees may give the speaker to the next verb.
  void find_speaker_behind(Attribution& attribution) const {
    if (attribution.cue == kNoToken || attribution.holder != kNoToken || !attribution.clausal || finder_.is_passive(attribution.cue)) return;
    bool behind = std::any_of(quotes_.begin(), quotes_.end(), [&](const Quote& quote) { return quote.last < attribution.cue && attribution.cue - quote.last <= kMarks; });
    if (!behind) return;
    for (uint32_t i = attribution.cue + 1; i < parse_.tokens.size() && i <= attribution.cue + kLongestName; ++i) {
      const Token& token = parse_.tokens[i];
      if (token.pos == "PUNCT") return;
      bool nominal = token.pos == "NOUN" || token.pos == "PROPN" || token.pos == "PRON";
      if (!nominal || token.dep == "compound" || token.dep == "amod" || token.dep == "nmod" || token.dep == "poss") continue;
      attribution.holder = i;
      return;
    }
  }

  // Berg: "We never met.": the name before a colon.
  Attribution label_before(const Quote& quote) const {
    uint32_t at = quote.first;
    while (at > 0 && quote.first - at < kMarks && text_.document.slice(parse_.tokens[at].span) != ":") --at;
    if (at == 0 || text_.document.slice(parse_.tokens[at].span) != ":") return {};
    Attribution own = finder_.label_cue(at);
    for (uint32_t i = at; i-- > 0 && at - i <= kLongestName && paragraph_of_[i] == paragraph_of_[at];) {
      const Token& token = parse_.tokens[i];
      if (token.pos == "VERB" || token.pos == "AUX") return {};
      if (token.pos == "PUNCT" || token.pos == "SPACE") break;
      if (token.pos == "PROPN" && own.holder == kNoToken) own.holder = i;
    }
    return own.holder == kNoToken ? Attribution{} : own;
  }

  // "said he would go, adding that ...": the participle's clause is the speaker's second claim, not part of the first.
  void part_off_participle(size_t a) {
    Attribution& inner = attributions_[a];
    if (inner.cue == kNoToken || inner.cue < 2 || !inner.clausal || parse_.tokens[inner.cue].tag != "VBG" || parse_.tokens[inner.cue - 1].pos != "PUNCT") return;
    for (Attribution& outer : attributions_) {
      if (&outer == &inner || outer.cue == kNoToken || !outer.clausal || outer.cue > inner.cue) continue;
      if (outer.content_first >= inner.cue - 1 || outer.content_last != inner.content_last || outer.content_head > inner.cue) continue;
      outer.content_last = inner.cue - 2;
      inner.holder = outer.holder;
    }
  }

  // A content that touches a quotation from outside covers all of it.
  void widen(size_t a) {
    Attribution& attribution = attributions_[a];
    if (!attribution.clausal) return;
    for (size_t q = 0; q < quotes_.size(); ++q) {
      const Quote& quote = quotes_[q];
      if (quote.last < attribution.content_first || quote.first > attribution.content_last) continue;
      if (attribution.cue != kNoToken && inside(quote, attribution.cue)) continue;
      if (quote.paragraph != paragraph_of_[attribution.content_head]) continue;
      if (quote.last - quote.first + 1 >= kShortestQuotation || quote.first >= attribution.content_first) {
        attribution.content_first = std::min(attribution.content_first, quote.first);
        attribution.content_last = std::max(attribution.content_last, quote.last);
      }
      if (owner_[q] < 0) owner_[q] = static_cast<int32_t>(a);
    }
  }

  uint32_t words_in(const Quote& quote) const {
    uint32_t words = 0;
    for (uint32_t i = quote.first; i <= quote.last; ++i) words += parse_.tokens[i].pos != "PUNCT" && parse_.tokens[i].pos != "SPACE";
    return words;
  }

  // The verb of saying beside the quotation that has no content yet, or none.
  Attribution cue_beside(const Quote& quote) const {
    auto taken = [&](uint32_t token) {
      return std::any_of(attributions_.begin(), attributions_.end(), [&](const Attribution& other) { return other.cue == token && other.clausal; });
    };
    auto try_token = [&](uint32_t i) {
      if (paragraph_of_[i] != quote.paragraph || taken(i)) return Attribution{};
      for (const Quote& other : quotes_) {
        if (inside(other, i)) return Attribution{};
      }
      return finder_.speech_cue(i);
    };
    const auto count = static_cast<uint32_t>(parse_.tokens.size());
    bool sentence_ends = false;
    for (uint32_t i = quote.last + 1; i < std::min(count, quote.last + 1 + kReachOfCue) && !sentence_ends; ++i) {
      if (Attribution cue = try_token(i); cue.entry && cue.holder != kNoToken) return cue;
      std::string_view word = text_.document.slice(parse_.tokens[i].span);
      sentence_ends = word == "." || word == "“" || (word == "\"" && i > quote.last + 1);
    }
    for (uint32_t back = 1; back <= kReachOfCue && back <= quote.first; ++back) {
      uint32_t i = quote.first - back;
      std::string_view word = text_.document.slice(parse_.tokens[i].span);
      if (back > 2 && (word == "." || word == "”")) break;
      if (Attribution cue = try_token(i); cue.entry) return cue;
    }
    return {};
  }

  void add(size_t q, Attribution cue) {
    cue.content_first = quotes_[q].first;
    cue.content_last = quotes_[q].last;
    cue.content_head = head_in(quotes_[q]);
    cue.clausal = true;
    owner_[q] = static_cast<int32_t>(attributions_.size());
    attributions_.push_back(cue);
  }

  uint32_t head_in(const Quote& quote) const {
    for (uint32_t i = quote.first; i <= quote.last; ++i) {
      const Token& token = parse_.tokens[i];
      if (token.pos != "PUNCT" && token.pos != "SPACE" && (token.head < quote.first || token.head > quote.last || token.head == i)) return i;
    }
    return quote.first;
  }

  void own(size_t q) {
    const Quote& quote = quotes_[q];
    if (words_in(quote) < kShortestQuotation) return own_short(q);
    for (const Attribution& attribution : attributions_) {
      if (attribution.clausal && attribution.content_first <= quote.first && attribution.content_last >= quote.last) return;
    }
    if (Attribution label = label_before(quote); label.entry) return add(q, label);
    if (Attribution cue = cue_beside(quote); cue.entry) {
      replace_phrase_of(cue.cue);
      return add(q, cue);
    }
    // It goes on with what the same person said just before.
    if (q == 0 || owner_[q - 1] < 0) return;
    bool same_paragraph = quote.paragraph == quotes_[q - 1].paragraph;
    bool next_paragraph = quote.paragraph == quotes_[q - 1].paragraph + 1 && opens_paragraph(quote);
    if (!same_paragraph && !next_paragraph) return;
    Attribution& before = attributions_[owner_[q - 1]];
    if (quote.first <= before.content_last || !is_full_sentence(quote)) return;
    if (same_paragraph) {
      // Whoever was heard last goes on ("..., he said, adding that ...").
      for (size_t a = 0; a < attributions_.size(); ++a) {
        Attribution& later = attributions_[a];
        if (!later.clausal || later.cue == kNoToken || later.cue <= before.cue || !later.entry->governs(kQuote)) continue;
        if (later.cue >= quote.first || later.content_last >= quote.first || paragraph_of_[later.cue] != quote.paragraph || later.cue < quotes_[q - 1].last) continue;
        later.content_last = quote.last;
        owner_[q] = static_cast<int32_t>(a);
        return;
      }
      before.content_last = quote.last;
      owner_[q] = owner_[q - 1];
    } else {
      Attribution next = before;
      next.cue = next.cue_first = next.cue_last = kNoToken;
      add(q, next);
    }
  }

  // "Never," he said. Few words are speech only where a verb of saying stands right beside them.
  void own_short(size_t q) {
    const Quote& quote = quotes_[q];
    Attribution cue = cue_beside(quote);
    if (!cue.entry || cue.entry->kind != "say" || cue.holder == kNoToken || words_in(quote) == 0) return;
    const uint32_t from = std::min(cue.cue, cue.holder), to = std::max(cue.cue, cue.holder);
    const bool beside = (from > quote.last && from - quote.last <= kMarks + 1) || (to < quote.first && quote.first - cue.cue <= kMarks);
    const bool has_content = std::any_of(attributions_.begin(), attributions_.end(), [&](const Attribution& other) { return other.cue == cue.cue; });
    if (beside && !has_content) add(q, cue);
  }

  // "said a few words": the phrase is no content beside the quotation.
  void replace_phrase_of(uint32_t cue) {
    std::erase_if(attributions_, [&](const Attribution& other) { return other.cue == cue && !other.clausal; });
  }

  bool opens_paragraph(const Quote& quote) const {
    uint32_t i = quote.first;
    while (i > 0 && (parse_.tokens[i - 1].pos == "PUNCT" || parse_.tokens[i - 1].pos == "SPACE") && paragraph_of_[i - 1] == quote.paragraph) --i;
    return i == 0 || paragraph_of_[i - 1] != quote.paragraph;
  }

  bool is_full_sentence(const Quote& quote) const {
    char first = text_.document.text[parse_.tokens[quote.first].span.start];
    return first < 'a' || first > 'z';
  }

  const Analysis& text_;
  const Parse& parse_;
  const AttributionFinder& finder_;
  std::vector<Attribution>& attributions_;
  std::vector<uint32_t> paragraph_of_;
  std::vector<Quote> quotes_;
  std::vector<int32_t> owner_;  // per quote: the attribution that has it, or -1
};

}  // namespace

void add_direct_speech(const Analysis& text, const AttributionFinder& finder, std::vector<Attribution>& attributions) {
  DirectSpeech(text, finder, attributions).run();
}

}  // namespace casus
