// SPDX-License-Identifier: Apache-2.0
#include "code/own_voice.h"

#include <algorithm>

namespace casus {
namespace {

// So many marks of a text that argues make it an opinion text as a whole.
constexpr int kOpinionMarks = 3;

class OwnVoice {
 public:
  OwnVoice(const Analysis& text, const StanceLexicon& lexicon, const FactualityReader& reader, const std::vector<Attribution>& others)
      : text_(text), parse_(text.parse), lexicon_(lexicon), reader_(reader) {
    mark_others(others);
  }

  std::vector<OwnClaim> run() {
    std::vector<OwnClaim> claims;
    opinionated_ = count_marks() >= kOpinionMarks;
    for (const Sentence& sentence : parse_.sentences) {
      for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
        if (!is_main_clause(i) || taken_[i]) continue;
        if (auto claim = judge(sentence, i); !claim.kind.empty()) claims.push_back(claim);
      }
    }
    return claims;
  }

 private:
  // Words of other holders, of quotations and of the page's frame are not the document's voice.
  void mark_others(const std::vector<Attribution>& others) {
    taken_.assign(parse_.tokens.size(), false);
    auto mark = [&](uint32_t first, uint32_t last) {
      for (uint32_t i = first; i <= last && i < taken_.size(); ++i) taken_[i] = true;
    };
    for (const Attribution& other : others) {
      if (other.clausal) mark(other.content_first, other.content_last);
      if (other.cue != kNoToken) taken_[other.cue] = true;
    }
    for (uint32_t i = 0; i < parse_.tokens.size(); ++i) {
      Span span = parse_.tokens[i].span;
      for (const Quotation& quotation : text_.mentions.quotations) {
        if (quotation.span.contains(span)) taken_[i] = true;
      }
      for (const Section& section : text_.document.sections) {
        bool frame = section.kind != SectionKind::Body && section.kind != SectionKind::Quotation;
        if (frame && section.span.contains(span)) taken_[i] = true;
      }
    }
  }

  bool is_main_clause(uint32_t i) const {
    const Token& token = parse_.tokens[i];
    if (!is_verb(token)) return false;
    if (token.dep == "ROOT") return true;
    return token.dep == "conj" && reader_.has_subject(i) && is_main_clause(token.head);
  }

  bool is_speaker(uint32_t i) const { return parse_.tokens[i].pos == "PRON" && lexicon_.in_list("speaker_pronouns", parse_.tokens[i].lemma); }

  int count_marks() const {
    int marks = 0;
    for (uint32_t i = 0; i < parse_.tokens.size(); ++i) {
      if (taken_[i]) continue;
      const Token& token = parse_.tokens[i];
      if (is_speaker(i)) ++marks;
      if (token.pos == "AUX" && lexicon_.in_list("exhorting", token.lemma)) ++marks;
      if (text_.document.slice(token.span) == "!") ++marks;
      if (lexicon_.in_list("partisan", token.lemma)) ++marks;
    }
    return marks;
  }

  // Entry of data/cues/own_voice.tsv that starts at token i, and its last token.
  const CueEntry* phrase_at(uint32_t i, uint32_t& last) const {
    const auto* entries = lexicon_.own_voice(parse_.tokens[i].lemma);
    if (!entries) return nullptr;
    for (const CueEntry& entry : *entries) {
      uint32_t at = i;
      bool fits = true;
      for (size_t k = 1; k < entry.words.size() && fits; ++k) {
        at = past_aside(at + 1);
        fits = at < parse_.tokens.size() && parse_.tokens[at].lemma == entry.words[k];
      }
      if (!fits) continue;
      last = at;
      return &entry;
    }
    return nullptr;
  }

  // "the truth, therefore, is": the token behind an adverb between commas that stands at `i`, else i.
  uint32_t past_aside(uint32_t i) const {
    if (i + 3 >= parse_.tokens.size() || parse_.tokens[i + 1].pos != "ADV") return i;
    auto is_comma = [&](uint32_t at) { return text_.document.slice(parse_.tokens[at].span) == ","; };
    return is_comma(i) && is_comma(i + 2) ? i + 3 : i;
  }

  OwnClaim judge(const Sentence& sentence, uint32_t verb) const {
    OwnClaim claim;
    const Token& token = parse_.tokens[verb];
    claim.content_first = token.left_edge;
    claim.content_last = token.right_edge;
    // A coordinated clause is a claim of its own.
    for (uint32_t child : parse_.children(verb)) {
      if (parse_.tokens[child].dep == "conj" && child > verb && is_main_clause(child)) {
        claim.content_last = std::min(claim.content_last, parse_.tokens[child].left_edge - 1);
      }
    }
    if (ends_with(sentence, '?')) return {};
    Standing standing = reader_.of(verb);
    claim.certainty = standing.certainty;
    claim.polarity = standing.polarity;
    leave_out_setting(claim, verb);
    leave_out_connective(claim, verb);
    if (by_phrase(claim, verb, standing.planned) || by_modal(claim, verb)) return claim;
    if (opinionated_ && by_value(claim, verb)) return claim;
    return {};
  }

  // "With the withdrawal of the army, they may ...": the phrase in front sets the scene.
  void leave_out_setting(OwnClaim& claim, uint32_t verb) const {
    for (uint32_t child : parse_.children(verb)) {
      const Token& part = parse_.tokens[child];
      if (child > verb || part.dep != "prep" || part.left_edge != claim.content_first) continue;
      uint32_t comma = part.right_edge + 1;
      uint32_t last = comma;
      if (comma < verb && text_.document.slice(parse_.tokens[comma].span) == "," && !phrase_at(part.left_edge, last)) claim.content_first = comma + 1;
      return;
    }
  }

  // "Also, ...", "Because ...", "And ...": what joins the sentence to the one before is not claimed.
  void leave_out_connective(OwnClaim& claim, uint32_t verb) const {
    while (claim.content_first < verb) {
      const Token& token = parse_.tokens[claim.content_first];
      const bool joins = token.pos == "CCONJ" || token.pos == "PUNCT" || token.pos == "SPACE" || lexicon_.in_list("connectives", token.lemma);
      if (!joins || (token.head != verb && token.pos != "PUNCT" && token.pos != "SPACE")) return;
      ++claim.content_first;
    }
  }

  bool ends_with(const Sentence& sentence, char mark) const {
    for (uint32_t i = sentence.end_token; i-- > sentence.first_token;) {
      const Token& last = parse_.tokens[i];
      if (last.pos != "PUNCT" && last.pos != "SPACE") return false;
      if (text_.document.slice(last.span).find(mark) != std::string_view::npos) return true;
    }
    return false;
  }

  bool by_phrase(OwnClaim& claim, uint32_t verb, bool ahead) const {
    for (uint32_t i = claim.content_first; i <= claim.content_last; ++i) {
      uint32_t last = i;
      if (taken_[i] && i != verb) continue;
      const CueEntry* entry = phrase_at(i, last);
      if (!entry) continue;
      // Adverbs count where they stand on the clause itself.
      if (entry->words.size() == 1 && parse_.tokens[i].head != verb && parse_.tokens[parse_.tokens[i].head].head != verb) continue;
      claim.kind = ahead && entry->kind == "believe" ? "predict" : entry->kind;
      claim.cue_first = i;
      claim.cue_last = last;
      claim.certainty = std::max(claim.certainty, entry->certainty);
      if (claim.certainty == Certainty::Unknown && entry->certainty != Certainty::Unknown) claim.certainty = entry->certainty;
      if (entry->polarity != Polarity::Positive) claim.polarity = entry->polarity;
      else if (claim.polarity == Polarity::Unknown) claim.polarity = Polarity::Positive;
      // "In short, ...": what is said comes behind a phrase that opens the clause; "the truth is that ..." too.
      if (entry->governs(kClause)) {
        uint32_t rest = last + 1;
        while (rest <= claim.content_last && parse_.tokens[rest].pos == "PUNCT") ++rest;
        if (rest <= claim.content_last) claim.content_first = rest;
        else if (i > claim.content_first) claim.content_last = i - 1;  // "Whether they will come, it is not yet known."
      }
      while (claim.content_first < claim.content_last && parse_.tokens[claim.content_first].pos == "PUNCT") ++claim.content_first;
      return true;
    }
    return false;
  }

  bool by_modal(OwnClaim& claim, uint32_t verb) const {
    bool speaker = false;
    if (parse_.tokens[verb].tag == "MD" && lexicon_.in_list("exhorting", parse_.tokens[verb].lemma)) {
      claim.cue_first = claim.cue_last = verb;  // "ought to stop"
      claim.kind = "demand";
      claim.certainty = Certainty::Unknown;
      claim.polarity = Polarity::Unknown;
      return true;
    }
    for (uint32_t child : parse_.children(verb)) {
      const Token& part = parse_.tokens[child];
      if (part.dep == "nsubj" && (is_speaker(child) || has_speaker(child))) speaker = true;
      if (part.dep != "aux" || part.tag != "MD") continue;
      bool exhorts = lexicon_.in_list("exhorting", part.lemma), supposes = lexicon_.in_list("supposing", part.lemma);
      bool ahead = lexicon_.in_list("ahead", part.lemma);
      if (!exhorts && !supposes && !(ahead && (speaker || (opinionated_ && parse_.tokens[verb].lemma == "be")))) continue;
      claim.cue_first = claim.cue_last = child;
      if (exhorts || (supposes && child < claim.content_first + 1 && part.lemma == "may")) {
        claim.kind = "demand";
        claim.certainty = Certainty::Unknown;
        claim.polarity = Polarity::Unknown;
      } else if (supposes) {
        claim.kind = "predict";
        claim.certainty = Certainty::Possible;
        if (claim.polarity == Polarity::Unknown) claim.polarity = Polarity::Positive;
      } else {
        claim.kind = speaker ? "promise" : "predict";
      }
      return true;
    }
    return false;
  }

  // Judgements: "is a crime", "our real enemies are ...", "have become slaves".
  bool by_value(OwnClaim& claim, uint32_t verb) const {
    bool valued = false;
    const bool copular = parse_.tokens[verb].lemma == "be" || parse_.tokens[verb].lemma == "become" || parse_.tokens[verb].lemma == "remain";
    for (uint32_t child : parse_.children(verb)) {
      const Token& part = parse_.tokens[child];
      if (copular && (part.dep == "attr" || part.dep == "acomp")) valued = valued || has_listed(child, "value");
      if ((part.dep == "nsubj" || part.dep == "nsubjpass") && (is_speaker(child) || has_speaker(child))) valued = valued || copular;
      if (part.dep == "dobj" || part.dep == "prep") valued = valued || has_listed(child, "partisan");
    }
    if (!valued) return false;
    claim.kind = "judge";
    return true;
  }

  bool has_listed(uint32_t head, std::string_view list) const {
    const Token& token = parse_.tokens[head];
    for (uint32_t i = token.left_edge; i <= token.right_edge && i < token.left_edge + 24; ++i) {
      if (lexicon_.in_list(list, parse_.tokens[i].lemma)) return true;
    }
    return false;
  }

  bool has_speaker(uint32_t head) const {
    auto children = parse_.children(head);
    return std::any_of(children.begin(), children.end(), [&](uint32_t child) { return parse_.tokens[child].dep == "poss" && is_speaker(child); });
  }

  const Analysis& text_;
  const Parse& parse_;
  const StanceLexicon& lexicon_;
  const FactualityReader& reader_;
  std::vector<bool> taken_;
  bool opinionated_ = false;
};

}  // namespace

std::vector<OwnClaim> find_own_voice(const Analysis& text, const StanceLexicon& lexicon, const FactualityReader& reader, const std::vector<Attribution>& others) {
  return OwnVoice(text, lexicon, reader, others).run();
}

}  // namespace casus
