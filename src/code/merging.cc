// SPDX-License-Identifier: Apache-2.0
#include "code/merging.h"

#include <fmt/format.h>

#include <algorithm>

#include "code/roles.h"

namespace casus {
namespace {

bool among(const std::vector<ActorRef>& refs, const ActorRef& ref) {
  return std::any_of(refs.begin(), refs.end(), [&](const ActorRef& other) { return same_party(other, ref); });
}

class Merger {
 public:
  Merger(const Analysis& text, const FrameLexicon& lexicon, std::vector<Event>& events) : text_(text), lexicon_(lexicon), events_(events) {}

  void run() {
    std::vector<bool> dropped(events_.size(), false);
    for (size_t b = 0; b < events_.size(); ++b) {
      for (size_t a = 0; a < events_.size() && !dropped[b]; ++a) {
        if (a == b || dropped[a] || events_[a].sentence != events_[b].sentence) continue;
        if (is_casualty_of(events_[a], events_[b])) {
          join(events_[a], events_[b], "casualties of the same attack");
          dropped[b] = true;
        } else if (is_topic_of(events_[a], events_[b])) {
          take_topic(events_[a], events_[b]);
          dropped[b] = true;
        } else if (retells(events_[a], events_[b])) {
          join(events_[a], events_[b], "the same deed");
          dropped[b] = true;
        }
      }
    }
    size_t kept = 0;
    for (size_t i = 0; i < events_.size(); ++i) {
      if (dropped[i]) continue;
      if (kept != i) events_[kept] = std::move(events_[i]);
      ++kept;
    }
    events_.resize(kept);
  }

 private:
  const Token& token(uint32_t i) const { return text_.parse.tokens[i]; }
  bool is_casualty(const Event& event) const { return event.type == "ASSAULT" && lexicon_.in_class("casualty_verb", token(event.trigger).lemma); }

  // Whether `below` hangs on `above` through dependent clauses, with at most `most` verbs or nouns between.
  bool hangs_on(uint32_t below, uint32_t above, bool coordinated) const {
    // "rioted, burning cars and smashing windows"
    const Token& first = token(below);
    if (!coordinated && first.dep == "conj" && first.tag == "VBG" && first.head != above) below = first.head;
    for (int steps = 0; steps < 4; ++steps) {
      const Token& word = token(below);
      if (word.head == below) return false;
      bool clause = word.dep == "advcl" || word.dep == "xcomp" || word.dep == "acl" || word.dep == "prep" || word.dep == "pobj" || word.dep == "pcomp" ||
                    word.dep == "relcl" || word.dep == "dep" || word.dep == "dobj" || (coordinated && word.dep == "conj");
      if (!clause) return false;
      below = word.head;
      if (below == above) return true;
    }
    return false;
  }

  // b counts the dead of a: "shelled the town, killing six", "the bombing killed six", "killed six in an attack".
  bool is_casualty_of(const Event& a, const Event& b) const {
    if (a.type != "ASSAULT" || !is_casualty(b) || a.trigger == b.trigger) return false;
    if (is_casualty(a)) return hangs_on(b.trigger, a.trigger, true) && compatible(a, b) && a.recipients.empty() == b.recipients.empty();
    bool subject = token(a.trigger).head == b.trigger && (token(a.trigger).dep == "nsubj");
    // "a car bomb set off by rebels wounded six"
    const Token& above = token(token(a.trigger).head);
    subject = subject || (token(a.trigger).dep == "acl" && above.dep == "nsubj" && above.head == b.trigger);
    bool agent = token(a.trigger).dep == "pobj" && token(token(a.trigger).head).head == b.trigger;
    return (subject || agent || hangs_on(b.trigger, a.trigger, true)) && compatible(a, b);
  }

  static bool compatible(const Event& a, const Event& b) {
    if (a.actors.empty() || b.actors.empty()) return true;
    // "A Russian warship" may stand as Russian alone.
    return std::any_of(b.actors.begin(), b.actors.end(), [&](const ActorRef& ref) {
      return among(a.actors, ref) || among(a.recipients, ref) || (ref.actor.sectors.empty() && shares_country({ref}, a.actors));
    });
  }

  // "staged demonstrations to demand reforms", "voiced protests, urging": the clause hangs on the verb that carries the noun.
  bool beside_light_verb(uint32_t noun, uint32_t below) const {
    const Token& word = token(noun);
    return word.pos == "NOUN" && word.dep == "dobj" && below > noun && hangs_on(below, word.head, false);
  }

  // What a protest is about is not coded again.
  bool is_topic_of(const Event& a, const Event& b) const {
    return a.type == "PROTEST" && (b.type == "REQUEST" || b.type == "ACCUSE" || b.type == "REJECT" || (b.type == "PROTEST" && b.trigger != a.trigger)) &&
           (hangs_on(b.trigger, a.trigger, false) || beside_light_verb(a.trigger, b.trigger)) && (b.actors.empty() || compatible(a, b));
  }

  // The same type with no party of its own in a clause below.
  bool retells(const Event& a, const Event& b) const {
    if (a.type != b.type || (!b.mode.empty() && b.mode != a.mode) || !hangs_on(b.trigger, a.trigger, false)) return false;
    auto of_country = [](const std::vector<ActorRef>& refs, const ActorRef& ref) {
      return std::any_of(refs.begin(), refs.end(), [&](const ActorRef& other) { return other.actor.country == ref.actor.country; });
    };
    auto known = [&](const ActorRef& ref) { return of_country(a.actors, ref) || of_country(a.recipients, ref); };
    return std::all_of(b.actors.begin(), b.actors.end(), known) && std::all_of(b.recipients.begin(), b.recipients.end(), known);
  }

  void join(Event& a, Event& b, const char* reason) {
    if (a.actors.empty()) {
      for (ActorRef& ref : b.actors) {
        if (!among(a.recipients, ref)) a.actors.push_back(std::move(ref));
      }
    }
    bool named = std::any_of(a.recipients.begin(), a.recipients.end(), [](const ActorRef& ref) { return !ref.actor.sectors.empty(); });
    if (a.recipients.empty() || (is_casualty(b) && !named && !b.recipients.empty())) {
      a.recipients.clear();
      for (ActorRef& ref : b.recipients) {
        if (!among(a.actors, ref)) a.recipients.push_back(std::move(ref));
      }
    }
    if (b.cameo.size() > a.cameo.size() && b.cameo.starts_with(a.cameo)) {
      a.cameo = b.cameo;
      a.mode = b.mode;
    }
    a.span = {std::min(a.span.start, b.span.start), std::max(a.span.end, b.span.end)};
    a.why.push_back(fmt::format("{}: {} {} ({})", reason, b.type, b.cameo, b.rule));
  }

  // CAMEO's fourth digit of a protest: leadership, policy, rights, regime, as in the demand.
  void take_topic(Event& a, Event& b) {
    if (a.recipients.empty()) {
      for (ActorRef& ref : b.recipients) {
        if (!among(a.actors, ref)) a.recipients.push_back(std::move(ref));
      }
    }
    bool digit = a.cameo.size() == 3 && a.cameo != "140" && b.cameo.size() == 4 && b.cameo.starts_with("104");
    if (digit) a.cameo += b.cameo.back();
    a.span = {std::min(a.span.start, b.span.start), std::max(a.span.end, b.span.end)};
    a.why.push_back(fmt::format("topic of the protest: {} {} ({})", b.type, b.cameo, b.rule));
  }

  const Analysis& text_;
  const FrameLexicon& lexicon_;
  std::vector<Event>& events_;
};

}  // namespace

void merge_events(const Analysis& text, const FrameLexicon& lexicon, std::vector<Event>& events) {
  if (events.size() > 1) Merger(text, lexicon, events).run();
}

}  // namespace casus
