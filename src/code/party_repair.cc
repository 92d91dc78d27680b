// SPDX-License-Identifier: Apache-2.0
#include "code/party_repair.h"

#include <fmt/format.h>

#include <algorithm>

namespace casus {
namespace {

bool among(const std::vector<ActorRef>& refs, const ActorRef& ref) {
  return std::any_of(refs.begin(), refs.end(), [&](const ActorRef& other) { return same_party(other, ref); });
}

}  // namespace

void PartyRepair::settle(Event& event, const FrameMatch& match, const Composed& composed, std::vector<uint32_t>& used) const {
  const Frame& frame = *match.frame;
  std::erase_if(event.recipients, [&](const ActorRef& ref) { return ref.mention >= 0 && is_reflexive(text_.mentions.actors[ref.mention].head); });
  if (frame.reciprocal && (composed.refuses || composed.ends)) split_refusal(event);
  else join_talks(event, frame, used);
  take_accused(event, used);
  settle_roles(event, frame);
  if (composed.deed) fill_from_deed(event, *composed.deed, used);
}

void PartyRepair::complete(Event& event, const Frame& frame, std::vector<uint32_t>& used) const {
  read_topic(event, used);
  read_condition(event, used);
  read_purpose(event, used);
  fill_from_location(event, frame, used);
  drop_own_ground(event);
  drop_no_parties(event);
  drop_guessed_home(event);
  move_at_home(event);
}

// "blamed Chad for the assassination of a general": whoever is blamed did it.
void PartyRepair::take_accused(Event& event, std::vector<uint32_t>& used) const {
  const auto& tokens = text_.parse.tokens;
  const Token& deed = tokens[event.trigger];
  if (!event.actors.empty() || event.recipients.empty() || deed.pos != "NOUN" || deed.dep != "pobj" || event.quad == 3) return;
  const Token& preposition = tokens[deed.head];
  if (preposition.lemma != "for" && preposition.lemma != "of" && preposition.lemma != "over") return;
  int32_t accusing = match_at_[preposition.head];
  if (accusing < 0 || !matches_[accusing].frame->accuses) return;
  for (ActorRef& ref : roles_.role(matches_[accusing].frame->recipients, preposition.head, used)) {
    if (!among(event.recipients, ref)) add_party(event.actors, std::move(ref));
  }
}

// "Mexico sends troops to Culiacan": whoever moves its own troops and helps nobody else mobilises them.
void PartyRepair::move_at_home(Event& event) const {
  if (event.type != "AID" || event.actors.empty() || !slots_.is_verb(event.trigger)) return;
  bool abroad = std::any_of(event.recipients.begin(), event.recipients.end(), [&](const ActorRef& ref) { return !ref.actor.sectors.empty() || !shares_country({ref}, event.actors); });
  if (abroad) return;
  for (uint32_t head : slots_.fill(event.trigger, "object")) {
    if (!lexicon_.in_class("troops", text_.parse.tokens[head].lemma)) continue;
    event.type = "MOBILIZE";
    event.mode = "troops";
    event.cameo = "154";
    event.recipients.clear();
    return;
  }
}

// "imposed sanctions to show Togo that", "sent ships to warn Togo": at whom a measure is aimed, by its purpose.
void PartyRepair::read_purpose(Event& event, std::vector<uint32_t>& used) const {
  if (!event.recipients.empty() || event.actors.empty() || (event.type != "SANCTION" && event.type != "THREATEN" && event.type != "MOBILIZE")) return;
  const auto& tokens = text_.parse.tokens;
  std::vector<uint32_t> clauses = slots_.children_with(event.trigger, {"advcl", "acl", "xcomp"});
  for (uint32_t object : slots_.children_with(event.trigger, {"dobj"})) {
    for (uint32_t clause : slots_.children_with(object, {"acl"})) clauses.push_back(clause);
  }
  // "will seek sanctions and take measures to show": behind the last of coordinated verbs.
  for (uint32_t other : slots_.children_with(event.trigger, {"conj"})) {
    for (uint32_t clause : slots_.children_with(other, {"advcl", "xcomp"})) clauses.push_back(clause);
  }
  for (uint32_t clause : clauses) {
    if (clause < event.trigger || tokens[clause].tag != "VB" || !lexicon_.in_class("aimed_verb", tokens[clause].lemma)) continue;
    for (std::string_view slot : {"indirect", "to", "object", "complement.subject"}) {
      for (uint32_t head : slots_.fill(clause, slot)) {
        int32_t mention = text_.links.mention_of[head];
        if (mention < 0 || !text_.links.actors[mention].actor.coded()) continue;
        ActorRef ref{text_.mentions.actors[mention].span, mention, text_.links.actors[mention].actor};
        if (among(event.actors, ref)) continue;
        add_party(event.recipients, std::move(ref));
        used.push_back(head);
      }
      if (!event.recipients.empty()) return;
    }
  }
}

// Roles that the frame leaves open are taken from the deed in its complement: "agreed to send aid to Chad", "demanded that Israel withdraw".
void PartyRepair::fill_from_deed(Event& event, const FrameMatch& deed, std::vector<uint32_t>& used) const {
  if (!event.recipients.empty()) return;
  std::vector<ActorRef> others;
  if (event.type == "REQUEST") others = roles_.role(deed.frame->actors, deed.trigger, used);
  if (others.empty()) others = roles_.role(deed.frame->recipients, deed.trigger, used);
  for (ActorRef& ref : others) {
    if (!among(event.actors, ref)) add_party(event.recipients, std::move(ref));
  }
}

// Against whom a protest is, by what it is about: "marched over the failures of the government", "to demand reforms".
void PartyRepair::read_topic(Event& event, std::vector<uint32_t>& used) const {
  if (event.type != "PROTEST") return;
  const auto& tokens = text_.parse.tokens;
  std::vector<uint32_t> clauses(text_.parse.children(event.trigger).begin(), text_.parse.children(event.trigger).end());
  // "staged demonstrations to demand reforms": the clause may hang on the verb that carries the noun.
  if (const Token& noun = tokens[event.trigger]; noun.pos == "NOUN" && noun.dep == "dobj") {
    for (uint32_t beside : slots_.children_with(noun.head, {"advcl", "xcomp"})) {
      if (beside > event.trigger) clauses.push_back(beside);
    }
  }
  for (uint32_t child : clauses) {
    const Token& clause = tokens[child];
    bool about = clause.dep == "advcl" || clause.dep == "xcomp" || clause.dep == "acl" ||
                 (clause.dep == "prep" && (clause.lemma == "over" || clause.lemma == "against" || clause.lemma == "about" || clause.lemma == "at"));
    if (clause.dep == "dobj" && child > event.trigger) {
      // "held a rally to demand", "a strike over the bill"
      for (uint32_t inner : text_.parse.children(child)) about = about || tokens[inner].dep == "acl" || tokens[inner].dep == "relcl" || tokens[inner].lemma == "over" || tokens[inner].lemma == "against";
    }
    if (!about) continue;
    for (uint32_t i = std::max(clause.left_edge, event.trigger + 1); i <= clause.right_edge; ++i) {
      if (match_at_[i] >= 0 && event.cameo.size() == 3 && event.cameo != "140") {
        const std::string& demand = matches_[match_at_[i]].frame->cameo;
        if (demand.size() == 4 && demand.starts_with("104")) event.cameo += demand.back();
      }
    }
    for (uint32_t i = std::max(clause.left_edge, event.trigger + 1); i <= clause.right_edge && event.recipients.empty(); ++i) take_target(event, i, used);
  }
}

void PartyRepair::take_target(Event& event, uint32_t token, std::vector<uint32_t>& used) const {
  int32_t mention = text_.links.mention_of[token];
  if (mention < 0) return;
  const ActorLink& link = text_.links.actors[mention];
  const Token& word = text_.parse.tokens[token];
  if (!link.actor.coded() || word.dep == "amod" || word.dep == "compound" || word.dep == "nmod") return;
  bool power = link.is_person;
  for (std::string_view sector : {"GOV", "MIL", "COP", "LEG", "JUD", "PTY"}) power = power || (!link.actor.sectors.empty() && link.actor.sectors.front() == sector);
  bool owned = word.dep == "poss" && text_.links.mention_of[word.head] >= 0 && text_.links.actors[text_.links.mention_of[word.head]].actor.coded();
  if (!power || owned) return;
  ActorRef ref{text_.mentions.actors[mention].span, mention, link.actor};
  if (among(event.actors, ref)) return;
  event.recipients.push_back(std::move(ref));
  used.push_back(token);
}

// "threatened to strike unless Chad gives way": who is to heed the threat.
void PartyRepair::read_condition(Event& event, std::vector<uint32_t>& used) const {
  if (event.type != "THREATEN" || !event.recipients.empty()) return;
  const auto& tokens = text_.parse.tokens;
  for (uint32_t i = event.trigger + 1; i <= tokens[event.trigger].right_edge; ++i) {
    if (tokens[i].dep != "mark" || (tokens[i].lemma != "if" && tokens[i].lemma != "unless")) continue;
    for (uint32_t subject : slots_.fill(tokens[i].head, "subject")) {
      std::vector<ActorRef> parties;
      roles_.add_filler(parties, subject);
      for (ActorRef& ref : parties) {
        if (ref.mention >= 0 && !among(event.actors, ref)) add_party(event.recipients, std::move(ref));
      }
      if (!event.recipients.empty()) used.push_back(subject);
    }
    return;
  }
}

// Where people gather, or from where they go, at home says where it happened, not whom it was done to.
void PartyRepair::drop_own_ground(Event& event) {
  static constexpr std::string_view kWhere[] = {"PROTEST", "RETREAT", "MOBILIZE", "CONCEDE"};
  if (std::find(std::begin(kWhere), std::end(kWhere), event.type) == std::end(kWhere)) return;
  std::erase_if(event.recipients, [&](const ActorRef& ref) {
    return ref.actor.sectors.empty() && std::any_of(event.actors.begin(), event.actors.end(), [&](const ActorRef& actor) { return actor.actor.country == ref.actor.country; });
  });
}

// Places of datelines, what is to be founded, where something is at home and where goods come from: parties to no words.
void PartyRepair::drop_no_parties(Event& event) const {
  static constexpr std::string_view kWords[] = {"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "AGREE"};
  const bool is_word = std::find(std::begin(kWords), std::end(kWords), event.type) != std::end(kWords);
  std::erase_if(event.recipients, [&](const ActorRef& ref) {
    const std::optional<uint32_t> head = head_of(ref, event.sentence);
    if (!head) return false;
    if (is_in_dateline(*head)) return true;
    if (!is_word) return false;
    const Token& token = text_.parse.tokens[*head];
    if (token.dep == "dobj" && lexicon_.in_class("found_verb", text_.parse.tokens[token.head].lemma)) return true;
    return (is_where(*head) && shares_country({ref}, event.actors)) || is_origin_of_goods(*head);
  });
}

// "The president announced sanctions to force Iran": whoever acts against a state is not of it by guess.
void PartyRepair::drop_guessed_home(Event& event) const {
  if (event.type != "SANCTION" && event.type != "THREATEN" && event.type != "ACCUSE") return;
  for (ActorRef& actor : event.actors) {
    if (actor.mention < 0 || !text_.links.actors[actor.mention].country_guessed || actor.actor.sectors.empty() || actor.actor.sectors.front() != "GOV") continue;
    const bool faced = std::any_of(event.recipients.begin(), event.recipients.end(), [&](const ActorRef& ref) { return ref.actor.sectors.empty() && ref.actor.id == actor.actor.country; });
    if (faced) actor.actor.country.clear();
  }
}

std::optional<uint32_t> PartyRepair::head_of(const ActorRef& ref, uint32_t sentence) const {
  if (ref.mention >= 0) return text_.mentions.actors[ref.mention].head;
  const Sentence& bounds = text_.parse.sentences[sentence];
  for (uint32_t i = bounds.end_token; i-- > bounds.first_token;) {
    if (ref.span.contains(text_.parse.tokens[i].span)) return i;
  }
  return std::nullopt;
}

bool PartyRepair::is_in_dateline(uint32_t token) const {
  const Span span = text_.parse.tokens[token].span;
  return std::any_of(text_.document.sections.begin(), text_.document.sections.end(),
                     [&](const Section& section) { return section.kind == SectionKind::Dateline && section.span.contains(span); });
}

// "the unrest in Charlotte": a place that says where.
bool PartyRepair::is_where(uint32_t token) const {
  static constexpr std::string_view kWhere[] = {"in", "at", "near", "around", "outside", "across", "throughout"};
  const Token& word = text_.parse.tokens[token];
  return word.dep == "pobj" && word.pos == "PROPN" && std::find(std::begin(kWhere), std::end(kWhere), text_.parse.tokens[word.head].lemma) != std::end(kWhere);
}

// "tariffs on goods from China"; not "soldiers from Chad".
bool PartyRepair::is_origin_of_goods(uint32_t token) const {
  const auto& tokens = text_.parse.tokens;
  uint32_t first = token;
  while (tokens[first].dep == "conj" && tokens[first].head < first) first = tokens[first].head;
  if (tokens[first].dep != "pobj" || tokens[tokens[first].head].lemma != "from") return false;
  const uint32_t goods = tokens[tokens[first].head].head;
  return lexicon_.in_class("trade_goods", tokens[goods].lemma) || lexicon_.in_class("trade_flow", tokens[goods].lemma);
}

// Violence and protest without a named target are aimed at where they happen.
void PartyRepair::fill_from_location(Event& event, const Frame& frame, std::vector<uint32_t>& used) const {
  if (!event.recipients.empty() || event.actors.empty() || frame.reciprocal || (event.type != "ASSAULT" && event.type != "PROTEST")) return;
  for (std::string_view slot : {"in", "at", "near", "on", "around", "outside", "into"}) {
    for (uint32_t head : slots_.fill(event.trigger, slot)) {
      std::vector<ActorRef> places;
      roles_.add_filler(places, head);
      for (ActorRef& ref : places) {
        if (ref.actor.country.empty() || ref.actor.country.size() != 3) continue;
        if (ref.mention >= 0 && text_.links.actors[ref.mention].is_person) continue;
        ref.actor.sectors.clear();
        if (!among(event.actors, ref)) add_party(event.recipients, std::move(ref));
      }
      if (!event.recipients.empty()) used.push_back(head);
    }
    if (!event.recipients.empty()) return;
  }
}

// "said they would not meet the generals", "may cancel an exercise with Russia": who breaks it off, and with whom.
void PartyRepair::split_refusal(Event& event) const {
  std::vector<uint32_t> ignored;
  std::vector<ActorRef> own = roles_.role({{"subject"}}, event.trigger, ignored);
  for (ActorRef& ref : event.actors) {
    if (!among(own, ref)) add_party(event.recipients, std::move(ref));
  }
  event.actors = std::move(own);
}

// "In a call with the Peruvian president, Modi said": the clause's subject takes part.
void PartyRepair::join_talks(Event& event, const Frame& frame, std::vector<uint32_t>& used) const {
  const auto& tokens = text_.parse.tokens;
  const Token& noun = tokens[event.trigger];
  if (!frame.reciprocal || event.type != "CONSULT" || noun.pos != "NOUN" || noun.dep != "pobj" || event.actors.size() + event.recipients.size() != 1) return;
  const Token& preposition = tokens[noun.head];
  if ((preposition.lemma != "in" && preposition.lemma != "during" && preposition.lemma != "at") || !slots_.is_verb(preposition.head)) return;
  for (uint32_t subject : slots_.fill(preposition.head, "subject")) {
    roles_.add_filler(event.actors, subject);
    used.push_back(subject);
  }
}

// "killed themselves": nobody else.
bool PartyRepair::is_reflexive(uint32_t token) const {
  std::string_view word = text_.document.slice(text_.parse.tokens[token].span);
  return text_.parse.tokens[token].pos == "PRON" && (word.ends_with("self") || word.ends_with("selves"));
}

void PartyRepair::settle_roles(Event& event, const Frame& frame) const {
  bool reciprocal = frame.reciprocal && !event.refuses && (event.actors.size() > 1 || !event.recipients.empty());
  if (reciprocal) {
    for (ActorRef& ref : event.recipients) add_party(event.actors, std::move(ref));
    event.recipients.clear();
  }
  std::erase_if(event.recipients, [&](const ActorRef& ref) {
    return std::any_of(event.actors.begin(), event.actors.end(), [&](const ActorRef& other) {
      bool itself = other.actor.sectors.empty() && ref.actor.sectors.empty() && other.actor.country == ref.actor.country;
      return other.span == ref.span || itself || (event.actors.size() > 1 && same_party(other, ref));
    });
  });
}

}  // namespace casus
