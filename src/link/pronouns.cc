// SPDX-License-Identifier: Apache-2.0
#include "link/pronouns.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/utf8.h"

namespace casus {
namespace {

// How far back, in sentences, an antecedent is looked for, and what a sentence of distance leaves of its weight (own choice, checked on
// tests/cases/code/coreference.tsv).
constexpr uint32_t kReach = 3;
constexpr double kDecay = 0.5;
// What a further mention of the same actor adds.
constexpr double kRepeated = 0.3;
// By how much the best must lead the next, else neither is taken.
constexpr double kLead = 1.15;

bool may_be(Gender a, Gender b) { return a == Gender::Unknown || b == Gender::Unknown || a == b; }

}  // namespace

PronounKind pronoun_kind(std::string_view lower) {
  static const std::map<std::string, PronounKind, std::less<>> kPronouns = {
      {"he", PronounKind::Person}, {"she", PronounKind::Person}, {"him", PronounKind::Person}, {"her", PronounKind::Person}, {"his", PronounKind::Person},
      {"hers", PronounKind::Person}, {"himself", PronounKind::Person}, {"herself", PronounKind::Person}, {"they", PronounKind::Group}, {"them", PronounKind::Group},
      {"their", PronounKind::Group}, {"themselves", PronounKind::Group}, {"it", PronounKind::Thing}, {"its", PronounKind::Thing},
      {"itself", PronounKind::Thing}, {"we", PronounKind::Speaker}, {"us", PronounKind::Speaker}, {"our", PronounKind::Speaker},
      {"ours", PronounKind::Speaker}, {"i", PronounKind::Speaker}, {"me", PronounKind::Speaker}, {"my", PronounKind::Speaker}};
  auto found = kPronouns.find(lower);
  return found == kPronouns.end() ? PronounKind::None : found->second;
}

uint32_t Pronouns::root(uint32_t m) const {
  for (int steps = 0; steps < 20 && links_[m].antecedent >= 0 && static_cast<uint32_t>(links_[m].antecedent) != m; ++steps) m = static_cast<uint32_t>(links_[m].antecedent);
  return m;
}

// "Pakistan, a key ally", "Moon is the president": the mention of whom the second is said.
uint32_t Pronouns::said_of(uint32_t m) const {
  for (int steps = 0; steps < 3 && (head(m).dep == "appos" || head(m).dep == "attr"); ++steps) {
    uint32_t other = head(m).head;
    if (head(m).dep == "attr") {
      for (uint32_t child : text_.parse.children(other)) other = token(child).dep.starts_with("nsubj") ? child : other;
    }
    if (text_.links.mention_of[other] < 0) break;
    m = static_cast<uint32_t>(text_.links.mention_of[other]);
  }
  return m;
}

std::string Pronouns::key(uint32_t m) const {
  uint32_t at = root(said_of(m));
  const ActorLink& link = links_[at];
  if (!link.actor.id.empty()) return link.actor.id + "/" + link.actor.country;
  if (text_.mentions.actors[at].kind == MentionKind::Name) return fold_name(text_.document.slice(head(at).span));
  return "#" + std::to_string(at);
}

bool Pronouns::is_plural(uint32_t m) const {
  if (links_[m].is_plural || !links_[m].members.empty()) return true;
  auto children = text_.parse.children(text_.mentions.actors[m].head);
  return std::any_of(children.begin(), children.end(), [&](uint32_t child) { return token(child).dep == "conj" && text_.links.mention_of[child] >= 0 && token(child).pos != "ADJ"; });
}

bool Pronouns::agrees(uint32_t c, uint32_t m, PronounKind kind) const {
  const ActorLink& link = links_[c];
  const bool pronoun = text_.mentions.actors[c].kind == MentionKind::Pronoun;
  if (pronoun && link.antecedent < 0) return false;
  if (kind == PronounKind::Person) {
    if (!link.is_person || link.is_plural || !link.members.empty()) return false;
    return may_be(link.gender, links_[m].gender);
  }
  if (kind == PronounKind::Group) return is_plural(c) || (!link.is_person && link.actor.coded());
  // Times and amounts are never meant.
  std::string_view dep = head(c).dep;
  return !link.is_person && !is_plural(c) && dep != "npadvmod" && dep != "nummod";
}

// Subject and object of one verb are two parties, and who speaks does not call himself "he".
bool Pronouns::is_bound_elsewhere(uint32_t c, uint32_t m) const {
  const Token &pronoun = head(m), &word = head(c);
  if (pronoun.dep != "poss") {
    if (word.head == pronoun.head) return true;
    const Token& governor = token(pronoun.head);
    if (pronoun.dep == "pobj" && word.dep.starts_with("nsubj") && word.head == governor.head) return true;
  } else if (pronoun.head == text_.mentions.actors[c].head) {
    return true;
  }
  int32_t speaker = speakers_.speaker_of(speakers_.quotation_of(text_.mentions.actors[m].head));
  return speaker >= 0 && key(static_cast<uint32_t>(speaker)) == key(c);
}

// The verb whose object, or part of whose object, the mention is: "accused them", "arrested 50 of them", "spoke to them"; or the mention's head.
uint32_t Pronouns::verb_of_object(uint32_t m) const {
  const uint32_t own = text_.mentions.actors[m].head;
  for (uint32_t at = own, steps = 0; steps < 5 && token(at).head != at; ++steps) {
    const Token& word = token(at);
    const bool is_part = word.dep == "dobj" || word.dep == "dative" || word.dep == "prep" || word.dep == "pobj" || word.dep == "nsubjpass";
    if (!is_part) return own;
    const Token& above = token(word.head);
    if (above.pos == "VERB" || above.pos == "AUX") return word.head;
    if (word.dep == "prep" && word.lemma != "of") return own;
    at = word.head;
  }
  return own;
}

// "Bolivia accused them": nor is the other party of the verb meant by another of its mentions.
std::vector<std::string> Pronouns::keys_beside(uint32_t m) const {
  std::vector<std::string> keys;
  uint32_t verb = verb_of_object(m);
  if (verb == text_.mentions.actors[m].head) return keys;
  auto add_parties = [&](uint32_t of, bool subjects_alone) {
    bool has_subject = false;
    for (uint32_t child : text_.parse.children(of)) {
      const int32_t mention = text_.links.mention_of[child];
      const bool is_subject = token(child).dep.starts_with("nsubj"), is_object = token(child).dep == "dobj" || token(child).dep == "dative";
      has_subject = has_subject || is_subject;
      const bool holds_pronoun = token(child).left_edge <= text_.mentions.actors[m].head && text_.mentions.actors[m].head <= token(child).right_edge;
      if ((is_subject || (is_object && !subjects_alone)) && !holds_pronoun && mention >= 0) keys.push_back(key(static_cast<uint32_t>(mention)));
    }
    return has_subject;
  };
  // The subject may be that of the verb with which this one is coordinated.
  for (bool first = true; !add_parties(verb, !first) && token(verb).dep == "conj"; first = false) verb = token(verb).head;
  return keys;
}

// How many steps up from `below` the verb stands; 0 if it does not govern it.
int Pronouns::steps_above(uint32_t verb, uint32_t below) const {
  for (int steps = 1; steps <= 8 && token(below).head != below; ++steps) {
    below = token(below).head;
    if (below == verb) return steps;
  }
  return 0;
}

double Pronouns::weight(uint32_t c, uint32_t m, PronounKind kind) const {
  const Token& word = head(c);
  std::string_view dep = word.dep;
  const Token* carrier = &word;
  for (int steps = 0; steps < 4 && (dep == "conj" || dep == "appos") && carrier->head != text_.mentions.actors[c].head; ++steps) {
    carrier = &token(carrier->head);
    dep = carrier->dep;
  }
  const bool subject = dep.starts_with("nsubj");
  double weight = subject ? 4 : dep == "dobj" || dep == "dative" ? 2.5 : dep == "poss" || dep == "ROOT" ? 2 : 1.5;
  if (subject && token(carrier->head).dep == "ROOT") weight += 1;
  const uint32_t distance = head(m).sentence - word.sentence;
  if (distance == 0) {
    // "China said it was opposed": the subject of the verb above.
    const int above = subject ? steps_above(carrier->head, head(m).head) : 0;
    if (above > 0) weight += above <= 2 ? 2 : 1;
  } else if (subject && head(m).dep.starts_with("nsubj")) {
    weight += 1;
  }
  if (kind == PronounKind::Group && is_plural(c)) weight += 2;
  // Countries are seldom "they".
  else if (kind == PronounKind::Group && links_[c].actor.sectors.empty()) weight *= 0.6;
  // Deeds are told of actors; a thing that is none can still be meant.
  if (!links_[c].actor.coded() && kind != PronounKind::Person) weight *= kind == PronounKind::Thing ? 0.6 : 0.3;
  if (speakers_.quotation_of(text_.mentions.actors[c].head) != speakers_.quotation_of(text_.mentions.actors[m].head)) weight *= 0.7;
  return weight * std::pow(kDecay, distance);
}

// "He shot himself": the subject of the same clause.
std::optional<uint32_t> Pronouns::reflexive(uint32_t m) const {
  for (uint32_t at = text_.mentions.actors[m].head, steps = 0; steps < 6 && token(at).head != at; ++steps) {
    at = token(at).head;
    for (uint32_t child : text_.parse.children(at)) {
      int32_t mention = text_.links.mention_of[child];
      if (token(child).dep.starts_with("nsubj") && mention >= 0 && static_cast<uint32_t>(mention) != m) return static_cast<uint32_t>(mention);
    }
  }
  return std::nullopt;
}

// "it is clear that", "it took years to".
bool Pronouns::is_expletive(uint32_t m) const {
  const Token& word = head(m);
  if (!word.dep.starts_with("nsubj") || token(word.head).lemma != "be") return word.dep == "expl";
  bool predicate = false, clause = false;
  for (uint32_t child : text_.parse.children(word.head)) {
    predicate = predicate || token(child).dep == "acomp" || token(child).dep == "attr";
    clause = clause || token(child).dep == "ccomp" || token(child).dep == "xcomp" || token(child).dep == "advcl" || token(child).dep == "csubj";
  }
  return predicate && clause;
}

// "Asked about his taxes, Trump said": the subject behind a phrase that stands before it.
bool Pronouns::is_fronted_for(uint32_t m, uint32_t c) const {
  const Token& word = head(c);
  if (!word.dep.starts_with("nsubj") || word.sentence != head(m).sentence) return false;
  const uint32_t verb = word.head;
  uint32_t below = text_.mentions.actors[m].head;
  for (int steps = 0; steps < 8 && token(below).head != below; ++steps) {
    const Token& at = token(below);
    if (at.head == verb) return below < text_.mentions.actors[c].head && (at.dep == "advcl" || at.dep == "prep");
    below = at.head;
  }
  return false;
}

std::optional<uint32_t> Pronouns::best_of(const std::vector<Candidate>& candidates) const {
  const Candidate *best = nullptr, *next = nullptr;
  for (const Candidate& candidate : candidates) {
    if (!best || candidate.score > best->score) next = best, best = &candidate;
    else if (!next || candidate.score > next->score) next = &candidate;
  }
  if (!best || (next && best->score < kLead * next->score)) return std::nullopt;
  return best->mention;
}

std::optional<uint32_t> Pronouns::antecedent(uint32_t m, PronounKind kind) const {
  const std::string word = to_lower(text_.document.slice(head(m).span));
  if (word.ends_with("self") || word.ends_with("selves")) return reflexive(m);
  if (kind == PronounKind::Thing && is_expletive(m)) return std::nullopt;
  std::vector<Candidate> candidates;
  const std::vector<std::string> others = keys_beside(m);
  auto add = [&](uint32_t c, double score) {
    std::string its_key = key(c);
    if (std::find(others.begin(), others.end(), its_key) != others.end()) return;
    auto known = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& other) { return other.key == its_key; });
    if (known == candidates.end()) candidates.push_back({std::move(its_key), links_[said_of(c)].actor.coded() ? said_of(c) : c, score});
    else known->score = std::max(known->score, score) + kRepeated * std::min(known->score, score);
  };
  for (uint32_t c = m; c-- > 0 && head(m).sentence - head(c).sentence <= kReach;) {
    std::string_view dep = head(c).dep;
    if (dep == "amod" || dep == "compound" || dep == "nmod" || head(c).pos == "ADJ" || !agrees(c, m, kind) || is_bound_elsewhere(c, m)) continue;
    if (kind == PronounKind::Person && !may_be(links_[root(said_of(c))].gender, links_[m].gender)) continue;
    double score = weight(c, m, kind);
    if (kind == PronounKind::Person) {
      if (links_[c].gender != Gender::Unknown) score *= 1.5;
      if (text_.mentions.actors[c].kind == MentionKind::Nominal) score *= 0.8;
    }
    add(c, score);
  }
  for (uint32_t c = m + 1; c < links_.size() && head(c).sentence == head(m).sentence; ++c) {
    if (text_.mentions.actors[c].kind == MentionKind::Name && agrees(c, m, kind) && is_fronted_for(m, c)) add(c, 6);
  }
  return best_of(candidates);
}

}  // namespace casus
