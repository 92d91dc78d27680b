// SPDX-License-Identifier: Apache-2.0
// Parties of events told before, to which the words of an event refer.
#include <fmt/format.h>

#include <algorithm>

#include "code/party_repair.h"

namespace casus {
namespace {

// How many sentences back a deed may lie that "the embargo" or "the attack" refers to.
constexpr uint32_t kDeedReach = 6;

}  // namespace

void PartyRepair::take_from_earlier(Event& event, const std::vector<Event>& before) const {
  share_recipients(event, before);
  share_penalty(event, before);
  refer_to_measure(event, before);
  refer_to_deed(event, before);
  if (event.actors.empty() && event.recipients.empty()) refer_back(event, before);
}

// "could tighten the embargo": against whom the same party took such measures before.
void PartyRepair::refer_to_measure(Event& event, const std::vector<Event>& before) const {
  if (event.type != "SANCTION" || event.actors.empty() || !event.recipients.empty()) return;
  for (auto earlier = before.rbegin(); earlier != before.rend() && event.sentence - earlier->sentence <= kDeedReach; ++earlier) {
    if ((earlier->type != "SANCTION" && earlier->type != "COERCE") || earlier->recipients.empty() || !shares_country(earlier->actors, event.actors)) continue;
    event.recipients = earlier->recipients;
    event.why.push_back(fmt::format("recipients of \"{}\" before it", text_.document.slice(text_.parse.tokens[earlier->trigger].span)));
    return;
  }
}

// "protested against the attack", "condemned the raid": whoever did the deed that was told before.
void PartyRepair::refer_to_deed(Event& event, const std::vector<Event>& before) const {
  if ((event.type != "ACCUSE" && event.type != "REJECT") || event.actors.empty() || !event.recipients.empty() || !slots_.is_verb(event.trigger)) return;
  for (std::string_view slot : {"object", "against", "over", "at"}) {
    for (uint32_t head : slots_.fill(event.trigger, slot)) {
      if (text_.parse.tokens[head].pos != "NOUN" || !is_definite(head)) continue;
      const std::string deed = match_at_[head] >= 0 ? matches_[match_at_[head]].frame->type : "";
      bool of_anything = lexicon_.in_class("deed_noun", text_.parse.tokens[head].lemma);
      if (deed.empty() && !of_anything) continue;
      for (auto earlier = before.rbegin(); earlier != before.rend() && event.sentence - earlier->sentence <= kDeedReach; ++earlier) {
        bool fits = deed.empty() || deed == "NONE" ? earlier->quad == 4 && of_anything : earlier->type == deed;
        if (!fits || earlier->actors.empty() || shares_country(earlier->actors, event.actors)) continue;
        event.recipients = earlier->actors;
        event.parties_of = static_cast<int32_t>(earlier->trigger);
        event.why.push_back(fmt::format("who did what \"{}\" refers to", text_.document.slice(text_.parse.tokens[head].span)));
        return;
      }
    }
  }
}

bool PartyRepair::is_definite(uint32_t noun) const {
  auto children = text_.parse.children(noun);
  return std::any_of(children.begin(), children.end(), [&](uint32_t child) {
    std::string_view lemma = text_.parse.tokens[child].lemma;
    return child < noun && (lemma == "the" || lemma == "this" || lemma == "that" || lemma == "these" || lemma == "such");
  });
}

// "condemned Chad and threatened to impose sanctions": against the same party.
void PartyRepair::share_recipients(Event& event, const std::vector<Event>& before) const {
  const Token& trigger = text_.parse.tokens[event.trigger];
  if (!event.recipients.empty() || (event.type != "THREATEN" && event.type != "SANCTION" && event.type != "ACCUSE") || trigger.dep != "conj" || !slots_.is_verb(event.trigger)) return;
  for (auto earlier = before.rbegin(); earlier != before.rend(); ++earlier) {
    if (earlier->sentence != event.sentence) return;
    const Token& other = text_.parse.tokens[earlier->trigger];
    bool beside = earlier->trigger == trigger.head || (other.dep == "dobj" && other.head == trigger.head);
    if (!beside || earlier->quad < 3 || earlier->recipients.empty()) continue;
    event.recipients = earlier->recipients;
    event.why.push_back(fmt::format("recipients of \"{}\", with which it is coordinated", text_.document.slice(other.span)));
    return;
  }
}

// "was fined 9 million, including a penalty imposed by the bank": whoever was fined bears the penalty.
void PartyRepair::share_penalty(Event& event, const std::vector<Event>& before) const {
  if (event.type != "SANCTION" || event.actors.empty() || !event.recipients.empty() || before.empty()) return;
  const Event& earlier = before.back();
  if (earlier.type != event.type || earlier.sentence != event.sentence || !earlier.actors.empty()) return;
  for (uint32_t at = event.trigger, steps = 0; steps < 8 && text_.parse.tokens[at].head != at; ++steps) {
    at = text_.parse.tokens[at].head;
    if (at != earlier.trigger) continue;
    event.recipients = earlier.recipients;
    event.why.push_back(fmt::format("recipients of \"{}\", of which it is a part", text_.document.slice(text_.parse.tokens[at].span)));
    return;
  }
}

// "the attack", "that meeting": the last event of this type in an earlier sentence.
void PartyRepair::refer_back(Event& event, const std::vector<Event>& before) const {
  const auto& tokens = text_.parse.tokens;
  if (tokens[event.trigger].pos != "NOUN") return;
  if (!is_definite(event.trigger) || is_told_apart(event.trigger)) return;
  for (auto earlier = before.rbegin(); earlier != before.rend(); ++earlier) {
    if (earlier->type != event.type || earlier->sentence == event.sentence) continue;
    event.actors = earlier->actors;
    event.recipients = earlier->recipients;
    event.parties_of = static_cast<int32_t>(earlier->trigger);
    event.why.push_back(fmt::format("refers to the event at \"{}\"", text_.document.slice(tokens[earlier->trigger].span)));
    return;
  }
}

// "the 9/11 attacks", "the second attack": a deed of its own.
bool PartyRepair::is_told_apart(uint32_t noun) const {
  auto children = text_.parse.children(noun);
  return std::any_of(children.begin(), children.end(), [&](uint32_t child) {
    const Token& word = text_.parse.tokens[child];
    return word.dep == "nummod" || (word.dep == "compound" && word.pos != "NOUN") || (word.dep == "amod" && lexicon_.in_class("another_one", word.lemma));
  });
}

}  // namespace casus
