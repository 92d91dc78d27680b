// SPDX-License-Identifier: Apache-2.0
#include "code/event_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "code/clause_time.h"
#include "code/discourse.h"
#include "code/own_dates.h"

namespace casus {
namespace {

using std::chrono::days;

using Maybe = std::optional<FoundDate>;

// How far a search may go from clause to clause, and back from sentence to sentence.
constexpr int kMaxSteps = 6;
// A line that opens the text is a headline up to this length, in bytes.
constexpr uint32_t kHeadline = 120;
// How many sentences away "the attack" may have been told of.
constexpr int kSameWordSentences = 12;

}  // namespace

class EventDates::Dater {
 public:
  explicit Dater(const Analysis& text) : text_(text), parse_(text.parse), own_(text) {}

  Maybe date(uint32_t trigger) const {
    if (is_verb_token(parse_.tokens[trigger])) return of_verb(trigger, kMaxSteps);
    if (Maybe own = own_.of_noun(trigger)) return own;
    if (Maybe again = of_same_word(trigger)) return again;
    uint32_t verb = verb_above(parse_, trigger);
    if (verb == none()) return own_.of_heading_of(trigger);
    if (!shares_date(trigger, verb)) return std::nullopt;
    Maybe date = of_verb(verb, kMaxSteps);
    // "the bombing is condemned", "has no proposals": only what is done to it belongs to the day of writing.
    bool is_scene = token(trigger).dep == "pobj" && (lower_word(text_, token(trigger).head) == "at" || lower_word(text_, token(trigger).head) == "during");
    bool is_done = is_scene || (token(trigger).dep == "dobj" && !is_state(verb));
    if (date && date->date.basis == TimeBasis::Published && !is_done) return std::nullopt;
    return date;
  }

 private:
  uint32_t none() const { return static_cast<uint32_t>(parse_.tokens.size()); }
  const Token& token(uint32_t i) const { return parse_.tokens[i]; }

  // An event noun goes with its verb as subject or object, or in "on a visit", "in talks"; not as the theme of what is
  // said of it ("protested against the attack") nor deeper inside another phrase.
  bool shares_date(uint32_t noun, uint32_t verb) const {
    uint32_t at = noun;
    while (token(at).dep == "conj" && token(at).head != at) at = token(at).head;
    const Token& head = token(token(at).head);
    if (token(at).head == verb) {
      const auto& dep = token(at).dep;
      return dep == "dobj" || dep == "nsubj" || dep == "nsubjpass" || dep == "attr" || dep == "oprd";
    }
    std::string preposition = lower_word(text_, token(at).head);
    return token(at).dep == "pobj" && head.head == verb &&
           ((preposition == "with" && head.head == verb && token(verb).lemma == "coincide") || preposition == "on" ||
            preposition == "in" || preposition == "during" || preposition == "for" || preposition == "at");
  }

  // "the attack" of which an earlier sentence told with the same word, and all names in the phrase with it.
  Maybe of_same_word(uint32_t noun) const {
    if (token(noun).pos != "NOUN") return std::nullopt;
    const bool title = is_in_title(text_, noun);
    if (!title && !is_definite(text_, noun)) return std::nullopt;
    if (has_number(noun)) return std::nullopt;
    const int here = static_cast<int>(token(noun).sentence), count = static_cast<int>(parse_.sentences.size());
    for (int step = 1; step <= kSameWordSentences; ++step) {
      int s = title ? here + step : here - step;
      if (s < 0 || s >= count) break;
      if (!title && !has_names_of(text_, noun, parse_.sentences[static_cast<size_t>(s)])) continue;
      if (Maybe date = of_word_in(token(noun).lemma, parse_.sentences[static_cast<size_t>(s)])) return date;
    }
    return std::nullopt;
  }

  // "the 9/11 attacks", "the second test": not the one told of.
  bool has_number(uint32_t noun) const {
    for (uint32_t child : parse_.children(noun)) {
      if (child < noun && (token(child).pos == "NUM" || token(child).dep == "nummod")) return true;
    }
    return false;
  }

  Maybe of_word_in(std::string_view lemma, const Sentence& sentence) const {
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      if (token(i).lemma != lemma) continue;
      Maybe date;
      if (is_verb_token(token(i))) {
        date = own_.of_clause(i);
        if (!date) date = counted_from_main(i, kMaxSteps);
      } else {
        date = own_.of_noun(i);
        uint32_t verb = verb_above(parse_, i);
        if (!date && verb != none() && shares_date(i, verb)) date = of_verb(verb, kMaxSteps / 2);
        if (date && date->date.basis == TimeBasis::Published) date.reset();
      }
      if (!date) continue;
      date->date.basis = TimeBasis::Context;
      date->why = "told elsewhere with the same word, " + date->why;
      return date;
    }
    return std::nullopt;
  }

  Maybe of_verb(uint32_t verb, int steps) const {
    if (steps == 0) return std::nullopt;
    if (Maybe own = own_.of_clause(verb)) return own;
    if (uint32_t planned = infinitive_of_be(verb); planned != none()) return own_.of_clause(planned);
    if (uint32_t planned = dated_infinitive(verb); planned != none()) return own_.of_clause(planned);
    if (Maybe colon = own_.of_colon(verb)) return colon;
    if (Maybe counted = counted_from_main(verb, steps)) return counted;
    if (Maybe lasting = own_.of_duration(verb)) return lasting;
    if (own_.has_open_time(verb)) return std::nullopt;
    if (Maybe sibling = of_coordinate(verb)) return sibling;
    if (Maybe main = of_main_clause(verb, steps)) return main;
    if (!stands_alone(verb)) return std::nullopt;
    if (Maybe heading = own_.of_heading_of(verb)) return heading;
    if (Maybe lead = of_lead_if_title(verb, steps)) return lead;
    if (Maybe before = of_sentence_before(verb, steps)) return before;
    return of_publication(verb);
  }

  // "is to brief them on Wednesday", "is likely to answer": the infinitive speaks for the verb.
  uint32_t infinitive_of_be(uint32_t verb) const {
    if (token(verb).lemma != "be") return none();
    for (uint32_t child : parse_.children(verb)) {
      if (token(child).dep == "xcomp" && clause_tense(parse_, child) == ClauseTense::Future) return child;
      if (token(child).dep != "acomp") continue;
      for (uint32_t inner : parse_.children(child)) {
        if (token(inner).dep == "xcomp" && clause_tense(parse_, inner) == ClauseTense::Future) return inner;
      }
    }
    return none();
  }

  // "plans to publish it next week", "hopes to leave soon": the present tense is only that of the plan.
  uint32_t dated_infinitive(uint32_t verb) const {
    if (clause_tense(parse_, verb) != ClauseTense::Present) return none();
    for (uint32_t child : parse_.children(verb)) {
      if (token(child).dep != "xcomp" || clause_tense(parse_, child) != ClauseTense::Future) continue;
      if (own_.of_clause(child) || own_.has_open_time(child)) return child;
    }
    return none();
  }

  // "on Tuesday, a day after police arrested him": counted back from the clause above.
  Maybe counted_from_main(uint32_t verb, int steps) const {
    for (uint32_t at = verb, climbs = 0; climbs < 3 && token(at).head != at; at = token(at).head, ++climbs) {
      for (const ClauseTime& time : own_.times()) {
        const TimeExpression& expression = text_.links.times[time.expression];
        std::string_view value = expression.value;
        if (expression.type != TimexType::Duration || expression.end_token > verb || value.size() < 3 ||
            value[1] == 'T' || value[1] == 'X')
          continue;
        std::string link = lower_word(text_, expression.end_token);
        bool near =
            token(expression.first_token).sentence == token(verb).sentence && (link == "after" || link == "before");
        bool governs = near && (is_inside(expression.end_token, at) || token(expression.end_token).head == at) &&
                       no_verb_between(expression.end_token, std::min(verb, at));
        if (!governs) continue;
        uint32_t main = verb_above(parse_, at);
        Maybe of_main = main == none() ? std::nullopt : of_verb(main, steps - 1);
        if (!of_main || !of_main->date.span.first || !of_main->date.span.last ||
            of_main->date.basis == TimeBasis::Published)
          return std::nullopt;
        int count = std::atoi(expression.value.c_str() + 1) * (link == "after" ? -1 : 1);
        return moved(*of_main, value.back(), count);
      }
    }
    return std::nullopt;
  }

  bool is_inside(uint32_t inner, uint32_t outer) const {
    return token(outer).left_edge <= inner && inner <= token(outer).right_edge;
  }

  bool no_verb_between(uint32_t from, uint32_t verb) const {
    for (uint32_t i = from; i < verb; ++i) {
      if (is_verb_token(token(i)) && token(i).dep != "aux" && token(i).dep != "auxpass") return false;
    }
    return true;
  }

  static Maybe moved(FoundDate date, char unit, int count) {
    if (unit == 'D' || unit == 'W') {
      days by(count * (unit == 'W' ? 7 : 1));
      date.date.span = {*date.date.span.first + by, *date.date.span.last + by};
    } else {
      std::chrono::year_month_day first{*date.date.span.first};
      first += std::chrono::months(unit == 'M' ? count : unit == 'Y' ? 12 * count : 0);
      if (!first.ok() || (unit != 'M' && unit != 'Y')) return std::nullopt;
      Date start{first.year() / first.month() / 1}, end{first.year() / first.month() / std::chrono::last};
      if (unit == 'Y') start = Date{first.year() / 1 / 1}, end = Date{first.year() / 12 / 31};
      date.date.span = {start, end};
    }
    date.date.basis = TimeBasis::Relative;
    date.why = fmt::format("{}{} from the main clause, {}", count, unit, date.why);
    return date;
  }

  // "closed the border last week and halted transfers": the verb before it, else the one behind it.
  Maybe of_coordinate(uint32_t verb) const {
    ClauseTense tense = clause_tense(parse_, verb);
    auto take = [&](uint32_t other) -> Maybe {
      ClauseTense its = clause_tense(parse_, other);
      auto is_past = [](ClauseTense t) { return t == ClauseTense::Past || t == ClauseTense::Pluperfect; };
      bool together =
          tense == ClauseTense::None || its == ClauseTense::None || tense == its || (is_past(tense) && is_past(its));
      Maybe date = together ? own_.of_clause(other) : std::nullopt;
      if (date) date->why = "coordinated with a clause that has a " + date->why;
      return date;
    };
    // "On Friday thousands rallied; the bishop stayed away": parsed as if the first had been said by the second.
    for (uint32_t child : parse_.children(verb)) {
      if (token(child).dep != "ccomp" || child > verb || !has_word_between(text_, child, verb, ";")) continue;
      if (Maybe date = take(child)) return date;
    }
    uint32_t at = verb;
    for (int climbs = 0; climbs < kMaxSteps && token(at).dep == "conj" && is_verb_token(token(token(at).head));
         ++climbs) {
      at = token(at).head;
      if (Maybe date = take(at)) return date;
      // "admitted that it had given the order and expressed regret": the parser coordinated with the wrong verb.
      bool misplaced =
          tense == ClauseTense::Past && clause_tense(parse_, at) == ClauseTense::Pluperfect && token(at).dep == "ccomp";
      if (misplaced) return take(token(at).head);
    }
    at = verb;
    for (int climbs = 0; climbs < kMaxSteps; ++climbs) {
      auto children = parse_.children(at);
      auto next = std::find_if(children.begin(), children.end(), [&](uint32_t child) {
        return token(child).dep == "conj" && is_verb_token(token(child));
      });
      if (next == children.end()) break;
      at = *next;
      // A later clause with a subject of its own tells of something else.
      auto grandchildren = parse_.children(at);
      bool own_subject = std::any_of(grandchildren.begin(), grandchildren.end(),
                                     [&](uint32_t child) { return token(child).dep == "nsubj"; });
      if (own_subject) break;
      if (Maybe date = take(at)) return date;
    }
    return std::nullopt;
  }

  // "killing five", "when a mine exploded", "shortly before he received him": the day of the clause they hang on.
  Maybe of_main_clause(uint32_t verb, int steps) const {
    const Token& word = token(verb);
    if (word.head == verb) return std::nullopt;
    if (word.dep == "conj" && is_verb_token(token(word.head))) {
      return clause_tense(parse_, verb) == clause_tense(parse_, word.head) ||
                     clause_tense(parse_, verb) == ClauseTense::None
                 ? of_verb(word.head, steps - 1)
                 : std::nullopt;
    }
    ClauseTense tense = clause_tense(parse_, verb);
    std::string preposition = word.dep == "pcomp" ? lower_word(text_, word.head) : std::string();
    bool participle = word.tag == "VBG" && tense == ClauseTense::None &&
                      (word.dep == "advcl" || preposition == "by" || preposition == "in" || preposition == "while");
    // "when veterans ask for help": whenever they do.
    bool is_habit = tense == ClauseTense::Present && opens_with(text_, verb, {"when", "before", "after", "until"});
    bool temporal = word.dep == "advcl" && (tense == ClauseTense::Past || tense == ClauseTense::Present) && !is_habit &&
                    opens_with_time(text_, verb);
    uint32_t main = verb_above(parse_, verb);
    if (main == none()) return std::nullopt;
    bool goes_on = word.dep == "relcl" && tense == ClauseTense::Past &&
                   clause_tense(parse_, main) == ClauseTense::Past && continues_in_relative(text_, verb);
    if (!participle && !temporal && !goes_on) return std::nullopt;
    Maybe date = goes_on ? own_.of_clause(main) : of_verb(main, steps - 1);
    if (!date || (date->date.basis == TimeBasis::Published && is_state(main))) return std::nullopt;
    // "came after it had been backed": some time before, unless a day ties the two.
    if (temporal && opens_with(text_, verb, {"before", "after", "until"}) && !is_one_day(*date) && !is_close(verb)) return std::nullopt;
    if (date) date->why = "goes with the clause above it, " + date->why;
    return date;
  }

  static bool is_one_day(const FoundDate& found) {
    const TimeSpan& span = found.date.span;
    return found.date.basis != TimeBasis::Published && span.first && span.first == span.last;
  }

  // "shortly before he received him", "just after the vote".
  bool is_close(uint32_t verb) const {
    for (uint32_t child : parse_.children(verb)) {
      if (token(child).dep == "mark" && child > 0) return token(child - 1).pos == "ADV";
    }
    return false;
  }

  // "has three ways", "is implicated": not done on the day it is told.
  bool is_state(uint32_t verb) const { return token(verb).lemma == "be" || token(verb).lemma == "have"; }

  // True for the main clause of a sentence, and for what is said ahead of its attribution ("Five died, police said").
  bool stands_alone(uint32_t verb) const {
    const Token& word = token(verb);
    if (word.head == verb || word.dep == "ROOT" || word.dep == "parataxis") return true;
    if (word.dep == "conj") return is_verb_token(token(word.head)) && stands_alone(word.head);
    if (word.dep != "ccomp") return false;
    if (clause_tense(parse_, verb) == ClauseTense::Present && clause_tense(parse_, word.head) == ClauseTense::Present)
      return stands_alone(word.head);
    return verb < word.head && word.left_edge <= sentence_of(verb).first_token + 1;
  }

  const Sentence& sentence_of(uint32_t i) const { return parse_.sentences[token(i).sentence]; }

  // A title, or a line of its own that opens the text.
  bool is_headline(uint32_t i) const {
    const Span line = paragraph_of(text_, i);
    return is_in_title(text_, i) || (line.start == 0 && line.length() < kHeadline && line.end < text_.document.text.size());
  }

  // A headline in the present tense tells what the first sentence tells.
  Maybe of_lead_if_title(uint32_t verb, int steps) const {
    if (!is_headline(verb) || clause_tense(parse_, verb) != ClauseTense::Present) return std::nullopt;
    auto first = std::find_if(parse_.tokens.begin(), parse_.tokens.end(),
                              [&](const Token& t) { return t.span.start >= paragraph_of(text_, verb).end; });
    auto i = static_cast<uint32_t>(first - parse_.tokens.begin());
    for (uint32_t tried = 0; i < parse_.tokens.size() && tried < 3; ++i) {
      i = main_verb(parse_, {{}, i, none()}, i);
      if (i == none() || is_headline(i)) continue;
      ++tried;
      Maybe date = of_verb(i, steps - 1);
      if (!date) continue;
      date->why = "headline of the first sentence, " + date->why;
      return date;
    }
    return std::nullopt;
  }

  // A sentence in the simple past whose subject brings in no new name goes on with the one before it.
  Maybe of_sentence_before(uint32_t verb, int steps) const {
    uint32_t sentence = token(verb).sentence;
    if (clause_tense(parse_, verb) != ClauseTense::Past || sentence == 0 || !continues_sentence_before(text_, verb))
      return std::nullopt;
    uint32_t root = main_verb(parse_, parse_.sentences[sentence - 1], 0);
    if (root == none() || paragraph_of(text_, root).start != paragraph_of(text_, verb).start) return std::nullopt;
    ClauseTense tense = clause_tense(parse_, root);
    if (tense != ClauseTense::Past && tense != ClauseTense::Pluperfect) return std::nullopt;
    Maybe date = own_.of_clause(root);
    if (!date) date = of_coordinate(root);
    if (!date) date = of_sentence_before(root, steps - 1);
    if (!date || is_long(date->date.span)) return std::nullopt;
    date->date.basis = TimeBasis::Context;
    date->why = "goes on from the sentence before, " + date->why;
    return date;
  }

  // A year told of one thing is not that of the next.
  static bool is_long(const TimeSpan& span) { return !span.first || !span.last || *span.last - *span.first > days(31); }

  // Done or said as the text is written: the present tense of a dated text, the past tense of a report of the day.
  Maybe of_publication(uint32_t verb) const {
    if (!own_.published() || is_question(text_, verb) || has_condition(text_, verb)) return std::nullopt;
    ClauseTense tense = clause_tense(parse_, verb);
    bool now = tense == ClauseTense::Present;
    bool today = tense == ClauseTense::Past && own_.is_told_of_the_day(verb);
    if (!now && !today) return std::nullopt;
    return FoundDate{
        {{own_.published(), own_.published()}, TimeBasis::Published},
        fmt::format("{} tense without a time, in a text of {}", now ? "present" : "past", to_iso(*own_.published()))};
  }


  const Analysis& text_;
  const Parse& parse_;
  OwnDates own_;
};

EventDates::EventDates(const Analysis& text) : text_(text), dater_(std::make_unique<Dater>(text)) {}
EventDates::~EventDates() = default;

EventDate EventDates::of(uint32_t trigger, std::string& why) const {
  why = "no time can be said";
  if (trigger >= text_.parse.tokens.size()) return {};
  Maybe found = dater_->date(trigger);
  if (!found) return {};
  why = found->why;
  TimeSpan& span = found->date.span;
  if (span.first && span.last && *span.last < *span.first) span.last = span.first;
  return found->date;
}

}  // namespace casus
