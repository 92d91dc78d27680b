// SPDX-License-Identifier: Apache-2.0
#include "code/speaker_labels.h"

#include <algorithm>
#include <cctype>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr uint32_t kLongestLabel = 8;   // tokens before the colon
constexpr uint32_t kFewestWords = 3;    // words of what is said

class SpeakerLabels {
 public:
  SpeakerLabels(const Analysis& text, const StanceLexicon& lexicon, const AttributionFinder& finder) : text_(text), parse_(text.parse), lexicon_(lexicon), finder_(finder) {}

  void add_to(std::vector<Attribution>& attributions) const {
    const auto count = static_cast<uint32_t>(parse_.tokens.size());
    for (uint32_t first = 0; first < count;) {
      uint32_t end = first + 1;
      while (end < count && !breaks_before(end)) ++end;
      uint32_t start = first;
      while (start < end && parse_.tokens[start].pos == "SPACE") ++start;
      if (start < end) add_line(start, end, attributions);
      first = end;
    }
  }

 private:
  bool breaks_before(uint32_t i) const {
    Span between{parse_.tokens[i - 1].span.start, parse_.tokens[i].span.start};
    return text_.document.slice(between).find('\n') != std::string_view::npos;
  }

  std::string_view word(uint32_t i) const { return text_.document.slice(parse_.tokens[i].span); }

  void add_line(uint32_t start, uint32_t end, std::vector<Attribution>& attributions) const {
    uint32_t colon = start;
    while (colon < end && colon - start <= kLongestLabel && word(colon) != ":") ++colon;
    if (colon >= end || word(colon) != ":" || colon == start || in_frame(colon)) return;
    const uint32_t holder = speaker_in(start, colon);
    if (holder == kNoToken) return;
    Attribution own = finder_.label_cue(colon);
    own.holder = holder;
    own.content_first = colon + 1;
    own.content_last = end - 1;
    while (own.content_last > own.content_first && parse_.tokens[own.content_last].pos == "SPACE") --own.content_last;
    uint32_t words = 0;
    for (uint32_t i = own.content_first; i <= own.content_last; ++i) words += parse_.tokens[i].pos != "PUNCT" && parse_.tokens[i].pos != "SPACE";
    if (!own.entry || own.content_first >= end || words < kFewestWords) return;
    own.content_head = head_in(own.content_first, own.content_last);
    own.clausal = true;
    attributions.push_back(own);
  }

  // Datelines, bylines and the page's frame have colons of other kinds.
  bool in_frame(uint32_t token) const {
    return std::any_of(text_.document.sections.begin(), text_.document.sections.end(), [&](const Section& section) {
      bool told = section.kind == SectionKind::Body || section.kind == SectionKind::Quotation || section.kind == SectionKind::Title;
      return !told && section.span.contains(parse_.tokens[token].span);
    });
  }

  // The head of a name of somebody who can speak, if that is all that stands before the colon.
  uint32_t speaker_in(uint32_t start, uint32_t colon) const {
    if (colon - start == 1 && (word(start) == "Q" || word(start) == "A")) return start;
    uint32_t head = kNoToken;
    for (uint32_t i = start; i < colon; ++i) {
      const Token& token = parse_.tokens[i];
      if (token.pos == "PUNCT" || token.pos == "SPACE") continue;
      const bool capital = std::isupper(static_cast<unsigned char>(word(i).front())) != 0;
      const bool verb = token.pos == "VERB" || token.pos == "AUX" || token.pos == "PRON";
      if (!capital && (verb || token.pos == "NUM" || token.pos == "SCONJ" || token.tag == "IN")) return kNoToken;
      if (!capital && (token.pos == "PROPN" || head == kNoToken)) continue;
      head = i;
    }
    return head != kNoToken && is_speaker(head) && !is_place(head) ? head : kNoToken;
  }

  bool is_speaker(uint32_t token) const {
    if (lexicon_.in_list("speaking_labels", to_lower(word(token)))) return true;
    int32_t entity = parse_.entity_of[token];
    if (entity >= 0 && parse_.entities[entity].label == "PERSON") return true;
    int32_t mention = text_.links.mention_of[token];
    return mention >= 0 && parse_.tokens[token].pos == "PROPN" && !text_.links.actors[mention].actor.sectors.empty();
  }

  bool is_place(uint32_t token) const {
    int32_t entity = parse_.entity_of[token];
    return entity >= 0 && (parse_.entities[entity].label == "GPE" || parse_.entities[entity].label == "LOC" || parse_.entities[entity].label == "DATE");
  }

  uint32_t head_in(uint32_t first, uint32_t last) const {
    for (uint32_t i = first; i <= last; ++i) {
      const Token& token = parse_.tokens[i];
      if (token.pos != "PUNCT" && token.pos != "SPACE" && (token.head < first || token.head > last || token.head == i)) return i;
    }
    return first;
  }

  const Analysis& text_;
  const Parse& parse_;
  const StanceLexicon& lexicon_;
  const AttributionFinder& finder_;
};

}  // namespace

void add_speaker_labels(const Analysis& text, const StanceLexicon& lexicon, const AttributionFinder& finder, std::vector<Attribution>& attributions) {
  SpeakerLabels(text, lexicon, finder).add_to(attributions);
}

}  // namespace casus
