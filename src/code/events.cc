// SPDX-License-Identifier: Apache-2.0
#include "code/events.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "code/composition.h"
#include "code/frame_matcher.h"
#include "code/merging.h"
#include "code/mood.h"
#include "code/roles.h"
#include "code/slots.h"

namespace casus {
namespace {

class EventFinder {
 public:
  EventFinder(const Analysis& text, const FrameLexicon& lexicon)
      : text_(text), lexicon_(lexicon), slots_(text, lexicon), matcher_(text, lexicon, slots_), roles_(text, slots_),
        absorbed_(text.parse.tokens.size(), false), match_at_(text.parse.tokens.size(), -1),
        composition_(text, lexicon, slots_, matches_, match_at_) {}

  std::vector<Event> run() {
    for (uint32_t i = 0; i < text_.parse.tokens.size(); ++i) {
      if (!may_carry_events(i)) continue;
      auto match = matcher_.match(i);
      if (!match) continue;
      match_at_[i] = static_cast<int32_t>(matches_.size());
      matches_.push_back(std::move(*match));
    }
    for (const FrameMatch& match : matches_) absorb(match);
    std::vector<Event> events;
    for (const FrameMatch& match : matches_) {
      if (match.frame->type == "NONE" || absorbed_[match.trigger] || is_purpose(match.trigger) || is_match_report(match.trigger)) continue;
      if (!why_untold(text_, lexicon_, slots_, match.trigger, match.frame->type).empty()) continue;
      Composed composed = composition_.code_of(match);
      if (composed.code.type == "NONE") continue;
      Event event = build(match, composed);
      // "a report submitted to the minister": a participle behind a noun describes it, unless it says who did it.
      if (text_.parse.tokens[match.trigger].dep == "acl" && event.actors.empty() && event.quad <= 3) continue;
      if (is_done_to_oneself(event) || is_said_by_thing(event) || is_without_other_side(event)) continue;
      share_recipients(event, events);
      if (event.actors.empty() && event.recipients.empty()) refer_back(event, events);
      if (event.actors.empty() && event.recipients.empty()) continue;
      if (lexicon_.party_kinds().has_needed(text_, event)) events.push_back(std::move(event));
    }
    merge_events(text_, lexicon_, events);
    return events;
  }

 private:
  // Literature, headings of the page, names and mere attributes ("armed men") yield no events.
  bool may_carry_events(uint32_t token) const {
    const Token& word = text_.parse.tokens[token];
    if (word.pos == "PUNCT" || word.pos == "DET" || word.pos == "ADP" || word.pos == "SPACE") return false;
    if (word.pos == "VERB" && (word.dep == "amod" || word.dep == "compound") && !slots_.is_finite_modifier(token)) return false;
    for (const Section& section : text_.document.sections) {
      if (section.kind != SectionKind::Scripture && section.kind != SectionKind::Byline && section.kind != SectionKind::Boilerplate &&
          section.kind != SectionKind::Dateline) continue;
      if (section.span.contains(word.span)) return false;
    }
    int32_t entity = text_.parse.entity_of[token];
    return entity < 0 || word.pos != "PROPN";
  }

  // What a frame asked, promised or refused, and the nouns its conditions were about, is not coded again.
  void absorb(const FrameMatch& match) {
    for (uint32_t token : match.consumed) {
      // What somebody is accused of is a deed of its own, claimed by the accuser.
      bool accused_deed = match.frame->accuses && match_at_[token] >= 0 && text_.parse.tokens[token].pos == "VERB" &&
                          !lexicon_.in_class("accused_in_general", text_.parse.tokens[token].lemma);
      if (token != match.trigger && !accused_deed) absorbed_[token] = true;
    }
    if (!match.frame->absorbs) return;
    for (std::string_view slot : {"complement", "object", "for", "to", "of", "on"}) {
      // The object of a noun is who undergoes it ("the verdict drew protests"), which is another deed.
      if (slot == "object" && match.frame->category == FrameCategory::Noun) continue;
      for (uint32_t head : slots_.fill(match.trigger, slot)) {
        const Token& token = text_.parse.tokens[head];
        if (match.trigger >= token.left_edge && match.trigger <= token.right_edge) continue;
        for (uint32_t i = token.left_edge; i <= token.right_edge; ++i) absorbed_[i] = true;
      }
    }
  }

  // An infinitive below another event says what that was for, not what happened: "an agreement to expand trade", "met to sign".
  bool is_purpose(uint32_t trigger) const {
    const auto& tokens = text_.parse.tokens;
    const Token& token = tokens[trigger];
    // "a meeting aimed at restoring ties"
    if (token.dep == "pcomp" && tokens[token.head].lemma == "at" && tokens[tokens[token.head].head].lemma == "aim") return true;
    if (token.tag != "VB" || (token.dep != "acl" && token.dep != "advcl")) return false;
    bool infinitive = false;
    for (uint32_t child : text_.parse.children(trigger)) infinitive = infinitive || (tokens[child].dep == "aux" && tokens[child].tag == "TO");
    return infinitive && match_at_[token.head] >= 0 && matches_[match_at_[token.head]].frame->type != "NONE";
  }

  // A score beside the verb ("beat the leaders, 3-1"), or a verb that carries on from another one read as sport or the like.
  bool is_match_report(uint32_t trigger) const {
    const auto& tokens = text_.parse.tokens;
    std::string_view type = matches_[match_at_[trigger]].frame->type;
    if (type != "ASSAULT" && type != "COERCE" && type != "RETREAT" && type != "MOBILIZE") return false;
    const Token& token = tokens[trigger];
    if (token.dep == "conj" && match_at_[token.head] >= 0 && tokens[token.head].pos == "VERB" && matches_[match_at_[token.head]].frame->type == "NONE") return true;
    for (uint32_t i = token.left_edge; i + 2 <= token.right_edge; ++i) {
      if (is_score(i) && (tokens[i].head == trigger || tokens[tokens[i].head].head == trigger)) return true;
    }
    return false;
  }

  // "3-1": two numbers of one or two digits, joined by a hyphen or dash without blanks.
  bool is_score(uint32_t first) const {
    auto goals = [&](uint32_t i) { return text_.parse.tokens[i].pos == "NUM" && text_.parse.tokens[i].span.length() <= 2; };
    const Token& dash = text_.parse.tokens[first + 1];
    std::string_view mark = text_.document.slice(dash.span);
    return goals(first) && goals(first + 2) && (mark == "-" || mark == "–") && !text_.parse.tokens[first].space_after && !dash.space_after;
  }

  // Both sides are pronouns for one and the same party, which stands for somebody the text does not name.
  bool is_done_to_oneself(const Event& event) const {
    if (event.actors.size() != 1 || event.recipients.size() != 1) return false;
    int32_t by = event.actors.front().mention, to = event.recipients.front().mention;
    if (by < 0 || to < 0) return false;
    // "raised questions about his microphone"
    const Actor &doer = event.actors.front().actor, &other = event.recipients.front().actor;
    if (!doer.id.empty() && doer.id == other.id && text_.links.actors[by].is_person) return true;
    const auto& mentions = text_.mentions.actors;
    const auto& links = text_.links.actors;
    return mentions[by].kind == MentionKind::Pronoun && mentions[to].kind == MentionKind::Pronoun && links[by].antecedent >= 0 &&
           links[by].antecedent == links[to].antecedent;
  }

  // "The deal would release executives", "the spate of shootings demands": what things do is no act of words between parties.
  bool is_said_by_thing(const Event& event) const {
    static constexpr std::string_view kWords[] = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN"};
    if (!event.actors.empty() || event.recipients.empty() || std::find(std::begin(kWords), std::end(kWords), event.type) == std::end(kWords)) return false;
    if (!slots_.is_verb(event.trigger) || slots_.is_passive(event.trigger)) return false;
    std::vector<uint32_t> subjects = slots_.children_with(event.trigger, {"nsubj"});
    if (subjects.empty() || text_.parse.tokens[subjects.front()].pos != "NOUN") return false;
    // "went on trial": the subject undergoes it.
    int32_t mention = text_.links.mention_of[subjects.front()];
    for (const ActorRef& ref : event.recipients) {
      if (mention >= 0 && ref.mention == mention) return false;
    }
    return !lexicon_.in_class("says_in_writing", text_.parse.tokens[subjects.front()].lemma);
  }

  // "backed the idea", "his meetings", "his client was ready to appear": support of nobody, talks of one person, readiness for no cooperation.
  bool is_without_other_side(const Event& event) const {
    if (!event.recipients.empty() || event.actors.size() != 1 || event.actors.front().mention < 0) return false;
    const ActorLink& link = text_.links.actors[event.actors.front().mention];
    if (!link.is_person || link.is_plural) return false;
    if (event.type == "AGREE" && event.cameo == "030" && text_.parse.tokens[event.trigger].pos == "ADJ") return true;
    return (event.type == "SUPPORT" && event.cameo != "057") || (event.type == "CONSULT" && event.mode != "visit" && text_.parse.tokens[event.trigger].pos == "NOUN");
  }

  // "condemned Chad and threatened to impose sanctions": against the same party.
  void share_recipients(Event& event, const std::vector<Event>& before) const {
    const Token& trigger = text_.parse.tokens[event.trigger];
    if (!event.recipients.empty() || (event.type != "THREATEN" && event.type != "SANCTION") || trigger.dep != "conj" || !slots_.is_verb(event.trigger)) return;
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

  static bool among(const std::vector<ActorRef>& refs, const ActorRef& ref) {
    return std::any_of(refs.begin(), refs.end(), [&](const ActorRef& other) { return same_party(other, ref); });
  }

  // Roles that the frame leaves open are taken from the deed in its complement: "agreed to send aid to Chad", "demanded that Israel withdraw".
  void fill_from_deed(Event& event, const FrameMatch& deed, std::vector<uint32_t>& used) const {
    if (!event.recipients.empty()) return;
    std::vector<ActorRef> others;
    if (event.type == "REQUEST") others = roles_.role(deed.frame->actors, deed.trigger, used);
    if (others.empty()) others = roles_.role(deed.frame->recipients, deed.trigger, used);
    for (ActorRef& ref : others) {
      if (!among(event.actors, ref)) add_party(event.recipients, std::move(ref));
    }
  }

  // Against whom a protest is, by what it is about: "marched over the failures of the government", "to demand reforms".
  void read_topic(Event& event, std::vector<uint32_t>& used) const {
    if (event.type != "PROTEST") return;
    const auto& tokens = text_.parse.tokens;
    for (uint32_t child : text_.parse.children(event.trigger)) {
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

  void take_target(Event& event, uint32_t token, std::vector<uint32_t>& used) const {
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

  // "the attack", "that meeting": the last event of this type in an earlier sentence.
  void refer_back(Event& event, const std::vector<Event>& before) const {
    const auto& tokens = text_.parse.tokens;
    if (tokens[event.trigger].pos != "NOUN") return;
    bool definite = false;
    for (uint32_t child : text_.parse.children(event.trigger)) {
      std::string_view lemma = tokens[child].lemma;
      definite = definite || (child < event.trigger && (lemma == "the" || lemma == "this" || lemma == "that" || lemma == "these" || lemma == "such"));
    }
    if (!definite) return;
    for (auto earlier = before.rbegin(); earlier != before.rend(); ++earlier) {
      if (earlier->type != event.type || earlier->sentence == event.sentence) continue;
      event.actors = earlier->actors;
      event.recipients = earlier->recipients;
      event.why.push_back(fmt::format("refers to the event at \"{}\"", text_.document.slice(tokens[earlier->trigger].span)));
      return;
    }
  }

  // "threatened to strike unless Chad gives way": who is to heed the threat.
  void read_condition(Event& event, std::vector<uint32_t>& used) const {
    if (event.type != "THREATEN" || !event.recipients.empty()) return;
    const auto& tokens = text_.parse.tokens;
    for (uint32_t i = event.trigger + 1; i <= tokens[event.trigger].right_edge; ++i) {
      if (tokens[i].dep != "mark" || (tokens[i].lemma != "if" && tokens[i].lemma != "unless")) continue;
      for (uint32_t subject : slots_.fill(tokens[i].head, slots_.is_passive(tokens[i].head) ? "object" : "subject")) {
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
  static void drop_own_ground(Event& event) {
    if (event.type != "PROTEST" && event.type != "RETREAT" && event.type != "MOBILIZE") return;
    std::erase_if(event.recipients, [&](const ActorRef& ref) {
      return ref.actor.sectors.empty() && std::any_of(event.actors.begin(), event.actors.end(), [&](const ActorRef& actor) { return actor.actor.country == ref.actor.country; });
    });
  }

  // Violence and protest without a named target are aimed at where they happen.
  void fill_from_location(Event& event, const Frame& frame, std::vector<uint32_t>& used) const {
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

  // "said they would not meet the generals": who refuses, and whom.
  void split_refusal(Event& event) const {
    std::vector<uint32_t> ignored;
    std::vector<ActorRef> own = roles_.role({{"subject"}}, event.trigger, ignored);
    for (ActorRef& ref : event.actors) {
      if (!among(own, ref)) add_party(event.recipients, std::move(ref));
    }
    event.actors = std::move(own);
  }

  // "In a call with the Peruvian president, Modi said": the clause's subject takes part.
  void join_talks(Event& event, const Frame& frame, std::vector<uint32_t>& used) const {
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
  bool is_reflexive(uint32_t token) const {
    std::string_view word = text_.document.slice(text_.parse.tokens[token].span);
    return text_.parse.tokens[token].pos == "PRON" && (word.ends_with("self") || word.ends_with("selves"));
  }

  void settle_roles(Event& event, const Frame& frame) const {
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

  Event build(const FrameMatch& match, const Composed& composed) const {
    const Frame& frame = *match.frame;
    const Ontology& ontology = lexicon_.ontology();
    Event event;
    event.trigger = match.trigger;
    event.sentence = text_.parse.tokens[match.trigger].sentence;
    event.rule = frame.where + " " + frame.trigger;
    event.specificity = frame.specificity();
    event.type = composed.code.type;
    event.mode = composed.code.mode;
    event.refuses = composed.refuses;
    std::vector<uint32_t> used = match.consumed;
    event.actors = roles_.role(frame.actors, match.trigger, used);
    event.recipients = roles_.role(frame.recipients, match.trigger, used);
    std::erase_if(event.recipients, [&](const ActorRef& ref) { return ref.mention >= 0 && is_reflexive(text_.mentions.actors[ref.mention].head); });
    if (composed.refuses && frame.reciprocal) split_refusal(event);
    else join_talks(event, frame, used);
    settle_roles(event, frame);
    if (composed.deed) fill_from_deed(event, *composed.deed, used);
    event.cameo = composed.code.cameo;
    for (const ActorRef& ref : event.actors) {
      // Of several sides an army or a state counts, whoever stands first.
      bool state = ref.actor.sectors.empty() || ref.actor.sectors.front() == "MIL";
      if (event.cameo == composed.code.cameo && (state || &ref == &event.actors.front())) event.cameo = ontology.by_actor(composed.code.cameo, ref.actor);
    }
    read_topic(event, used);
    read_condition(event, used);
    fill_from_location(event, frame, used);
    drop_own_ground(event);
    event.intensity = ontology.type_entry(event.type, event.mode).score;
    event.quad = Ontology::quad_of(event.cameo);
    event.contexts = ontology.contexts_of(event.cameo);
    event.span = clause(match.trigger, used);
    event.id = content_id({text_.document.key, fmt::format("{}-{}", text_.parse.tokens[match.trigger].span.start, text_.parse.tokens[match.trigger].span.end), event.type});
    explain(event, match, composed);
    return event;
  }

  void explain(Event& event, const FrameMatch& match, const Composed& composed) const {
    event.why.push_back(fmt::format("frame {} fired at \"{}\"", match.frame->where, text_.document.slice(text_.parse.tokens[match.trigger].span)));
    if (!composed.why.empty()) event.why.push_back(composed.why);
    for (const FrameMatch::Loser& loser : match.losers) event.why.push_back(fmt::format("{} lost: {} did not hold", loser.frame->where, loser.failed->slot));
  }

  // From the first to the last word of the trigger, its auxiliaries and the fillers of its roles.
  Span clause(uint32_t trigger, const std::vector<uint32_t>& used) const {
    const auto& tokens = text_.parse.tokens;
    uint32_t first = trigger, last = trigger;
    auto take = [&](uint32_t from, uint32_t to) {
      if (tokens[from].sentence != tokens[trigger].sentence || tokens[to].sentence != tokens[trigger].sentence) return;
      first = std::min(first, from);
      last = std::max(last, to);
    };
    for (uint32_t child : text_.parse.children(trigger)) {
      std::string_view dep = tokens[child].dep;
      if (dep == "aux" || dep == "auxpass" || dep == "neg" || dep == "prt" || dep == "det") take(child, child);
      if (dep == "dobj" || dep == "prep" || dep == "nsubj" || dep == "nsubjpass" || dep == "agent" || dep == "npadvmod" || dep == "compound" || dep == "amod" || dep == "poss") {
        bool has_clause = tokens[child].right_edge - tokens[child].left_edge > 14;
        if (has_clause) take(child, child);
        else take(tokens[child].left_edge, tokens[child].right_edge);
      }
    }
    for (uint32_t head : used) {
      int32_t mention = text_.links.mention_of[head];
      if (mention >= 0) take(text_.mentions.actors[mention].first_token, text_.mentions.actors[mention].end_token - 1);
      else take(head, head);
    }
    return {tokens[first].span.start, tokens[last].span.end};
  }

  const Analysis& text_;
  const FrameLexicon& lexicon_;
  Slots slots_;
  FrameMatcher matcher_;
  RoleFiller roles_;
  std::vector<bool> absorbed_;
  std::vector<FrameMatch> matches_;
  std::vector<int32_t> match_at_;
  Composition composition_;
};

}  // namespace

std::vector<Event> find_events(const Analysis& text, const FrameLexicon& lexicon) { return EventFinder(text, lexicon).run(); }

}  // namespace casus
