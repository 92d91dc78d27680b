// SPDX-License-Identifier: Apache-2.0
#include "code/own_dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "code/discourse.h"

namespace casus {

using std::chrono::days;

OwnDates::OwnDates(const Analysis& text)
    : text_(text),
      parse_(text.parse),
      times_(clause_times(text)),
      published_(parse_iso_date(text.document.published)) {}

bool OwnDates::in_subject(uint32_t noun, uint32_t verb) const {
  for (uint32_t at = noun, steps = 0; at != verb && steps < 50; at = token(at).head, ++steps) {
    if (token(at).dep == "nsubj" || token(at).dep == "nsubjpass" || token(at).dep == "appos") return true;
  }
  return false;
}

// "a group of doctors in 2015 sent a letter": hung on the subject, but meant for the verb.
bool OwnDates::is_right_before(const ClauseTime& time, uint32_t verb) const {
  if (time.preposition.empty()) return false;
  for (uint32_t i = text_.links.times[time.expression].end_token; i < verb; ++i) {
    if (token(i).head != verb || (token(i).dep != "aux" && token(i).dep != "auxpass" && token(i).dep != "neg" && token(i).dep != "advmod"))
      return false;
  }
  return text_.links.times[time.expression].end_token <= verb;
}

FoundDate OwnDates::found(const ClauseTime& time, const TimeSpan& span, std::string_view rule) const {
  const TimeExpression& expression = text_.links.times[time.expression];
  return {{span, expression.basis},
          fmt::format("{}: \"{}\" ({})", rule, text_.document.slice(expression.span), expression.why)};
}

// Finer is better; among equals, what hangs on the verb itself, then the first.
std::optional<FoundDate> OwnDates::best(const std::vector<const ClauseTime*>& candidates, std::string_view rule) const {
  std::optional<FoundDate> result;
  long best_cost = 0;
  for (const ClauseTime* time : candidates) {
    auto span = days_in_place(text_, *time);
    if (!span) continue;
    long length = span->first && span->last ? (*span->last - *span->first).count() : 1;
    long cost = length * 2 + (time->noun != none() ? 1 : 0);
    if (result && cost >= best_cost) continue;
    result = found(*time, *span, rule);
    best_cost = cost;
  }
  return result;
}

bool OwnDates::is_meeting(uint32_t verb) const {
  const auto& events = text_.coding.events;
  return std::any_of(events.begin(), events.end(),
                     [&](const Event& event) { return event.trigger == verb && event.type == "CONSULT"; });
}

// "the 1975 accord", "Monday's protests", "after a test in January": the time of a thing that the clause only names. What
// somebody does "at Monday's debate" is done then.
bool OwnDates::is_aside(const ClauseTime& time) const {
  const TimeExpression& expression = text_.links.times[time.expression];
  if (time.noun == none()) return false;
  if (time.is_behind_event) return true;
  for (uint32_t i = expression.first_token; i < expression.end_token; ++i) {
    const Token& word = token(i);
    bool modifies = word.head >= expression.end_token && (word.dep == "nummod" || word.dep == "compound" || word.dep == "amod" ||
                                                          word.dep == "nmod" || word.dep == "poss");
    if (!modifies) continue;
    const Token& noun = token(time.noun);
    const std::string preposition = noun.dep == "pobj" ? lower_word(text_, noun.head) : std::string();
    // "attended Thursday's session"
    if (noun.dep == "dobj" && noun.head == time.verb && is_meeting(time.verb)) return false;
    bool is_scene = (preposition == "at" || preposition == "in" || preposition == "during" || preposition == "on") &&
                    token(noun.head).head == time.verb;
    return !is_scene;
  }
  return false;
}

// "... over the expulsion of six envoys the day before": a counted day right behind the phrase, on which parsers hang a
// trailing time or not.
bool OwnDates::is_counted_behind(const ClauseTime& time, uint32_t noun) const {
  const TimeExpression& expression = text_.links.times[time.expression];
  if (time.expression >= text_.mentions.times.size() || token(noun).dep != "pobj" || noun >= expression.first_token)
    return false;
  const std::string_view value = text_.mentions.times[time.expression].value;
  bool counted = value.starts_with("later:") || value.starts_with("context:D:-") || value.starts_with("context:D:+");
  return counted && token(noun).right_edge + 1 >= expression.first_token;
}

std::optional<FoundDate> OwnDates::of_noun(uint32_t noun) const {
  std::vector<const ClauseTime*> candidates;
  for (const ClauseTime& time : times_) {
    if (time.noun == noun) candidates.push_back(&time);
  }
  for (const ClauseTime& time : times_) {
    if (is_counted_behind(time, noun)) candidates.push_back(&time);
  }
  return best(candidates, "time of the noun");
}

std::optional<FoundDate> OwnDates::of_clause(uint32_t verb) const {
  std::vector<const ClauseTime*> candidates;
  for (const ClauseTime& time : times_) {
    if (time.verb != verb) continue;
    if (is_aside(time) || (time.noun != none() && in_subject(time.noun, verb) && !is_right_before(time, verb))) continue;
    candidates.push_back(&time);
  }
  return best(candidates, "time of its clause");
}

std::optional<FoundDate> OwnDates::of_duration(uint32_t verb) const {
  if (!published_) return std::nullopt;
  for (const ClauseTime& time : times_) {
    const TimeExpression& expression = text_.links.times[time.expression];
    if (time.verb != verb || expression.type != TimexType::Duration || expression.value.size() < 3) continue;
    std::string next = lower_word(text_, expression.end_token);
    if (expression.value.starts_with("PT") &&
        (next == "before" || next == "after" || next == "earlier" || next == "later")) {
      return FoundDate{{{published_, published_}, TimeBasis::Relative},
                       "hours from what the text reports on its own day"};
    }
    int count = std::atoi(expression.value.c_str() + 1);
    bool some_days = expression.value.back() == 'D' && count > 0 && count <= 14;
    if (time.preposition == "for" && some_days && clause_tense(parse_, verb) == ClauseTense::Past) {
      return FoundDate{{{*published_ - days(count - 1), published_}, TimeBasis::Relative},
                       "the last days up to publication"};
    }
  }
  return std::nullopt;
}

bool OwnDates::has_open_time(uint32_t verb) const {
  return std::any_of(times_.begin(), times_.end(), [&](const ClauseTime& time) {
    const TimeExpression& expression = text_.links.times[time.expression];
    std::string next = lower_word(text_, expression.end_token);
    return time.verb == verb && !expression.covers.first &&
           (next == "before" || next == "after" || expression.value.ends_with("_REF"));
  });
}

std::optional<FoundDate> OwnDates::of_colon(uint32_t verb) const {
  for (const ClauseTime& time : times_) {
    const TimeExpression& expression = text_.links.times[time.expression];
    if (expression.end_token >= verb || token(expression.first_token).sentence != token(verb).sentence) continue;
    if (lower_word(text_, expression.end_token) != ":") continue;
    if (auto span = days_in_place(text_, time)) return found(time, *span, "the sentence is dated");
  }
  return std::nullopt;
}

std::optional<FoundDate> OwnDates::of_heading_of(uint32_t trigger) const {
  Span paragraph = paragraph_of(text_, trigger);
  std::string_view body = text_.document.text;
  for (const ClauseTime& time : times_) {
    const TimeExpression& expression = text_.links.times[time.expression];
    if (expression.span.start < paragraph.start || expression.span.end > paragraph.end) continue;
    std::string_view before = body.substr(paragraph.start, expression.span.start - paragraph.start);
    if (before.find_first_not_of(" \n\t*#-(") != std::string_view::npos) return std::nullopt;
    std::string_view rest = body.substr(expression.span.end, paragraph.end - expression.span.end);
    bool closed = rest.starts_with(".") || rest.starts_with(":") || rest.starts_with(" -") ||
                  rest.starts_with(" –") || rest.starts_with(" —") || rest.starts_with("\n") || rest.starts_with(")");
    auto span = closed ? days_in_place(text_, time) : std::nullopt;
    bool open_tense = is_verb_token(token(trigger)) && clause_tense(parse_, trigger) != ClauseTense::Past &&
                      clause_tense(parse_, trigger) != ClauseTense::Present;
    if (!span || open_tense) return std::nullopt;
    FoundDate date = found(time, *span, "the paragraph is dated");
    date.date.basis = TimeBasis::Context;
    return date;
  }
  return std::nullopt;
}

bool OwnDates::is_told_of_the_day(uint32_t verb) const {
  // Where no day is told before it, the first one counts for the head of the text.
  constexpr uint32_t kHead = 3;
  const ClauseTime* last = nullptr;
  for (const ClauseTime& time : times_) {
    const TimeExpression& expression = text_.links.times[time.expression];
    if (time.verb == none() || !expression.covers.first || expression.covers.first != expression.covers.last) continue;
    if (clause_tense(parse_, time.verb) != ClauseTense::Past || is_aside(time)) continue;
    if (expression.first_token > verb && (last || token(verb).sentence >= kHead)) break;
    last = &time;
  }
  return last && *text_.links.times[last->expression].covers.first == *published_;
}

}  // namespace casus
