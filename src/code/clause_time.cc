// SPDX-License-Identifier: Apache-2.0
#include "code/clause_time.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace casus {
namespace {

bool is_nominal(const Token& token) { return token.pos == "NOUN" || token.pos == "PROPN" || token.pos == "PRON"; }

// The token of [first, end) that hangs on something outside.
uint32_t head_of(const Parse& parse, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; ++i) {
    uint32_t head = parse.tokens[i].head;
    if (head < first || head >= end || head == i) return i;
  }
  return first;
}

bool same_paragraph(const Analysis& text, Span a, Span b) {
  if (b.start < a.start) std::swap(a, b);
  return b.start <= a.end || text.document.slice({a.end, b.start}).find("\n\n") == std::string_view::npos;
}

// The main verb if the expression opens its sentence ("On Monday the envoys met ..."): parsers are often led astray
// there.
uint32_t verb_if_fronted(const Analysis& text, const TimeExpression& expression, std::string& preposition) {
  const Parse& parse = text.parse;
  const auto none = static_cast<uint32_t>(parse.tokens.size());
  const Sentence& sentence = parse.sentences[parse.tokens[expression.first_token].sentence];
  uint32_t start = sentence.first_token;
  for (uint32_t i = start; i < expression.first_token && i < start + 6; ++i) {
    if (lower_word(text, i) == ":") start = i + 1;  // a speaker's name
  }
  for (uint32_t i = start; i < expression.first_token; ++i) {
    const std::string_view pos = parse.tokens[i].pos;
    if (pos != "ADP" && pos != "SCONJ" && pos != "ADV" && pos != "PUNCT" && pos != "SPACE" && pos != "DET") return none;
    if (pos == "ADP" || pos == "SCONJ") preposition = lower_word(text, i);
  }
  return main_verb(parse, sentence, expression.end_token);
}

ClauseTime attach(const Analysis& text, size_t index) {
  const Parse& parse = text.parse;
  const TimeExpression& expression = text.links.times[index];
  const auto none = static_cast<uint32_t>(parse.tokens.size());
  ClauseTime time{index, none, none, {}, false};
  if (uint32_t verb = verb_if_fronted(text, expression, time.preposition);
      verb != none && same_paragraph(text, expression.span, parse.tokens[verb].span)) {
    bool counts =
        lower_word(text, expression.end_token) == "after" || lower_word(text, expression.end_token) == "before";
    time.verb = verb;
    if (!counts) return time;
    time.verb = none;
  }
  time.preposition.clear();
  uint32_t at = head_of(parse, expression.first_token, expression.end_token);
  for (size_t steps = 0; steps < parse.tokens.size(); ++steps) {
    uint32_t head = parse.tokens[at].head;
    if (head == at) break;
    at = head;
    const Token& token = parse.tokens[at];
    if (is_verb_token(token) && token.dep != "aux" && token.dep != "auxpass") {
      if (same_paragraph(text, expression.span, token.span)) time.verb = at;
      break;
    }
    if (token.pos == "ADP" || token.pos == "SCONJ") {
      const std::string word = lower_word(text, at);
      if (time.noun == none && time.preposition.empty()) time.preposition = word;
      if (time.noun != none && (word == "after" || word == "before" || word == "since" || word == "following")) time.is_behind_event = true;
    } else if (is_nominal(token) && time.noun == none) {
      bool in_time = std::any_of(text.links.times.begin(), text.links.times.end(), [&](const TimeExpression& other) {
        return at >= other.first_token && at < other.end_token;
      });
      if (!in_time) time.noun = at;
    }
  }
  return time;
}

// True if only a word or sign of joining stands between the two expressions.
bool joins(const Analysis& text, const TimeExpression& left, const TimeExpression& right) {
  if (right.first_token < left.end_token) {
    return left.span.end <= right.span.start && right.span.start - left.span.end <= 3;  // "26–27" in one token
  }
  if (right.first_token - left.end_token > 2) return false;
  std::string between;
  for (uint32_t i = left.end_token; i < right.first_token; ++i) between += lower_word(text, i) + " ";
  for (const char* sign : {"- ", "– ", "— ", "to ", "to the ", "until ", "till ", "through "}) {
    if (between == sign) return true;
  }
  bool led = left.first_token > 0 && lower_word(text, left.first_token - 1) == "between";
  return led && (between == "and " || between == "and the ");
}

}  // namespace

bool is_verb_token(const Token& token) { return token.pos == "VERB" || token.pos == "AUX"; }

std::string lower_word(const Analysis& text, uint32_t token) {
  return token < text.parse.tokens.size() ? to_lower(text.document.slice(text.parse.tokens[token].span))
                                          : std::string();
}

ClauseTense clause_tense(const Parse& parse, uint32_t verb) {
  bool have_past = false, have = false, modal = false, to = false, be_past = false, be = false, done = false;
  for (uint32_t child : parse.children(verb)) {
    const Token& token = parse.tokens[child];
    if (token.dep != "aux" && token.dep != "auxpass") continue;
    if (token.tag == "MD") modal = true;
    if (token.tag == "TO") to = true;
    if (token.lemma == "have") (token.tag == "VBD" ? have_past : have) = true;
    if (token.lemma == "be" && token.tag == "VBD") be_past = true;
    if (token.lemma == "be" && (token.tag == "VBZ" || token.tag == "VBP")) be = true;
    if (token.lemma == "do" && token.tag == "VBD") done = true;
    if (token.lemma == "do" && token.tag != "VBD") be = true;
  }
  const std::string_view tag = parse.tokens[verb].tag;
  if (to && have) return ClauseTense::Perfect;
  if (modal || to) return ClauseTense::Future;
  // "declined to threaten or even name it"
  const Token& above = parse.tokens[parse.tokens[verb].head];
  if (tag == "VB" && parse.tokens[verb].dep == "conj" && above.tag == "VB" && parse.tokens[verb].head != verb)
    return clause_tense(parse, parse.tokens[verb].head);
  if (have_past) return ClauseTense::Pluperfect;
  if (have) return ClauseTense::Perfect;
  if (be_past || done || tag == "VBD") return ClauseTense::Past;
  auto children = parse.children(verb);
  bool subject =
      std::any_of(children.begin(), children.end(), [&](uint32_t child) { return parse.tokens[child].dep == "nsubj"; });
  if (be || tag == "VBZ" || tag == "VBP" || (tag == "VB" && subject)) return ClauseTense::Present;
  return ClauseTense::None;
}

uint32_t main_verb(const Parse& parse, const Sentence& sentence, uint32_t from) {
  for (uint32_t i = std::max(from, sentence.first_token); i < sentence.end_token; ++i) {
    if (!is_verb_token(parse.tokens[i])) continue;
    // "who shot and killed him": the second verb describes as the first does.
    uint32_t first = i;
    while (parse.tokens[first].dep == "conj" && parse.tokens[first].head != first) first = parse.tokens[first].head;
    const Token& token = parse.tokens[first];
    bool modifies = token.dep == "relcl" || token.dep == "acl" || token.dep == "advcl" || token.dep == "aux" ||
                    token.dep == "auxpass" || token.dep == "amod" || token.dep == "compound" || token.dep == "xcomp" ||
                    token.dep == "pcomp" || token.dep == "csubj";
    if (!modifies) return i;
  }
  return static_cast<uint32_t>(parse.tokens.size());
}

std::vector<ClauseTime> clause_times(const Analysis& text) {
  std::vector<ClauseTime> times;
  for (size_t i = 0; i < text.links.times.size(); ++i) times.push_back(attach(text, i));
  return times;
}

std::optional<TimeSpan> days_in_place(const Analysis& text, const ClauseTime& time) {
  const auto& times = text.links.times;
  TimeSpan span = times[time.expression].covers;
  if (!span.first || !span.last) return std::nullopt;
  if (time.expression > 0) {
    const TimeSpan& left = times[time.expression - 1].covers;
    if (left.first && joins(text, times[time.expression - 1], times[time.expression]))
      span.first = std::min(*left.first, *span.first);
  }
  if (time.expression + 1 < times.size()) {
    const TimeSpan& right = times[time.expression + 1].covers;
    if (right.last && joins(text, times[time.expression], times[time.expression + 1]))
      span.last = std::max(*right.last, *span.last);
  }
  if (time.preposition == "since") {
    auto published = parse_iso_date(text.document.published);
    if (published && *published >= *span.last) span.last = published;
  }
  if (time.preposition == "until" || time.preposition == "till" || time.preposition == "by") span.first.reset();
  // "more than 20 years ago"
  const uint32_t first = times[time.expression].first_token;
  bool is_more = first > 1 && lower_word(text, first - 1) == "than" && lower_word(text, first - 2) == "more";
  if (is_more && lower_word(text, times[time.expression].end_token - 1) == "ago") span.first.reset();
  return span;
}

}  // namespace casus
