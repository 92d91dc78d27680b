// SPDX-License-Identifier: Apache-2.0
#include "code/claims.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "code/answers.h"
#include "code/attribution.h"
#include "code/direct_speech.h"
#include "code/factuality.h"
#include "code/own_voice.h"
#include "code/speaker_labels.h"

namespace casus {
namespace {

// A text is spoken if "I", "we" and the "you" of questions are its subjects so often, and so many sentences come on each at most; more where hardly anybody is quoted.
constexpr size_t kFewestSpoken = 3, kSentencesPerSpoken = 8, kSentencesPerSpokenAlone = 24;
constexpr size_t kTextPerQuoted = 20;
constexpr int kMaterialConflict = 4;  // Event::quad

class ClaimFinder {
 public:
  ClaimFinder(const Analysis& text, const StanceLexicon& lexicon) : text_(text), parse_(text.parse), lexicon_(lexicon), reader_(text, lexicon) {}

  std::vector<Claim> run() {
    AttributionFinder finder(text_, lexicon_, reader_);
    std::vector<Attribution> attributions = finder.run();
    std::erase_if(attributions, [&](const Attribution& attribution) { return is_blow(attribution); });
    add_answers(text_, lexicon_, finder, attributions);
    add_speaker_labels(text_, lexicon_, finder, attributions);
    add_direct_speech(text_, finder, attributions);
    std::vector<Claim> claims;
    spoken_ = is_spoken();
    for (const Attribution& attribution : attributions) claims.push_back(claim_of(attribution));
    drop_nested(attributions, claims);
    add_own_voice(attributions, claims);
    std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) { return a.content.start < b.content.start; });
    return claims;
  }

 private:
  Span span_of(uint32_t first, uint32_t last) const {
    while (first < last && is_blank(first)) ++first;
    while (last > first && is_blank(last)) --last;
    return {parse_.tokens[first].span.start, parse_.tokens[last].span.end};
  }
  bool is_blank(uint32_t token) const { return parse_.tokens[token].pos == "PUNCT" || parse_.tokens[token].pos == "SPACE"; }

  Holder holder_of(const Attribution& attribution) const {
    Holder holder;
    if (attribution.impersonal) {
      holder.kind = HolderKind::Publisher;
      return holder;
    }
    holder.kind = HolderKind::Unnamed;
    if (attribution.holder == kNoToken) return holder;
    const Token& head = parse_.tokens[attribution.holder];
    holder.span = head.span;
    int32_t mention = text_.links.mention_of[attribution.holder];
    if (mention >= 0) {
      holder.span = text_.mentions.actors[mention].span;
      holder.actor = text_.links.actors[mention].actor;
    }
    bool bare = holder.actor.country.empty() || head.pos != "PROPN";
    holder.kind = bare && lexicon_.in_list("unnamed", head.lemma) ? HolderKind::Unnamed : HolderKind::Actor;
    if (head.pos == "PRON" && lexicon_.in_list("speaker_pronouns", head.lemma) && !in_quotation(head.span) && !(spoken_ && is_proposition(attribution))) {
      holder = {};
      holder.kind = HolderKind::Publisher;
    }
    return holder;
  }

  bool in_quotation(Span span) const {
    return std::any_of(text_.mentions.quotations.begin(), text_.mentions.quotations.end(), [&](const Quotation& quotation) { return quotation.span.contains(span); });
  }

  // "did not say", "were not concerned that", "avoided condemning"
  bool is_negated(const Attribution& attribution) const {
    if (attribution.entry->negated == attribution.entry->affirmed) return false;
    return reader_.of(attribution.cue).polarity == Polarity::Negative;
  }

  void judge(const Attribution& attribution, Claim& claim) const {
    const CueEntry& entry = *attribution.entry;
    std::vector<StandingStep> steps;
    Standing inside = reader_.of(attribution.content_head, &steps, attribution.content_head);
    // "They can swim", "that would end the war": flatly said, though no deed is told.
    if (inside.certainty == Certainty::Unknown && !steps.empty() && lexicon_.in_list("flat_modals", parse_.tokens[steps.back().token].lemma)) {
      inside.certainty = Certainty::Certain;
      inside.polarity = reader_.negator_of(attribution.content_head) == kNoToken ? Polarity::Positive : Polarity::Negative;
    }
    claim.certainty = std::max(entry.certainty, inside.certainty);
    claim.polarity = entry.polarity == Polarity::Negative ? turned(inside.polarity) : entry.polarity == Polarity::Unknown ? Polarity::Unknown : inside.polarity;
    if (attribution.cue != kNoToken && is_negated(attribution)) {
      if (entry.negated == Effect::Doubted || entry.negated == Effect::No || entry.negated == Effect::Likely) {
        claim.polarity = turned(claim.polarity);
      } else if (entry.negated == Effect::Open && (entry.kind == "predict" || entry.kind == "judge" || entry.kind == "accuse")) {
        claim.polarity = Polarity::Negative;  // "were not worried about it", "did not praise it"
      } else if (entry.negated == Effect::Open) {
        claim.certainty = Certainty::Unknown;
        claim.polarity = Polarity::Unknown;
      }
    }
    if (claim.certainty == Certainty::Unknown) claim.polarity = Polarity::Unknown;
  }

  Claim claim_of(const Attribution& attribution) const {
    Claim claim;
    claim.holder = holder_of(attribution);
    if (attribution.cue != kNoToken) claim.cue = Cue{span_of(attribution.cue_first, attribution.cue_last), attribution.entry->kind};
    claim.content = span_of(attribution.content_first, attribution.content_last);
    cut_holder(attribution, claim);
    judge(attribution, claim);
    complete(claim);
    return claim;
  }

  // The holder's phrase ends before the cue, and before the deed that is told ("accused by the union of taking bribes").
  void cut_holder(const Attribution& attribution, Claim& claim) const {
    if (!claim.holder.span || attribution.holder == kNoToken) return;
    uint32_t end = kNoToken;
    if (attribution.cue_first != kNoToken && attribution.cue_first > attribution.holder) end = attribution.cue_first;
    const Token& told = parse_.tokens[attribution.content_head];
    if (told.dep == "pcomp" && told.tag == "VBG" && told.head > attribution.holder) end = std::min(end, told.head);
    if (end == kNoToken || parse_.tokens[end].span.start >= claim.holder.span->end) return;
    while (end > attribution.holder + 1 && is_blank(end - 1)) --end;
    claim.holder.span->end = parse_.tokens[end - 1].span.end;
  }

  void add_own_voice(const std::vector<Attribution>& attributions, std::vector<Claim>& claims) const {
    for (const OwnClaim& own : find_own_voice(text_, lexicon_, reader_, attributions)) {
      Claim claim;
      claim.holder.kind = HolderKind::Publisher;
      if (own.cue_first != kNoToken) claim.cue = Cue{span_of(own.cue_first, own.cue_last), own.kind};
      claim.content = span_of(own.content_first, own.content_last);
      claim.certainty = own.certainty;
      claim.polarity = own.polarity;
      complete(claim);
      claims.push_back(std::move(claim));
    }
  }

  // Id and events.
  void complete(Claim& claim) const {
    Span holder = claim.holder.span.value_or(Span{}), cue = claim.cue ? claim.cue->span : Span{};
    claim.id = content_id({text_.document.key, fmt::format("claim {} {} {} {}", claim.content.start, claim.content.end, holder.start, cue.start)});
    claim.events.clear();
    for (const Event& event : text_.coding.events) {
      Span trigger = parse_.tokens[event.trigger].span;
      if (claim.content.contains(trigger) && !cue.contains(trigger)) claim.events.push_back(event.id);
    }
  }

  // Inside what somebody else says, only the word of a third party counts as a claim of its own: "X said Y had accused Z".
  void drop_nested(std::vector<Attribution>& attributions, std::vector<Claim>& claims) const {
    std::vector<bool> drop(claims.size(), false);
    for (size_t i = 0; i < claims.size(); ++i) {
      const Attribution& inner = attributions[i];
      if (in_scripture(claims[i].content)) drop[i] = true;
      if (inner.cue == kNoToken || is_word_of_third_party(inner)) continue;
      // "I think" inside quotation marks hedges what the speaker says.
      if (!spoken_ && is_first_or_second_person(inner.holder) && (in_quotation(parse_.tokens[inner.cue].span) || parse_.tokens[inner.holder].lemma == "you")) drop[i] = true;
      // A speech or an interview is all one man's word; the publisher's claims are his own wishes and appeals.
      if (spoken_ && !is_proposition(inner) && claims[i].holder.kind != HolderKind::Publisher) drop[i] = true;
      for (size_t j = 0; j < claims.size() && !drop[i]; ++j) {
        const Attribution& outer = attributions[j];
        // "is proud to announce that": the announcement counts.
        if (outer.content_head == inner.cue && outer.holder == inner.holder && is_proposition(inner)) {
          drop[j] = true;
          continue;
        }
        drop[i] = i != j && outer.clausal && inner.cue >= outer.content_first && inner.cue <= outer.content_last && inner.content_first >= outer.content_first &&
                  inner.content_last <= outer.content_last && outer.cue != inner.cue;
      }
    }
    size_t kept = 0;
    for (size_t i = 0; i < claims.size(); ++i) {
      if (drop[i]) continue;
      if (kept != i) {
        claims[kept] = std::move(claims[i]);
        attributions[kept] = attributions[i];
      }
      ++kept;
    }
    claims.resize(kept);
    attributions.resize(kept);
  }

  bool is_word_of_third_party(const Attribution& inner) const {
    if (inner.holder == kNoToken || parse_.tokens[inner.holder].pos == "PRON") return false;
    const std::string& kind = inner.entry->kind;
    const bool named = parse_.tokens[inner.holder].pos == "PROPN";
    // "Most people say that ..." between quotation marks is the speaker's own way of speaking.
    if (!named && in_quotation(parse_.tokens[inner.cue].span)) return false;
    if (kind == "accuse" || kind == "deny") return true;
    if (kind == "say") return inner.clausal;
    return named && inner.clausal && (kind == "promise" || kind == "threaten" || kind == "demand");
  }

  bool is_first_or_second_person(uint32_t holder) const {
    if (holder == kNoToken || parse_.tokens[holder].pos != "PRON") return false;
    return parse_.tokens[holder].lemma == "you" || lexicon_.in_list("speaker_pronouns", parse_.tokens[holder].lemma);
  }

  // "Gunmen attacked the post", "recalled its ambassador": a deed that is coded, and no words.
  bool is_blow(const Attribution& attribution) const {
    if (attribution.clausal) return false;
    return std::any_of(text_.coding.events.begin(), text_.coding.events.end(), [&](const Event& event) { return event.trigger == attribution.cue && event.quad == kMaterialConflict; });
  }

  // Verse and scripture say nothing of their reader's day.
  bool in_scripture(Span content) const {
    return std::any_of(text_.document.sections.begin(), text_.document.sections.end(),
                       [&](const Section& section) { return section.kind == SectionKind::Scripture && section.span.overlaps(content); });
  }

  // What somebody says to be so, not what he does, wants or asks for.
  bool is_proposition(const Attribution& attribution) const {
    return attribution.clausal && reader_.clause_place(attribution.content_head) != kInfinitive;
  }

  bool is_asked(uint32_t sentence) const {
    std::string_view words = text_.document.slice(parse_.sentences[sentence].span);
    const size_t last = words.find_last_not_of(" \n\r\t");
    return last != std::string_view::npos && words[last] == '?';
  }

  // An interview or a speech: somebody speaks of himself in many sentences, and nobody is known to publish.
  bool is_spoken() const {
    if (!text_.document.publisher.empty() || !text_.document.author.empty()) return false;
    size_t count = 0;
    for (const Token& token : parse_.tokens) {
      const bool person = lexicon_.in_list("speaker_pronouns", token.lemma) || (token.lemma == "you" && is_asked(token.sentence));
      count += token.pos == "PRON" && token.dep == "nsubj" && person && !in_quotation(token.span);
    }
    size_t quoted = 0;
    for (const Quotation& quotation : text_.mentions.quotations) quoted += quotation.span.length();
    const size_t sentences = quoted * kTextPerQuoted < text_.document.text.size() ? kSentencesPerSpokenAlone : kSentencesPerSpoken;
    return count >= kFewestSpoken && count * sentences >= parse_.sentences.size();
  }

  const Analysis& text_;
  const Parse& parse_;
  const StanceLexicon& lexicon_;
  FactualityReader reader_;
  bool spoken_ = false;
};

}  // namespace

std::vector<Claim> find_claims(const Analysis& text, const StanceLexicon& lexicon) { return ClaimFinder(text, lexicon).run(); }

}  // namespace casus
