// SPDX-License-Identifier: Apache-2.0
#include "code/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/names.h"
#include "code/factuality.h"

namespace casus {
namespace {

EventStatus status_of(const Standing& standing, bool claimed, bool by_others) {
  if (standing.polarity == Polarity::Negative && standing.certainty <= Certainty::Probable) return EventStatus::Denied;
  // "is expected to" is a plan, "will probably" a guess.
  if (standing.planned && (standing.certainty == Certainty::Certain || (standing.certainty == Certainty::Probable && standing.attributed))) return EventStatus::Planned;
  if (standing.certainty == Certainty::Probable && (standing.attributed || by_others)) return EventStatus::Claimed;
  if (standing.certainty != Certainty::Certain) return EventStatus::Possible;
  return standing.attributed || claimed ? EventStatus::Claimed : EventStatus::Reported;
}

// True if the path from the token up to the root meets a word of the span: what that word makes of the deed is composed already.
bool is_under(const Parse& parse, uint32_t token, Span span) {
  for (uint32_t at = token; parse.tokens[at].head != at; at = parse.tokens[at].head) {
    if (span.contains(parse.tokens[parse.tokens[at].head].span)) return true;
  }
  return false;
}

// "The closest view to the truth is that ...": a phrase in which the document speaks, no word of the tables that are composed.
bool is_phrase_of_own(const Analysis& text, const Claim& claim) {
  return claim.holder.kind == HolderKind::Publisher && std::count(text.document.text.begin() + claim.cue->span.start, text.document.text.begin() + claim.cue->span.end, ' ') > 1;
}

// True if the token stands in a clause that modifies something in the content: told on the way, not claimed.
bool is_aside(const Parse& parse, uint32_t token, Span content) {
  for (uint32_t at = token; content.contains(parse.tokens[at].span); at = parse.tokens[at].head) {
    if (parse.tokens[at].dep == "relcl" || parse.tokens[at].dep == "acl" || parse.tokens[at].dep == "advcl") return true;
    if (parse.tokens[at].head == at) break;
  }
  return false;
}

// Deeds that somebody vouches for stand on his word; wishes, demands and judgements say nothing about them.
bool vouches(const Claim& claim) {
  const std::string& kind = claim.cue ? claim.cue->kind : "say";
  if (claim.holder.kind == HolderKind::Publisher) return kind == "say" || kind == "believe" || (kind == "judge" && claim.cue);
  return kind == "say" || kind == "accuse" || kind == "deny" || kind == "doubt" || kind == "believe" || kind == "predict";
}

// "Turkey said it would not withdraw", "she says she opposes the deal": to say so is the deed, and the document itself tells that it was said.
bool is_done_by_saying(const Analysis& text, const Event& event) {
  static constexpr std::array<std::string_view, 6> kOfWords = {"REJECT", "ACCUSE", "REQUEST", "SUPPORT", "AGREE", "THREATEN"};
  if (event.status != EventStatus::Claimed || event.actors.size() != 1 || std::find(kOfWords.begin(), kOfWords.end(), event.type) == kOfWords.end()) return false;
  const std::string_view tag = text.parse.tokens[event.trigger].tag;
  if (tag != "VBZ" && tag != "VBP" && !event.refuses) return false;
  const Actor& doer = event.actors.front().actor;
  bool told = false;
  for (const Claim& claim : text.coding.claims) {
    if (std::find(event.claims.begin(), event.claims.end(), claim.id) == event.claims.end() || !vouches(claim)) continue;
    if (claim.holder.actor.name != doer.name || claim.holder.actor.country != doer.country) return false;
    told = true;
  }
  return told;
}

uint32_t head_of_span(const Parse& parse, Span span) {
  auto begin = std::partition_point(parse.tokens.begin(), parse.tokens.end(), [&](const Token& token) { return token.span.end <= span.start; });
  auto first = static_cast<uint32_t>(begin - parse.tokens.begin());
  uint32_t end = first;
  while (end < parse.tokens.size() && parse.tokens[end].span.start < span.end) ++end;
  for (uint32_t i = first; i < end; ++i) {
    uint32_t head = parse.tokens[i].head;
    if (head == i || head < first || head >= end) return i;
  }
  return kNoToken;
}

// "Parliament ought to stop the talks" in the document's own voice: a word of its clause urges it. A wish of the publisher, and no event.
bool is_exhorted(const Analysis& text, const StanceLexicon& lexicon, const FactualityReader& reader, uint32_t trigger) {
  std::vector<StandingStep> steps;
  reader.of(trigger, &steps);
  bool urged = false;
  for (const StandingStep& step : steps) {
    if (step.name == kPresupposition) urged = false;
    else urged = urged || lexicon.in_list("exhorting", text.parse.tokens[step.token].lemma);
  }
  if (!urged) return false;
  return std::none_of(text.coding.claims.begin(), text.coding.claims.end(), [&](const Claim& claim) {
    return claim.holder.kind != HolderKind::Publisher && claim.content.contains(text.parse.tokens[trigger].span);
  });
}

// Whether the text lets stand who did it: it reports so, or has it from somebody who does not accuse.
bool is_known_doer(const Analysis& text, const Event& deed) {
  if (deed.status == EventStatus::Reported) return true;
  return deed.status == EventStatus::Claimed && std::none_of(text.coding.claims.begin(), text.coding.claims.end(), [&](const Claim& claim) {
    return claim.cue && claim.cue->kind == "accuse" && std::find(deed.claims.begin(), deed.claims.end(), claim.id) != deed.claims.end();
  });
}

// Takes events out of the coding, and out of the claims about them.
template <typename Unwanted>
void drop_events(Analysis& text, Unwanted unwanted) {
  std::vector<std::string> dropped;
  std::erase_if(text.coding.events, [&](const Event& event) {
    if (!unwanted(event)) return false;
    dropped.push_back(event.id);
    return true;
  });
  for (Claim& claim : text.coding.claims) {
    std::erase_if(claim.events, [&](const std::string& id) { return std::find(dropped.begin(), dropped.end(), id) != dropped.end(); });
  }
}

}  // namespace

EventStatus status_at(const Analysis& text, const StanceLexicon& lexicon, uint32_t token, std::string* why, bool refuses) {
  FactualityReader reader(text, lexicon);
  const Token& trigger = text.parse.tokens[token];
  bool claimed = false, by_others = false, asked = false;
  for (const Claim& claim : text.coding.claims) {
    if (!claim.content.contains(trigger.span) || (claim.cue && claim.cue->span.contains(trigger.span))) continue;
    asked = asked || (claim.holder.kind == HolderKind::Publisher && claim.cue && claim.cue->kind == "ask" && !is_aside(text.parse, token, claim.content));
    if (!vouches(claim) || (claim.cue && !is_phrase_of_own(text, claim) && is_under(text.parse, token, claim.cue->span))) continue;
    if (claim.holder.kind == HolderKind::Publisher && is_aside(text.parse, token, claim.content)) continue;
    claimed = true;
    by_others = by_others || claim.holder.kind != HolderKind::Publisher;
  }
  std::vector<StandingStep> steps;
  Standing standing = reader.of(token, why ? &steps : nullptr);
  if (refuses && standing.polarity == Polarity::Negative) standing.polarity = Polarity::Positive, standing.planned = false;
  EventStatus status = status_of(standing, claimed, by_others);
  // "is due to free prisoners", coded at "due": the word itself says that it lies ahead.
  if (status == EventStatus::Reported && lexicon.in_list("plans", trigger.lemma)) status = EventStatus::Planned;
  if (why) {
    *why = "status: ";
    for (const StandingStep& step : steps) {
      *why += fmt::format("{} \"{}\" makes it {}; ", step.name, text.document.slice(text.parse.tokens[step.token].span), describe(step.after));
    }
    *why += fmt::format("{} ({}{})", name_of(status), describe(standing), claimed ? ", inside a claim" : "");
  }
  return status;
}

void drop_exhorted(const StanceLexicon& lexicon, Analysis& text) {
  const FactualityReader reader(text, lexicon);
  drop_events(text, [&](const Event& event) { return is_exhorted(text, lexicon, reader, event.trigger); });
}

void settle_references(Analysis& text) {
  // Deeds stand before what refers to them, so that chains of references are followed.
  std::unordered_map<int32_t, const Event*> deeds;
  std::vector<std::string> retold;
  for (Event& event : text.coding.events) {
    auto referred = deeds.find(event.parties_of);
    const Event* deed = referred == deeds.end() ? nullptr : referred->second;
    const bool names_again = deed && deed->type == event.type && event.status == EventStatus::Reported && deed->status != EventStatus::Reported;
    if (names_again) {
      retold.push_back(event.id);
    } else if (deed && deed->type != event.type && !is_known_doer(text, *deed)) {
      event.recipients.clear();
      event.why.push_back(fmt::format("who did what \"{}\" tells is not reported", text.document.slice(text.parse.tokens[deed->trigger].span)));
    }
    deeds.emplace(static_cast<int32_t>(event.trigger), names_again ? deed : &event);
  }
  drop_events(text, [&](const Event& event) { return std::find(retold.begin(), retold.end(), event.id) != retold.end(); });
}

void set_statuses(const Analysis& text, const StanceLexicon& lexicon, std::vector<Event>& events) {
  for (Event& event : events) {
    for (const Claim& claim : text.coding.claims) {
      if (std::find(claim.events.begin(), claim.events.end(), event.id) != claim.events.end()) event.claims.push_back(claim.id);
    }
    std::string why;
    event.status = status_at(text, lexicon, event.trigger, &why, event.refuses);
    if (is_done_by_saying(text, event)) {
      event.status = EventStatus::Reported;
      why += "; reported, for the actor does it by saying so";
    }
    event.why.push_back(std::move(why));
  }
}

std::vector<Factuality> judge_asked(const Analysis& text, const StanceLexicon& lexicon) {
  FactualityReader reader(text, lexicon);
  std::vector<Factuality> answers;
  for (Span span : text.document.asked) {
    Factuality answer;
    uint32_t token = head_of_span(text.parse, span);
    if (token != kNoToken) {
      std::vector<StandingStep> steps;
      Standing standing = reader.of(token, &steps);
      answer = {standing.certainty, standing.polarity};
      // The author vouches for what lies ahead, but nobody has seen it yet.
      if (standing.planned && standing.polarity == Polarity::Positive) answer.certainty = std::max(answer.certainty, Certainty::Probable);
      if (standing.certainty == Certainty::Unknown && !standing.attributed && !standing.planned && !steps.empty()) {
        const Factuality* prior = lexicon.prior(steps.back().name, text.parse.tokens[steps.back().token].lemma);
        if (prior) answer = *prior;
      }
    }
    answers.push_back(answer);
  }
  return answers;
}

}  // namespace casus
