// SPDX-License-Identifier: Apache-2.0
#include "code/event_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "code/clause_time.h"
#include "code/discourse.h"
#include "code/place_roles.h"

namespace casus {
namespace {

constexpr int kMaxSteps = 8;
// Up to where a dateline may begin, in bytes, and how long its name and what follows may be.
constexpr uint32_t kDatelineWithin = 400;
// How many sentences back the text is searched for the place that it is at.
constexpr uint32_t kBack = 4, kBackOfTalks = 2;

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class EventPlacer {
 public:
  EventPlacer(const Analysis& text, const Event& event, const PlaceWords& words)
      : text_(text), parse_(text.parse), event_(event), words_(words), uses_(place_uses(text, words)) {}

  std::optional<EventPlace> place(std::string& why) {
    const PlaceUse* use = nullptr;
    std::string basis = "clause";
    if ((use = in_clause())) why = fmt::format("in the clause: \"{}\"", slice(*use));
    else if (const Event* earlier = told_again()) {
      why = fmt::format("as told before of the same deed: \"{}\"", earlier->place->place.name);
      return EventPlace{earlier->place->place, "context"};
    } else if ((use = pointed_to())) basis = "context", why = fmt::format("\"there\" points to \"{}\"", slice(*use));
    else if ((use = in_sentence())) basis = "sentence", why = fmt::format("in the sentence: \"{}\"", slice(*use));
    else if ((use = told_before())) basis = "context", why = fmt::format("told before: \"{}\"", slice(*use));
    else if ((use = dateline())) basis = "dateline", why = fmt::format("dateline: \"{}\"", slice(*use));
    if (!use) {
      why = "no place is told";
      return std::nullopt;
    }
    EventPlace result{use->place, basis};
    choose_country(result.place);
    return result;
  }

 private:
  const Token& token(uint32_t i) const { return parse_.tokens[i]; }
  std::string_view slice(const PlaceUse& use) const { return text_.document.slice(use.span); }

  // Types that bring their actor to the place they go to, or away from the place they leave.
  bool goes_to() const { return one_of(event_.type, {"CONSULT", "AGREE", "AID", "MOBILIZE", "ASSAULT", "COOPERATE", "PROTEST"}); }
  bool leaves() const { return one_of(event_.type, {"RETREAT", "CONCEDE", "COERCE", "ASSAULT", "SANCTION"}); }
  // What is asked, promised, accused of happens elsewhere than the words.
  bool is_speech() const { return one_of(event_.type, {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE"}); }
  bool acts_on_ground() const { return one_of(event_.type, {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT", "AID"}); }

  bool is_participant(const PlaceUse& use) const {
    auto covers = [&](const ActorRef& ref) { return !ref.span.empty() && ref.span.overlaps(use.span) && ref.span.length() <= use.span.length() + 4; };
    return std::any_of(event_.actors.begin(), event_.actors.end(), covers);
  }

  bool fits(const PlaceUse& use) const {
    switch (use.role) {
      case PlaceRole::None: return false;
      case PlaceRole::At: return true;
      case PlaceRole::Target: return goes_to();
      case PlaceRole::Source: return leaves();
      case PlaceRole::Object: return acts_on_ground() || (event_.type == "CONSULT" && event_.mode == "visit");
    }
    return false;
  }

  // Steps from the trigger to the word that the place hangs on, without leaving what is told of the event; -1: another clause.
  int distance(const PlaceUse& use) const {
    if (token(use.governor).sentence != token(event_.trigger).sentence) return -1;
    // Down: the place hangs on the trigger or on one of its parts.
    uint32_t at = use.governor;
    for (int steps = 0; steps < kMaxSteps; ++steps) {
      if (at == event_.trigger) return steps;
      uint32_t head = token(at).head;
      if (head == at || crosses_clause(at)) break;
      at = head;
    }
    // Up: the event is a noun of that clause, or a clause that shares the place with the one above it.
    uint32_t from = event_.trigger;
    for (int steps = 1; steps <= kMaxSteps; ++steps) {
      uint32_t head = token(from).head;
      if (head == from || !shares_place(from)) return -1;
      from = head;
      if (from == use.governor) return is_own_of_conjunct(use, from) ? -1 : steps + 1;
    }
    return -1;
  }

  // A new clause begins at `at`, seen from its head: the places in it are its own, unless it tells the same thing on.
  bool crosses_clause(uint32_t at) const {
    const Token& word = token(at);
    if (word.dep == "conj") return is_verb_token(word);
    if (is_speech() && one_of(word.dep, {"pcomp", "xcomp", "acl", "advcl"})) return true;
    if (word.dep == "advcl") return !one_of(first_mark(at), {"when", "as", "while", "after", ""});
    return word.dep == "ccomp" || word.dep == "relcl" || word.dep == "parataxis";
  }

  std::string first_mark(uint32_t verb) const {
    for (uint32_t child : parse_.children(verb)) {
      if (child < verb && (token(child).dep == "mark" || token(child).dep == "advmod")) return lower_word(text_, child);
    }
    return "";
  }

  // The clause or noun at `at` happens where its head does.
  bool shares_place(uint32_t at) const {
    const Token& word = token(at);
    if (is_verb_token(word)) return one_of(word.dep, {"conj", "xcomp", "advcl", "acl", "pcomp"});
    return one_of(word.dep, {"dobj", "nsubj", "nsubjpass", "pobj", "prep", "attr", "conj", "compound", "agent", "oprd", "dative", "appos"});
  }

  // "flew to Moscow and met him in Kiev": a place behind the first verb is not the second one's if that has its own place.
  bool is_own_of_conjunct(const PlaceUse& use, uint32_t verb) const {
    return use.token > event_.trigger && use.token < verb;
  }

  const PlaceUse* in_clause() const {
    const PlaceUse* best = nullptr;
    int best_cost = 0;
    for (const PlaceUse& use : uses_) {
      if (!fits(use) || is_participant(use)) continue;
      int steps = distance(use);
      if (steps < 0) continue;
      int cost = steps * 4 + (use.role == PlaceRole::At ? 0 : use.role == PlaceRole::Object ? 2 : 3) + grain_cost(use);
      if (best && cost >= best_cost) continue;
      best = &use;
      best_cost = cost;
    }
    return best;
  }

  // "in Gori in Georgia": the finer.
  static int grain_cost(const PlaceUse& use) { return use.place.grain == PlaceGrain::Country ? 1 : 0; }

  // A word of the event has the same stem: "withdrawal" and "decision to withdraw".
  bool tells_of(const Event& event, std::string_view lemma) const {
    constexpr size_t kStem = 5;
    const Sentence& sentence = parse_.sentences[event.sentence];
    for (uint32_t i = sentence.first_token; i < sentence.end_token && lemma.size() >= kStem; ++i) {
      if (event.span.contains(token(i).span) && token(i).lemma.substr(0, kStem) == lemma.substr(0, kStem)) return true;
    }
    return false;
  }

  // "the withdrawal of forces" after "withdraw his forces from Afghanistan".
  const Event* told_again() const {
    const Token& trigger = token(event_.trigger);
    if (is_verb_token(trigger) || !is_definite(text_, event_.trigger)) return nullptr;
    for (auto earlier = text_.coding.events.rbegin(); earlier != text_.coding.events.rend(); ++earlier) {
      if (&*earlier == &event_ || earlier->trigger >= event_.trigger || !earlier->place) continue;
      if (tells_of(*earlier, trigger.lemma)) return &*earlier;
    }
    return nullptr;
  }

  // "abandoned their posts there", "in the town".
  const PlaceUse* pointed_to() const {
    const Sentence& sentence = parse_.sentences[token(event_.trigger).sentence];
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      bool is_there = words_.has("there", lower_word(text_, i)) && token(i).dep != "expl" && token(i).pos == "ADV";
      bool is_the_town = one_of(token(i).lemma, {"town", "city", "village", "capital", "country"}) && token(i).dep == "pobj" && i > 0 &&
                         one_of(lower_word(text_, i - 1), {"the", "our"}) && words_.has("at", lower_word(text_, token(i).head));
      // "the border", "this border clash": the border told of before.
      bool is_the_border = words_.has("border", token(i).lemma) && i >= token(event_.trigger).left_edge && i <= token(event_.trigger).right_edge;
      if (!is_there && !is_the_town && !is_the_border) continue;
      if (std::any_of(uses_.begin(), uses_.end(), [&](const PlaceUse& use) { return token(use.token).head == i; })) continue;
      bool wants_country = token(i).lemma == "country";
      for (auto use = uses_.rbegin(); use != uses_.rend(); ++use) {
        if (use->token >= i) continue;
        bool is_country = use->place.grain == PlaceGrain::Country;
        if (is_the_border) {
          if (use->place.geonameid == 0 && use->place.grain == PlaceGrain::Region && !use->place.countries.empty()) return &*use;
          continue;
        }
        if (is_there ? use->role != PlaceRole::None : is_country == wants_country) return &*use;
      }
    }
    return nullptr;
  }

  const PlaceUse* in_sentence() const {
    const PlaceUse* best = nullptr;
    for (const PlaceUse& use : uses_) {
      bool goes_on = fits(use) && use.token < event_.trigger && use.role == PlaceRole::Target;
      if ((use.role != PlaceRole::At && !goes_on) || token(use.token).sentence != token(event_.trigger).sentence || is_participant(use)) continue;
      if (!goes_on && is_speakers(use)) continue;
      auto gap = [&](const PlaceUse& other) { return std::abs(static_cast<int>(other.token) - static_cast<int>(event_.trigger)); };
      if (!best || gap(use) < gap(*best)) best = &use;
    }
    return best;
  }

  // "telephoned", "talked by video link": whoever talks so is in two places.
  bool is_remote() const {
    uint32_t verb = verb_or_trigger();
    for (uint32_t i : {event_.trigger, verb}) {
      for (uint32_t t = token(i).left_edge; t <= token(i).right_edge; ++t) {
        if (words_.has("remote", token(t).lemma)) return true;
      }
    }
    return false;
  }

  uint32_t verb_or_trigger() const {
    uint32_t verb = verb_above(parse_, event_.trigger);
    return verb < parse_.tokens.size() ? verb : event_.trigger;
  }

  // "officials in Kabul said", "the mission in Geneva reported": where somebody is who only speaks.
  bool is_speakers(const PlaceUse& use) const {
    if (is_verb_token(token(use.governor))) {
      for (uint32_t child : parse_.children(use.governor)) {
        if (token(child).dep == "ccomp") return true;
      }
      return false;
    }
    uint32_t at = use.governor;
    bool is_source = token(at).dep == "pobj" && one_of(lower_word(text_, token(at).head), {"to", "by", "from", "with"});
    return token(at).dep == "nsubj" || is_source;
  }

  // Where the text goes on from: the last place in the sentences before, in the same paragraph.
  const PlaceUse* told_before() const {
    // Talks and promises need not be where the text was before; what has a date of its own long ago neither.
    bool goes_on = continues_sentence_before(text_, is_verb_token(token(event_.trigger)) ? event_.trigger : verb_or_trigger());
    bool is_talk = event_.type == "CONSULT" || event_.type == "AGREE";
    if (is_remote() || (!acts_on_ground() && !is_talk)) return nullptr;
    if (is_history() && !goes_on) return nullptr;
    Span paragraph = paragraph_of(text_, event_.trigger);
    uint32_t sentence = token(event_.trigger).sentence;
    for (auto use = uses_.rbegin(); use != uses_.rend(); ++use) {
      uint32_t there = token(use->token).sentence;
      if (there >= sentence || sentence - there > kBack || (!paragraph.contains(use->span) && !has_known_party())) continue;
      bool is_place = use->role == PlaceRole::At || (use->role == PlaceRole::Object && use->place.grain != PlaceGrain::Country) ||
                      (use->role == PlaceRole::Target && use->place.grain == PlaceGrain::City);
      if (is_talk && !goes_on && (sentence - there > kBackOfTalks || !has_known_party() || use->place.grain != PlaceGrain::City)) continue;
      if (is_place && is_of_parties(use->place)) return &*use;
    }
    return nullptr;
  }

  bool has_known_party() const { return !is_of_parties(Place{}); }

  static bool is_in(const Actor& actor, const Place& place) {
    return actor.country == place.country || std::find(place.countries.begin(), place.countries.end(), actor.country) != place.countries.end();
  }

  static bool has_territory(const ActorRef& ref) {
    return !ref.actor.country.empty() && !one_of(ref.actor.country, {"UNO", "IGO", "NGO", "EUR", "IMG", "MNC"});
  }

  // The place is in a country of the event's parties, or those who act have none ("officers", "gunmen").
  bool is_of_parties(const Place& place) const {
    bool is_known = event_.actors.empty() && !event_.recipients.empty();
    for (const auto* side : {&event_.actors, &event_.recipients}) {
      for (const ActorRef& ref : *side) {
        if (has_territory(ref) && is_in(ref.actor, place)) return true;
        is_known = is_known || (side == &event_.actors && has_territory(ref));
      }
    }
    if (event_.actors.empty()) is_known = std::any_of(event_.recipients.begin(), event_.recipients.end(), has_territory);
    return !is_known;
  }

  // "MITROVICA - ", "Khartoum, 16 July 2019": at the head of the text, or of a part of it.
  bool is_dateline(const PlaceUse& use) const {
    for (const Section& section : text_.document.sections) {
      if (section.kind == SectionKind::Dateline && section.span.contains(use.span)) return true;
    }
    const std::string& body = text_.document.text;
    size_t line = body.rfind('\n', use.span.start);
    line = line == std::string::npos ? 0 : line + 1;
    if (use.span.start > kDatelineWithin + line || use.span.start - line > 2) return false;
    size_t end = body.find('\n', use.span.end);
    std::string_view rest = std::string_view(body).substr(use.span.end, std::min<size_t>(end == std::string::npos ? 60 : end - use.span.end, 60));
    bool is_capital = slice(use).size() > 2 && std::none_of(slice(use).begin(), slice(use).end(), [](char c) { return c >= 'a' && c <= 'z'; });
    bool has_dash = rest.find("- ") < 40 || rest.find("— ") < 40 || rest.find("– ") < 40;
    return use.span.start < 1200 && ((is_capital && has_dash) || (has_dash && rest.starts_with(" (")) || (has_dash && rest.starts_with(" -")) || rest.starts_with(" —") || rest.starts_with(" –"));
  }

  // What happened months before the text was written is not told from its dateline.
  bool is_history() const {
    constexpr auto kRecent = std::chrono::days(60);
    auto published = parse_iso_date(text_.document.published);
    return published && event_.date.span.last && *published - *event_.date.span.last > kRecent;
  }

  const PlaceUse* dateline() const {
    if ((!acts_on_ground() && event_.type != "CONSULT") || is_history()) return nullptr;
    const PlaceUse* found = nullptr;
    for (const PlaceUse& use : uses_) {
      if (use.span.start <= event_.span.start && is_dateline(use)) found = &use;
    }
    return found && is_of_parties(found->place) ? found : nullptr;
  }

  // Of a region across borders: the country of the side that is acted upon, or else of the one that acts.
  void choose_country(Place& place) const {
    if (!place.country.empty() || place.countries.empty()) return;
    for (const auto* side : {&event_.recipients, &event_.actors}) {
      for (const ActorRef& ref : *side) {
        if (std::find(place.countries.begin(), place.countries.end(), ref.actor.country) == place.countries.end()) continue;
        place.country = ref.actor.country;
        return;
      }
    }
    place.country = place.countries.front();
  }

  const Analysis& text_;
  const Parse& parse_;
  const Event& event_;
  const PlaceWords& words_;
  std::vector<PlaceUse> uses_;
};

}  // namespace

std::optional<EventPlace> place_of_event(const Analysis& text, const Event& event, const PlaceWords& words, std::string& why) {
  return EventPlacer(text, event, words).place(why);
}

}  // namespace casus
