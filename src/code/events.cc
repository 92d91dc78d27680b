// SPDX-License-Identifier: Apache-2.0
#include "code/events.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "code/frame_matcher.h"
#include "code/slots.h"

namespace casus {
namespace {

bool same_actor(const ActorRef& a, const ActorRef& b) {
  return a.span == b.span || (a.actor.country == b.actor.country && a.actor.sectors == b.actor.sectors && a.actor.name == b.actor.name);
}

class EventFinder {
 public:
  EventFinder(const Analysis& text, const FrameLexicon& lexicon)
      : text_(text), lexicon_(lexicon), slots_(text, lexicon), matcher_(text, lexicon, slots_), absorbed_(text.parse.tokens.size(), false) {}

  std::vector<Event> run() {
    std::vector<FrameMatch> matches;
    for (uint32_t i = 0; i < text_.parse.tokens.size(); ++i) {
      if (!may_carry_events(i)) continue;
      if (auto match = matcher_.match(i)) matches.push_back(std::move(*match));
    }
    for (const FrameMatch& match : matches) absorb(match);
    std::vector<Event> events;
    for (const FrameMatch& match : matches) {
      if (match.frame->type == "NONE" || absorbed_[match.trigger]) continue;
      Event event = build(match);
      if (!event.actors.empty() || !event.recipients.empty()) events.push_back(std::move(event));
    }
    return events;
  }

 private:
  // Literature, headings of the page and names yield no events.
  bool may_carry_events(uint32_t token) const {
    Span span = text_.parse.tokens[token].span;
    for (const Section& section : text_.document.sections) {
      if (!section.span.contains(span)) continue;
      if (section.kind == SectionKind::Scripture || section.kind == SectionKind::Byline || section.kind == SectionKind::Boilerplate ||
          section.kind == SectionKind::Dateline) return false;
    }
    int32_t entity = text_.parse.entity_of[token];
    return entity < 0 || text_.parse.tokens[token].pos != "PROPN";
  }

  // What a frame asked, promised or refused, and the nouns its conditions were about, is not coded again.
  void absorb(const FrameMatch& match) {
    for (uint32_t token : match.consumed) {
      if (token != match.trigger) absorbed_[token] = true;
    }
    if (!match.frame->absorbs) return;
    for (std::string_view slot : {"complement", "object", "for", "to", "of", "on"}) {
      for (uint32_t head : slots_.fill(match.trigger, slot)) {
        const Token& token = text_.parse.tokens[head];
        if (match.trigger >= token.left_edge && match.trigger <= token.right_edge) continue;
        for (uint32_t i = token.left_edge; i <= token.right_edge; ++i) absorbed_[i] = true;
      }
    }
  }

  void add_actor(std::vector<ActorRef>& refs, uint32_t token) const {
    int32_t mention = text_.links.mention_of[token];
    if (mention < 0) return;
    const ActorLink& link = text_.links.actors[mention];
    auto add = [&](const Actor& actor) {
      ActorRef ref{text_.mentions.actors[mention].span, mention, actor};
      if (std::none_of(refs.begin(), refs.end(), [&](const ActorRef& other) { return same_actor(other, ref) && other.actor.country == actor.country; })) {
        refs.push_back(std::move(ref));
      }
    };
    if (!link.members.empty()) {
      for (const Actor& member : link.members) add(member);
    } else if (link.actor.coded()) {
      add(link.actor);
    }
  }

  // Actors of a filler; where the phrase is no actor, the one it belongs to ("Russia's use of force").
  void add_filler(std::vector<ActorRef>& refs, uint32_t head) const {
    size_t before = refs.size();
    for (uint32_t token : slots_.with_conjuncts(head)) add_actor(refs, token);
    if (refs.size() > before) return;
    for (std::string_view slot : {"possessor", "compound", "of", "by"}) {
      for (uint32_t owner : slots_.fill(head, slot)) {
        for (uint32_t token : slots_.with_conjuncts(owner)) add_actor(refs, token);
      }
      if (refs.size() > before) return;
    }
  }

  std::vector<ActorRef> role(const std::vector<SlotGroup>& alternatives, uint32_t trigger, std::vector<uint32_t>& used) const {
    for (const SlotGroup& group : alternatives) {
      std::vector<ActorRef> refs;
      for (const std::string& slot : group) {
        for (uint32_t head : slots_.fill(trigger, slot)) {
          size_t before = refs.size();
          add_filler(refs, head);
          if (refs.size() > before) used.push_back(head);
        }
      }
      if (!refs.empty()) return refs;
    }
    return {};
  }

  Event build(const FrameMatch& match) const {
    const Frame& frame = *match.frame;
    Event event;
    event.type = frame.type;
    event.mode = frame.mode;
    TypeEntry entry = lexicon_.type_entry(frame.type, frame.mode);
    event.cameo = frame.cameo.empty() ? entry.cameo : frame.cameo;
    event.intensity = entry.score;
    event.quad = lexicon_.quad_of(event.cameo);
    event.contexts = lexicon_.contexts_of(event.cameo);
    event.trigger = match.trigger;
    event.sentence = text_.parse.tokens[match.trigger].sentence;
    event.rule = frame.where + " " + frame.trigger;
    std::vector<uint32_t> used = match.consumed;
    event.actors = role(frame.actors, match.trigger, used);
    event.recipients = role(frame.recipients, match.trigger, used);
    if (frame.reciprocal && (event.actors.size() > 1 || !event.recipients.empty())) {
      for (ActorRef& ref : event.recipients) {
        if (std::none_of(event.actors.begin(), event.actors.end(), [&](const ActorRef& other) { return same_actor(other, ref); })) event.actors.push_back(std::move(ref));
      }
      event.recipients.clear();
    }
    std::erase_if(event.recipients, [&](const ActorRef& ref) {
      return std::any_of(event.actors.begin(), event.actors.end(), [&](const ActorRef& other) { return other.span == ref.span; });
    });
    event.span = clause(match.trigger, used);
    event.id = content_id({text_.document.key, fmt::format("{}-{}", text_.parse.tokens[match.trigger].span.start, text_.parse.tokens[match.trigger].span.end), event.type});
    event.why.push_back(fmt::format("frame {} fired at \"{}\"", frame.where, text_.document.slice(text_.parse.tokens[match.trigger].span)));
    for (const std::string& loser : match.losers) event.why.push_back(loser);
    return event;
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
  std::vector<bool> absorbed_;
};

}  // namespace

std::vector<Event> find_events(const Analysis& text, const FrameLexicon& lexicon) { return EventFinder(text, lexicon).run(); }

}  // namespace casus
