// SPDX-License-Identifier: Apache-2.0
#include "code/clause_place.h"

#include <algorithm>
#include <initializer_list>

#include "code/clause_time.h"
#include "code/discourse.h"

namespace casus {
namespace {

constexpr int kMaxSteps = 8;
// How many nouns may stand between an event and a word that its place hangs on: "fired at [protesters] in Lima".
constexpr int kMaxNouns = 1;

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_noun(const Token& token) { return token.pos == "NOUN" || token.pos == "PROPN" || token.pos == "PRON"; }

}  // namespace

ClausePlace::ClausePlace(const Analysis& text, const Event& event, const Deed& deed, const std::vector<PlaceUse>& uses,
                         const PlaceWords& words)
    : text_(text), event_(event), deed_(deed), uses_(uses), words_(words) {
  climb();
}

void ClausePlace::climb() {
  anchors_.push_back({event_.trigger, event_.trigger, 0});
  int nouns = 0;
  for (uint32_t at = event_.trigger; static_cast<int>(anchors_.size()) <= kMaxSteps;) {
    const uint32_t head = token(at).head;
    if (head == at || !shares_place(at, nouns)) return;
    anchors_.push_back({head, at, static_cast<int>(anchors_.size())});
    at = head;
  }
}

bool ClausePlace::has_own_subject(uint32_t verb) const {
  auto children = text_.parse.children(verb);
  return std::any_of(children.begin(), children.end(),
                     [&](uint32_t child) { return one_of(token(child).dep, {"nsubj", "nsubjpass"}); });
}

std::string ClausePlace::first_mark(uint32_t verb) const {
  for (uint32_t child : text_.parse.children(verb)) {
    if (child >= verb) break;
    const Token& word = token(child);
    if (word.dep == "mark" || (word.dep == "advmod" && one_of(lower_word(text_, child), {"when", "where", "while"})))
      return lower_word(text_, child);
  }
  return "";
}

// Whether the word at `at` happens where its head does.
bool ClausePlace::shares_place(uint32_t at, int& nouns) const {
  const Token& word = token(at);
  if (!is_verb_token(word)) return shares_place_of_noun(at, nouns);
  nouns = 0;
  // What is only said or signed is where its speaker speaks, never where the clause around it is.
  if (deed_.is_speech() && word.dep != "conj") return false;
  if (word.dep == "conj") return !has_own_subject(at);
  // "six years after she was freed": another time, another place.
  if (word.dep == "advcl") return one_of(first_mark(at), {"", "when", "as", "while", "where"});
  return word.dep == "xcomp" || word.dep == "pcomp";
}

bool ClausePlace::shares_place_of_noun(uint32_t noun, int& nouns) const {
  const Token& word = token(noun);
  const Token& above = token(word.head);
  if (word.pos == "ADP") return true;
  if (!one_of(word.dep, {"dobj", "nsubj", "nsubjpass", "pobj", "attr", "conj", "compound", "oprd", "dative", "appos"})) return false;
  // "condemned the attack": that deed has a place of its own.
  if (is_verb_token(above) && is_other_deed(word.head)) {
    for (const Event& other : text_.coding.events) {
      if (other.trigger == word.head && Deed(text_, other, words_).is_speech()) return false;
    }
  }
  if (word.dep == "pobj") {
    const std::string preposition = lower_word(text_, word.head);
    bool is_topic = one_of(preposition, {"about", "over", "against", "for", "from", "to", "after", "before", "since"}) ||
                    (preposition == "on" && !deed_.is_talk());
    // "was in Richmond for a meeting"
    is_topic = is_topic && !(preposition == "for" && deed_.is_talk());
    if (is_topic) return false;
  }
  if (is_noun(word) && noun != event_.trigger && word.dep != "conj") ++nouns;
  return nouns <= kMaxNouns;
}

bool ClausePlace::is_other_deed(uint32_t at) const {
  if (at == event_.trigger) return false;
  const auto& events = text_.coding.events;
  return std::any_of(events.begin(), events.end(), [&](const Event& other) { return other.trigger == at; });
}

// "at a rally in Michigan", "on a visit to Rome": a deed that is itself where the other one was done.
bool ClausePlace::is_scene(uint32_t noun) const {
  if (token(noun).dep != "pobj") return false;
  const std::string preposition = lower_word(text_, token(noun).head);
  return one_of(preposition, {"at", "in", "on", "during"}) && (is_other_deed(noun) || words_.has("occasion", token(noun).lemma));
}

// A new clause begins at `at`, seen from its head: the places in it are its own, unless it tells the same thing on.
bool ClausePlace::crosses_clause(uint32_t at) const {
  const Token& word = token(at);
  if (word.dep == "conj") return is_verb_token(word);
  if (deed_.is_speech() && one_of(word.dep, {"pcomp", "xcomp", "advcl"})) return true;
  if (word.dep == "advcl") return !one_of(first_mark(at), {"when", "as", "after", ""});
  // "the decision to withdraw from Kabul": what was decided; other clauses only describe the noun.
  if (word.dep == "acl") return !deed_.acts_on_ground() && !(word.tag == "VB" && word.head == event_.trigger);
  return one_of(word.dep, {"ccomp", "relcl", "parataxis"});
}

// Steps from the word that the place hangs on up to the anchor; -1 if another clause or deed lies between.
int ClausePlace::steps_down(const PlaceUse& use, const Anchor& anchor) const {
  // "rejected a request from Ohio": a place in what is said is its topic; one in what is signed may be where it was.
  const bool is_said = deed_.is_speech() && event_.type != "SUPPORT" && event_.type != "AGREE";
  int nouns = 0;
  uint32_t at = use.governor;
  for (int steps = 0; steps <= kMaxSteps; ++steps) {
    if (at == anchor.token) return steps;
    const Token& word = token(at);
    if (word.head == at || crosses_clause(at) || (is_other_deed(at) && !is_scene(at))) return -1;
    // "a bell from a church in Rome", "unlike the march in Lima"
    if (word.pos == "ADP" && words_.has("aside", lower_word(text_, at))) return -1;
    // What hangs below the trigger has been tried from there.
    if (anchor.steps > 0 && at == anchor.below) return -1;
    // "in a school yard in Iquique"
    bool is_site = word.dep == "pobj" && one_of(lower_word(text_, word.head), {"in", "near", "inside", "outside"});
    bool is_step = is_noun(word) && word.dep != "conj" && !is_site && !words_.has("kind_of_place", lower_word(text_, at)) && !is_scene(at);
    if (is_step) ++nouns;
    if (nouns > (is_said ? 0 : kMaxNouns)) return -1;
    at = word.head;
  }
  return -1;
}

int ClausePlace::distance(const PlaceUse& use) const {
  if (token(use.governor).sentence != token(event_.trigger).sentence) return -1;
  for (const Anchor& anchor : anchors_) {
    const int steps = steps_down(use, anchor);
    if (steps < 0) continue;
    // "flew to Moscow and met him in Kiev": what stands behind the second verb is not the first one's.
    bool is_of_conjunct = anchor.steps > 0 && use.token > event_.trigger && use.token < anchor.token;
    return is_of_conjunct ? -1 : anchor.steps + steps;
  }
  return -1;
}

int ClausePlace::cost_of(const PlaceUse& use, int steps) const {
  // "police in Guinea fired": where those who act are from is the weaker sign.
  bool is_of_subject = one_of(token(use.governor).dep, {"nsubj", "nsubjpass"});
  int role = use.role == PlaceRole::At ? 0 : use.role == PlaceRole::Target || use.role == PlaceRole::Source ? 3 : 2;
  return steps * 4 + role + (is_of_subject ? 6 : 0) + (use.place.grain == PlaceGrain::Country ? 1 : 0);
}

// "Goma, where rebels attacked".
const PlaceUse* ClausePlace::where_clause() const {
  for (const Anchor& anchor : anchors_) {
    if (token(anchor.token).dep != "relcl" || first_mark(anchor.token) != "where") continue;
    for (const PlaceUse& use : uses_) {
      if (use.token == token(anchor.token).head || use.phrase == token(anchor.token).head) return &use;
    }
  }
  return nullptr;
}

const PlaceUse* ClausePlace::find() const {
  const PlaceUse* best = nullptr;
  int best_cost = 0;
  std::vector<const PlaceUse*> others;
  for (const PlaceUse& use : uses_) {
    if (!deed_.fits(use) || deed_.is_participant(use)) continue;
    const int steps = distance(use);
    if (steps < 0) continue;
    const int cost = cost_of(use, steps);
    others.push_back(&use);
    if (best && cost >= best_cost) continue;
    best = &use;
    best_cost = cost;
  }
  if (!best) return where_clause();
  // "in Guinea ... in the port of Conakry": the place inside it.
  for (const PlaceUse* use : others) {
    bool is_finer = best->place.grain == PlaceGrain::Country && use->place.grain != PlaceGrain::Country &&
                    use->place.country == best->place.country && use->role == PlaceRole::At;
    if (is_finer) best = use;
  }
  return best;
}

bool ClausePlace::holds(uint32_t i) const {
  for (int steps = 0; steps <= kMaxSteps; ++steps) {
    for (const Anchor& anchor : anchors_) {
      if (i == anchor.token) return true;
    }
    if (token(i).head == i || crosses_clause(i)) return false;
    i = token(i).head;
  }
  return false;
}

}  // namespace casus
