// SPDX-License-Identifier: Apache-2.0
#include "code/events.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "code/composition.h"
#include "code/frame_matcher.h"
#include "code/merging.h"
#include "code/party_repair.h"
#include "code/mood.h"
#include "code/roles.h"
#include "code/slots.h"

namespace casus {
namespace {

constexpr int kChain = 8;  // of pronouns that stand for one another

class EventFinder {
 public:
  EventFinder(const Analysis& text, const FrameLexicon& lexicon)
      : text_(text), lexicon_(lexicon), slots_(text, lexicon), matcher_(text, lexicon, slots_), roles_(text, slots_),
        absorbed_(text.parse.tokens.size(), false), match_at_(text.parse.tokens.size(), -1),
        composition_(text, lexicon, slots_, matches_, match_at_), repair_(text, lexicon, slots_, roles_, matches_, match_at_) {}

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
      if (is_done_to_oneself(event) || is_trip_at_home(event, match, composed) || is_said_by_thing(event) || is_without_other_side(event) || is_toll_of_disaster(event)) continue;
      repair_.take_from_earlier(event, events);
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
    const auto& mentions = text_.mentions.actors;
    // "raised questions about his microphone"
    const Actor &doer = event.actors.front().actor, &other = event.recipients.front().actor;
    bool is_person = text_.links.actors[by].is_person;
    if (is_person && !doer.id.empty() && doer.id == other.id) return true;
    if (mentions[to].kind != MentionKind::Pronoun || text_.links.actors[to].antecedent < 0 || first_mention(by) != first_mention(to)) return false;
    return is_person || mentions[by].kind == MentionKind::Pronoun;
  }

  int32_t first_mention(int32_t mention) const {
    for (int steps = 0; steps < kChain && text_.links.actors[mention].antecedent >= 0; ++steps) mention = text_.links.actors[mention].antecedent;
    return mention;
  }

  // "toured the coal fields of the state": places at home are no hosts.
  bool is_trip_at_home(const Event& event, const FrameMatch& match, const Composed& composed) const {
    bool visit = match.frame->mode == "visit" || (composed.deed && composed.deed->frame->mode == "visit");
    if (!visit || event.actors.empty() || event.recipients.empty()) return false;
    const std::string& home = event.actors.front().actor.country;
    auto at_home = [&](const ActorRef& ref) { return ref.actor.country == home; };
    auto is_place = [&](const ActorRef& ref) { return at_home(ref) && !(ref.mention >= 0 && text_.links.actors[ref.mention].is_person); };
    return !home.empty() && std::all_of(event.actors.begin(), event.actors.end(), at_home) && std::all_of(event.recipients.begin(), event.recipients.end(), is_place);
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

  // "Dozens of villagers were injured", in a text on an earthquake: nobody did it.
  bool is_toll_of_disaster(const Event& event) const {
    if (event.type != "ASSAULT" || !event.mode.empty() || !event.actors.empty()) return false;
    return lexicon_.in_class("casualty_verb", text_.parse.tokens[event.trigger].lemma) && tells_of_disaster();
  }

  // Disasters are spoken of repeatedly, and oftener than violence.
  bool tells_of_disaster() const {
    int disasters = 0, violence = 0;
    for (const Token& token : text_.parse.tokens) {
      if (token.pos != "NOUN" && token.pos != "PROPN") continue;
      disasters += lexicon_.in_class("toll_cause", token.lemma);
      violence += lexicon_.in_class("violent_event", token.lemma);
    }
    return disasters >= 2 && disasters > violence;
  }

  Event build(const FrameMatch& match, const Composed& composed) const {
    const Frame& frame = *match.frame;
    const Ontology& ontology = lexicon_.ontology();
    Event event;
    event.trigger = match.trigger;
    event.sentence = text_.parse.tokens[match.trigger].sentence;
    event.rule = frame.rule();
    event.specificity = frame.specificity();
    event.type = composed.code.type;
    event.mode = composed.code.mode;
    event.refuses = composed.refuses || composed.ends;
    std::vector<uint32_t> used = match.consumed;
    event.actors = roles_.role(frame.actors, match.trigger, used);
    event.recipients = roles_.role(frame.recipients, match.trigger, used);
    // Of what a publisher without a code does, its words to others are told.
    const bool is_word = event.type == "REQUEST" || event.type == "REJECT" || event.type == "ACCUSE" || event.type == "THREATEN" || event.type == "AGREE" || event.type == "SUPPORT";
    if (event.actors.empty() && is_word && !event.recipients.empty()) event.actors = roles_.own_voice(frame.actors, match.trigger, used);
    // Whoever is killed, seized or freed is a party, however private.
    if (event.recipients.empty() && (event.type == "ASSAULT" || event.type == "COERCE" || event.type == "RETREAT")) {
      event.recipients = roles_.persons(frame.recipients, match.trigger, used);
    }
    repair_.settle(event, match, composed, used);
    event.cameo = composed.code.cameo;
    for (const ActorRef& ref : event.actors) {
      // Of several sides an army or a state counts, whoever stands first.
      bool state = ref.actor.sectors.empty() || ref.actor.sectors.front() == "MIL";
      if (event.cameo == composed.code.cameo && (state || &ref == &event.actors.front())) event.cameo = ontology.by_actor(composed.code.cameo, ref.actor);
    }
    repair_.complete(event, frame, used);
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
  PartyRepair repair_;
};

}  // namespace

std::vector<Event> find_events(const Analysis& text, const FrameLexicon& lexicon) { return EventFinder(text, lexicon).run(); }

}  // namespace casus
