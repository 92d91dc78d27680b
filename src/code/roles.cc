// SPDX-License-Identifier: Apache-2.0
#include "code/roles.h"

#include <algorithm>

namespace casus {

bool same_party(const ActorRef& a, const ActorRef& b) {
  return (!a.span.empty() && a.span == b.span && a.actor.country == b.actor.country) ||
         (a.actor.country == b.actor.country && a.actor.sectors == b.actor.sectors && a.actor.id == b.actor.id && a.actor.name == b.actor.name);
}

bool shares_country(const std::vector<ActorRef>& some, const std::vector<ActorRef>& others) {
  return std::any_of(some.begin(), some.end(), [&](const ActorRef& ref) {
    return std::any_of(others.begin(), others.end(), [&](const ActorRef& other) { return !ref.actor.country.empty() && other.actor.country == ref.actor.country; });
  });
}

void add_party(std::vector<ActorRef>& to, ActorRef party) {
  if (std::none_of(to.begin(), to.end(), [&](const ActorRef& other) { return same_party(other, party); })) to.push_back(std::move(party));
}

void RoleFiller::add_actor(std::vector<ActorRef>& refs, uint32_t token) const {
  int32_t mention = text_.links.mention_of[token];
  if (mention < 0) return;
  const ActorLink& link = text_.links.actors[mention];
  Span span = text_.mentions.actors[mention].span;
  if (!link.members.empty()) {
    for (const Actor& member : link.members) add_party(refs, {span, mention, member});
  } else if (link.actor.coded()) {
    Actor actor = link.actor;
    // A capital stands for its government, but not where it says where: "a bomb in Athens".
    const Token& word = text_.parse.tokens[token];
    bool seat = actor.id == actor.country && actor.sectors.size() == 1 && text_.mentions.actors[mention].kind == MentionKind::Name;
    if (seat && word.dep == "pobj") {
      std::string_view preposition = text_.parse.tokens[word.head].lemma;
      static constexpr std::string_view kWhere[] = {"in", "at", "near", "around", "outside", "from", "into", "inside", "across", "through"};
      if (std::find(std::begin(kWhere), std::end(kWhere), preposition) != std::end(kWhere)) actor.sectors.clear();
    }
    add_party(refs, {span, mention, std::move(actor)});
  }
}

void RoleFiller::add_place(std::vector<ActorRef>& refs, uint32_t token) const {
  for (const PlaceMention& place : text_.links.places) {
    if (token < place.first_token || token >= place.end_token) continue;
    if (place.is_adjective || !place.place || place.place->country.empty()) return;
    const std::string& country = place.place->country;
    bool known = std::any_of(refs.begin(), refs.end(), [&](const ActorRef& other) { return other.actor.country == country; });
    if (!known) refs.push_back({place.span, -1, {place.place->name, "", country, {}}});
    return;
  }
}

void RoleFiller::add_filler(std::vector<ActorRef>& refs, uint32_t head) const {
  size_t before = refs.size();
  for (uint32_t token : slots_.with_conjuncts(head)) {
    add_actor(refs, token);
    if (refs.size() == before) add_place(refs, token);
  }
  if (refs.size() > before) return;
  if (slots_.is_verb(head)) return;
  for (std::string_view slot : {"possessor", "compound", "of", "for", "by", "in", "from", "near", "at"}) {
    for (uint32_t owner : slots_.fill(head, slot)) {
      for (uint32_t token : slots_.with_conjuncts(owner)) {
        add_actor(refs, token);
        if (refs.size() == before) add_place(refs, token);
      }
    }
    if (refs.size() > before) return;
  }
}

std::vector<ActorRef> RoleFiller::persons(const std::vector<SlotGroup>& alternatives, uint32_t trigger, std::vector<uint32_t>& used) const {
  std::vector<ActorRef> refs;
  for (const SlotGroup& group : alternatives) {
    for (const std::string& slot : group) {
      for (uint32_t head : slots_.fill(trigger, slot)) {
        for (uint32_t token : slots_.with_conjuncts(head)) {
          int32_t mention = text_.links.mention_of[token];
          if (mention < 0) continue;
          const ActorLink& link = text_.links.actors[mention];
          if (!link.is_person || link.is_plural || link.actor.coded() || link.actor.name.empty()) continue;
          Actor actor = link.actor;
          actor.sectors = {"CVL"};
          add_party(refs, {text_.mentions.actors[mention].span, mention, std::move(actor)});
          used.push_back(token);
        }
      }
    }
    if (!refs.empty()) return refs;
  }
  return refs;
}

std::vector<ActorRef> RoleFiller::own_voice(const std::vector<SlotGroup>& alternatives, uint32_t trigger, std::vector<uint32_t>& used) const {
  std::vector<ActorRef> refs;
  for (const SlotGroup& group : alternatives) {
    for (const std::string& slot : group) {
      for (uint32_t head : slots_.fill(trigger, slot)) {
        int32_t mention = text_.links.mention_of[head];
        if (mention < 0 || text_.mentions.actors[mention].kind != MentionKind::Pronoun || !text_.links.actors[mention].is_plural) continue;
        const Actor& actor = text_.links.actors[mention].actor;
        if (actor.name.empty() || actor.name != text_.document.publisher) continue;
        add_party(refs, {text_.mentions.actors[mention].span, mention, actor});
        used.push_back(head);
      }
    }
    if (!refs.empty()) break;
  }
  return refs;
}

std::vector<ActorRef> RoleFiller::role(const std::vector<SlotGroup>& alternatives, uint32_t trigger, std::vector<uint32_t>& used) const {
  for (const SlotGroup& group : alternatives) {
    std::vector<ActorRef> refs;
    std::vector<uint32_t> seen;
    for (const std::string& slot : group) {
      for (uint32_t head : slots_.fill(trigger, slot)) {
        if (std::find(seen.begin(), seen.end(), head) != seen.end()) continue;
        seen.push_back(head);
        size_t before = refs.size();
        add_filler(refs, head);
        if (refs.size() > before) used.push_back(head);
      }
    }
    if (!refs.empty()) return refs;
  }
  return {};
}

}  // namespace casus
