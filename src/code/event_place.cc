// SPDX-License-Identifier: Apache-2.0
#include "code/event_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "code/clause_place.h"
#include "code/clause_time.h"
#include "code/discourse.h"

namespace casus {
namespace {

// Up to where a dateline may begin, in bytes; how far behind its line it speaks for an event, in sentences.
constexpr uint32_t kDatelineWithin = 400, kDatelineSpeaksFor = 3;
// How many sentences back the text is searched for the place that it is at.
constexpr int kMaxClimbs = 8;
constexpr uint32_t kBack = 3, kBackOfTalks = 1, kBackOverParagraphs = 2;
// How far from the date of publication a dated deed may be that the dateline still speaks for.
constexpr auto kSameNews = std::chrono::days(7);
// What happened longer before the text was written is not told from where the text is.
constexpr auto kRecent = std::chrono::days(60);

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "MITROVICA - ", "Khartoum, 16 July 2019": at the head of the text, or of a part of it.
bool is_dateline(const Analysis& text, const PlaceUse& use) {
  const std::string_view name = text.document.slice(use.span);
  for (const Section& section : text.document.sections) {
    if (section.kind == SectionKind::Dateline && section.span.contains(use.span)) return true;
  }
  const std::string& body = text.document.text;
  size_t line = body.rfind('\n', use.span.start);
  line = line == std::string::npos ? 0 : line + 1;
  if (use.span.start > kDatelineWithin + line || use.span.start - line > 2) return false;
  size_t end = body.find('\n', use.span.end);
  std::string_view rest = std::string_view(body).substr(use.span.end, std::min<size_t>(end == std::string::npos ? 60 : end - use.span.end, 60));
  bool is_capital = name.size() > 2 && std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  bool has_dash = rest.find("- ") < 40 || rest.find("— ") < 40 || rest.find("– ") < 40;
  return use.span.start < 1200 && ((is_capital && has_dash) || (has_dash && rest.starts_with(" (")) || (has_dash && rest.starts_with(" -")) || rest.starts_with(" —") || rest.starts_with(" –"));
}

class EventPlacer {
 public:
  EventPlacer(const Analysis& text, const Event& event, const PlaceWords& words, const std::vector<PlaceUse>& uses,
              const std::vector<size_t>& datelines)
      : text_(text), parse_(text.parse), event_(event), words_(words), uses_(uses), datelines_(datelines),
        deed_(text, event, words), clause_(text, event, deed_, uses_, words) {}

  std::optional<EventPlace> place(std::string& why) {
    const PlaceUse* use = nullptr;
    std::string basis = "clause";
    if ((use = clause_.find())) why = fmt::format("in the clause: \"{}\"", slice(*use));
    else if (const Event* earlier = told_again()) {
      why = fmt::format("as told before of the same deed: \"{}\"", earlier->place->place.name);
      return EventPlace{earlier->place->place, "context"};
    } else if ((use = pointed_to())) basis = "context", why = fmt::format("points back to \"{}\"", slice(*use));
    else if (const Event* before = goes_on_from()) {
      why = fmt::format("goes on where was told before: \"{}\"", before->place->place.name);
      return EventPlace{before->place->place, "context"};
    } else if ((use = told_before())) basis = "context", why = fmt::format("told before: \"{}\"", slice(*use));
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

  // A word of the event has the same stem: "withdrawal" and "decision to withdraw". Of another type only a verb.
  bool tells_of(const Event& event, std::string_view lemma) const {
    constexpr size_t kStem = 5;
    const Sentence& sentence = parse_.sentences[event.sentence];
    for (uint32_t i = sentence.first_token; i < sentence.end_token && lemma.size() >= kStem; ++i) {
      if (!event.span.contains(token(i).span) || token(i).lemma.substr(0, kStem) != lemma.substr(0, kStem)) continue;
      if (event.type == event_.type || is_verb_token(token(i))) return true;
    }
    return false;
  }

  // "the withdrawal of forces" after "withdraw his forces from Afghanistan".
  const Event* told_again() const {
    const Token& trigger = token(event_.trigger);
    if (is_verb_token(trigger) || !is_definite(text_, event_.trigger)) return nullptr;
    for (auto earlier = text_.coding.events.rbegin(); earlier != text_.coding.events.rend(); ++earlier) {
      if (&*earlier == &event_ || earlier->trigger >= event_.trigger || !earlier->place) continue;
      if (tells_of(*earlier, trigger.lemma) && has_names_of(text_, event_.trigger, parse_.sentences[earlier->sentence])) return &*earlier;
    }
    return nullptr;
  }

  // "abandoned their posts there", "in the town", "the border" told of before.
  const PlaceUse* pointed_to() const {
    const Sentence& sentence = parse_.sentences[token(event_.trigger).sentence];
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      bool is_there = words_.has("there", lower_word(text_, i)) && token(i).dep != "expl" && token(i).pos == "ADV";
      bool is_the_town = one_of(token(i).lemma, {"town", "city", "village", "capital", "country"}) && token(i).dep == "pobj" && i > 0 &&
                         one_of(lower_word(text_, i - 1), {"the", "our"}) && words_.has("at", lower_word(text_, token(i).head));
      bool is_the_border = words_.has("border", token(i).lemma) && i >= token(event_.trigger).left_edge && i <= token(event_.trigger).right_edge;
      if (!is_there && !is_the_town && !is_the_border) continue;
      if (!clause_.holds(i) || is_quoted(i)) continue;
      if (std::any_of(uses_.begin(), uses_.end(), [&](const PlaceUse& use) { return token(use.token).head == i; })) continue;
      if (const PlaceUse* use = named_before(i, is_there, is_the_border)) return use;
    }
    return nullptr;
  }

  const PlaceUse* named_before(uint32_t i, bool is_there, bool is_the_border) const {
    const Span paragraph = paragraph_of(text_, i);
    for (auto use = uses_.rbegin(); use != uses_.rend(); ++use) {
      if (use->token >= i || (is_there && !paragraph.contains(use->span))) continue;
      bool is_country = use->place.grain == PlaceGrain::Country;
      if (is_the_border) {
        if (words_.has("border", token(use->phrase).lemma) && !use->place.countries.empty()) return &*use;
        continue;
      }
      bool is_of_kind = token(i).lemma == "country" ? is_country : use->place.grain == PlaceGrain::City;
      if (is_there ? use->role != PlaceRole::None : is_of_kind) return &*use;
    }
    return nullptr;
  }

  bool is_quoted(uint32_t i) const {
    const auto& quotations = text_.mentions.quotations;
    return std::any_of(quotations.begin(), quotations.end(), [&](const Quotation& quotation) { return quotation.span.contains(token(i).span); });
  }

  // "telephoned", "talked by video link": whoever talks so is in two places.
  bool is_remote() const {
    for (uint32_t i : {event_.trigger, verb_or_trigger()}) {
      for (uint32_t t = token(i).left_edge; t <= token(i).right_edge; ++t) {
        if (words_.has("remote", token(t).lemma)) return true;
      }
    }
    return false;
  }

  uint32_t verb_or_trigger() const {
    if (is_verb_token(token(event_.trigger))) return event_.trigger;
    uint32_t verb = verb_above(parse_, event_.trigger);
    return verb < parse_.tokens.size() ? verb : event_.trigger;
  }

  static bool has_happened(const Event& event) {
    return event.status == EventStatus::Reported || event.status == EventStatus::Claimed;
  }

  // Told as something that happened, in the text's own words: only that goes on from place to place.
  bool is_narrated() const {
    if (!has_happened(event_) || is_quoted(event_.trigger) || is_question(text_, verb_or_trigger()) || is_everywhere()) return false;
    if (!is_verb_token(token(event_.trigger)) && !is_definite(text_, event_.trigger) && token(event_.trigger).tag == "NNS") return false;
    return clause_tense(parse_, verb_or_trigger()) != ClauseTense::Future && is_in_main_clause(verb_or_trigger());
  }

  // Two clauses in one stream of telling: past with past, present with present.
  bool is_told_like(uint32_t other) const {
    auto stream = [&](uint32_t i) {
      uint32_t verb = is_verb_token(token(i)) ? i : verb_above(parse_, i);
      ClauseTense tense = verb < parse_.tokens.size() ? clause_tense(parse_, verb) : ClauseTense::None;
      return tense == ClauseTense::Pluperfect ? ClauseTense::Past : tense;
    };
    ClauseTense a = stream(event_.trigger), b = stream(other);
    return a == b || a == ClauseTense::None || b == ClauseTense::None;
  }

  // Not in a clause that only describes a noun.
  bool is_in_main_clause(uint32_t verb) const {
    for (int steps = 0; steps < kMaxClimbs && token(verb).head != verb; ++steps) {
      if (!one_of(token(verb).dep, {"conj", "ccomp", "xcomp", "advcl", "parataxis", "dep", "nsubj", "dobj", "nsubjpass"})) return false;
      verb = token(verb).head;
      if (!is_verb_token(token(verb))) return false;
    }
    return true;
  }

  bool is_time(uint32_t i) const {
    const auto& times = text_.links.times;
    return std::any_of(times.begin(), times.end(), [&](const TimeExpression& time) { return i >= time.first_token && i < time.end_token; });
  }

  // "rallied in other cities", "around the world", "near Zzyx", which no table has: elsewhere, or at no one place.
  bool is_everywhere() const {
    for (const PlaceMention& mention : text_.links.places) {
      const Token& last = token(mention.end_token - 1);
      if (mention.place || last.sentence != token(event_.trigger).sentence || last.dep != "pobj") continue;
      if (words_.has("at", lower_word(text_, last.head)) || words_.has("target", lower_word(text_, last.head))) return true;
    }
    for (uint32_t at : {event_.trigger, verb_or_trigger(), subject_of(parse_, verb_or_trigger())}) {
      if (at >= parse_.tokens.size()) continue;
      for (uint32_t child : parse_.children(at)) {
        const std::string preposition = lower_word(text_, child);
        if (token(child).pos != "ADP" || (!words_.has("at", preposition) && !words_.has("target", preposition))) continue;
        for (uint32_t noun : parse_.children(child)) {
          if (token(noun).dep != "pobj") continue;
          bool is_many = token(noun).tag == "NNS" && words_.has("many", token(noun).lemma);
          bool is_named = token(noun).pos == "PROPN" && !is_time(noun) && text_.links.mention_of[noun] < 0;
          if (is_many || is_named || words_.has("wide", token(noun).lemma)) return true;
        }
      }
    }
    return false;
  }

  // Two dated deeds of different days do not share their place by standing side by side.
  bool is_of_another_day(const Event& other) const {
    const TimeSpan &a = event_.date.span, &b = other.date.span;
    // "In 1993 they bombed": a year of its own.
    bool is_own_year = event_.date.basis == TimeBasis::Explicit && !b.first;
    return is_own_year || (a.first && a.last && b.first && b.last && (*a.last < *b.first || *b.last < *a.first));
  }

  bool is_carried_from(uint32_t sentence, Span span, const Place& place) const {
    const uint32_t here = token(event_.trigger).sentence;
    if (sentence >= here) return false;
    const bool same_paragraph = paragraph_of(text_, event_.trigger).contains(span);
    const bool goes_on = continues_sentence_before(text_, verb_or_trigger());
    if (deed_.is_talk() && !goes_on && (here - sentence > kBackOfTalks || place.grain == PlaceGrain::Country)) return false;
    if (!same_paragraph && (here - sentence > kBackOverParagraphs || !deed_.has_known_party())) return false;
    return here - sentence <= kBack && deed_.is_of_parties(place);
  }

  // "burnt a flag in Seoul; they were held back", and talks told on with the same party.
  bool is_same_telling(const Event& earlier, const Deed& deed) const {
    if (earlier.sentence == event_.sentence) {
      bool is_near = clause_.holds(earlier.trigger) || has_word_between(text_, earlier.trigger, event_.trigger, ";");
      return is_near && earlier.place->basis == "clause" && deed_.is_of_parties(earlier.place->place);
    }
    if (!deed.is_talk() || !deed_.is_talk() || token(event_.trigger).sentence - earlier.sentence > kBack) return false;
    return std::any_of(event_.actors.begin(), event_.actors.end(), [&](const ActorRef& ref) {
      return std::any_of(earlier.actors.begin(), earlier.actors.end(), [&](const ActorRef& other) {
        return !ref.actor.country.empty() && ref.actor.country == other.actor.country && ref.actor.sectors == other.actor.sectors;
      });
    });
  }

  // "They meet in Oslo. They sign a treaty."
  bool signs_at(const Event& earlier, const Deed& deed) const {
    return one_of(event_.type, {"AGREE", "SUPPORT"}) && deed.is_talk() && token(event_.trigger).sentence == earlier.sentence + 1 &&
           continues_sentence_before(text_, verb_or_trigger());
  }

  // Where the text goes on from: the place of the deed told before.
  const Event* goes_on_from() const {
    if (is_remote() || !is_narrated() || is_history()) return nullptr;
    const bool is_done = deed_.acts_on_ground() || deed_.is_talk();
    for (auto earlier = text_.coding.events.rbegin(); earlier != text_.coding.events.rend(); ++earlier) {
      if (earlier->trigger >= event_.trigger) continue;
      if (event_.sentence - earlier->sentence > kBack) return nullptr;
      if (!has_happened(*earlier)) continue;
      if (is_of_another_day(*earlier)) return nullptr;
      if (!earlier->place || !is_told_like(earlier->trigger)) continue;
      Deed deed(text_, *earlier, words_);
      if (!deed.acts_on_ground() && !deed.is_talk()) continue;
      if (signs_at(*earlier, deed)) return &*earlier;
      if (!is_done) continue;
      if (is_same_telling(*earlier, deed)) return &*earlier;
      if (is_carried_from(earlier->sentence, token(earlier->trigger).span, earlier->place->place)) return &*earlier;
    }
    return nullptr;
  }

  // The last place that somebody was or went to in a sentence before.
  const PlaceUse* told_before() const {
    if (is_remote() || !is_narrated() || is_history() || (!deed_.acts_on_ground() && !deed_.is_talk())) return nullptr;
    for (auto use = uses_.rbegin(); use != uses_.rend(); ++use) {
      if (token(use->token).sentence >= event_.sentence) continue;
      if (event_.sentence - token(use->token).sentence > kBack) return nullptr;
      bool is_place = use->role == PlaceRole::At ||
                      ((use->role == PlaceRole::Object || use->role == PlaceRole::Target) && use->place.grain == PlaceGrain::City);
      if (!is_place || !is_verb_token(token(use->governor)) || is_of_speech(*use) || !is_told_like(use->governor)) continue;
      if (is_carried_from(token(use->token).sentence, use->span, use->place)) return &*use;
    }
    return nullptr;
  }

  // "said in Moscow", "condemned in Brussels": where somebody only speaks.
  bool is_of_speech(const PlaceUse& use) const {
    for (uint32_t child : parse_.children(use.governor)) {
      if (token(child).dep == "ccomp") return true;
    }
    const auto& events = text_.coding.events;
    return std::any_of(events.begin(), events.end(), [&](const Event& other) {
      return other.trigger == use.governor && Deed(text_, other, words_).is_speech();
    });
  }

  bool is_history() const {
    auto published = parse_iso_date(text_.document.published);
    return published && event_.date.span.last && *published - *event_.date.span.last > kRecent;
  }

  // Dated by its words, to the days before publication.
  bool is_news_of_the_day() const {
    auto published = parse_iso_date(text_.document.published);
    const EventDate& date = event_.date;
    bool is_dated = date.basis != TimeBasis::Published && date.basis != TimeBasis::Unknown;
    return published && is_dated && date.span.first && date.span.last && *published - *date.span.first <= kSameNews && *date.span.last <= *published;
  }

  // What its own country does, told right behind it. Of "CUCUTA, Colombia" the first name.
  const PlaceUse* dateline() const {
    if ((!deed_.acts_on_ground() && !deed_.is_talk()) || !is_narrated() || is_history() || is_remote()) return nullptr;
    const PlaceUse* found = nullptr;
    for (size_t index : datelines_) {
      const PlaceUse& use = uses_[index];
      if (use.span.start > event_.span.start) break;
      bool is_same_line = found && text_.document.slice({found->span.end, use.span.start}).find('\n') == std::string_view::npos;
      if (!is_same_line) found = &use;
    }
    if (!found) return nullptr;
    bool is_near = token(event_.trigger).sentence - token(found->token).sentence <= kDatelineSpeaksFor;
    if (!is_near && !is_news_of_the_day()) return nullptr;
    return deed_.is_of_parties(found->place) ? found : nullptr;
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
  const std::vector<PlaceUse>& uses_;
  const std::vector<size_t>& datelines_;
  Deed deed_;
  ClausePlace clause_;
};

}  // namespace

EventPlaces::EventPlaces(const Analysis& text, const PlaceWords& words) : text_(text), words_(words), uses_(place_uses(text, words)) {
  for (size_t i = 0; i < uses_.size(); ++i) {
    if (is_dateline(text, uses_[i])) datelines_.push_back(i);
  }
}

std::optional<EventPlace> EventPlaces::of(const Event& event, std::string& why) const {
  return EventPlacer(text_, event, words_, uses_, datelines_).place(why);
}

}  // namespace casus
