// SPDX-License-Identifier: Apache-2.0
#include "code/composition.h"

#include <fmt/format.h>

#include <algorithm>

namespace casus {
namespace {

constexpr int kDepth = 3;

std::optional<Embedding> embedding_of(const std::string& type) {
  if (type == "AGREE") return Embedding::Agree;
  if (type == "REQUEST") return Embedding::Request;
  if (type == "REJECT") return Embedding::Reject;
  if (type == "THREATEN") return Embedding::Threaten;
  return std::nullopt;
}

// Codes that say no more than the type: 030, 100, 12.
bool is_open(const std::string& cameo) { return cameo.size() <= 2 || (cameo.size() == 3 && cameo[2] == '0'); }

bool cooperates(const std::string& type) { return type == "CONSULT" || type == "SUPPORT" || type == "COOPERATE" || type == "AID"; }

bool yields(const std::string& type) { return type == "CONCEDE" || type == "RETREAT" || type == "AGREE"; }

}  // namespace

// The frame that fires at this token, or at the noun or verb it carries ("hold talks", "help to mediate").
const FrameMatch* Composition::deed_at(uint32_t token, int depth) const {
  if (match_at_[token] >= 0 && matches_[match_at_[token]].frame->type != "NONE") return &matches_[match_at_[token]];
  if (depth >= kDepth) return nullptr;
  for (std::string_view slot : {"object", "complement", "of", "to", "in"}) {
    if (!slots_.is_verb(token) && slot != "of") continue;
    for (uint32_t next : slots_.fill(token, slot)) {
      if (next < token) continue;
      if (const FrameMatch* deed = deed_at(next, depth + 1)) return deed;
    }
  }
  return nullptr;
}

const FrameMatch* Composition::deed_under(const FrameMatch& match) const {
  for (std::string_view slot : {"complement", "object", "to", "for", "on", "of", "from"}) {
    for (uint32_t head : slots_.fill(match.trigger, slot)) {
      if (head == match.trigger) continue;
      if (const FrameMatch* deed = deed_at(head, 0); deed && deed->trigger != match.trigger) return deed;
    }
  }
  return nullptr;
}

bool Composition::is_negated(uint32_t token) const {
  return std::any_of(text_.parse.children(token).begin(), text_.parse.children(token).end(), [&](uint32_t child) { return text_.parse.tokens[child].dep == "neg"; });
}

// "ended the talks", "stopped sending aid".
bool Composition::is_ended(const FrameMatch& match) const {
  const auto& tokens = text_.parse.tokens;
  int32_t governor = -1;
  if (match.frame->category == FrameCategory::Noun) {
    governor = slots_.light_verb_of(match.trigger);
  } else if (match.frame->category == FrameCategory::Verb) {
    const Token& token = tokens[match.trigger];
    if (token.dep == "xcomp" || token.dep == "ccomp") governor = static_cast<int32_t>(token.head);
  }
  if (governor < 0 || static_cast<uint32_t>(governor) == match.trigger) return false;
  std::string lemma(tokens[governor].lemma);
  const LightEffect* effect = nullptr;
  for (uint32_t child : text_.parse.children(static_cast<uint32_t>(governor))) {
    if (tokens[child].dep == "prt" || (tokens[child].dep == "prep" && child < match.trigger)) {
      if (!effect) effect = lexicon_.light_verb(lemma + " " + std::string(tokens[child].lemma));
    }
  }
  if (!effect) effect = lexicon_.light_verb(lemma);
  return effect && *effect == LightEffect::End;
}

// "President to visit Chad in May"
bool Composition::is_headline_infinitive(uint32_t verb) const {
  const auto& tokens = text_.parse.tokens;
  const Token& token = tokens[verb];
  if (token.tag != "VB" || (token.dep != "acl" && token.dep != "relcl") || tokens[token.head].dep != "ROOT" || slots_.has_finite_verb(token.sentence)) return false;
  auto helpers = slots_.children_with(verb, {"aux"});
  return std::any_of(helpers.begin(), helpers.end(), [&](uint32_t child) { return tokens[child].tag == "TO"; });
}

bool Composition::depends_on_condition(uint32_t verb) const {
  // "said they would meet him if": a promise for all that.
  if (text_.parse.tokens[verb].dep == "ccomp") return false;
  bool would = false, condition = false;
  for (uint32_t child : text_.parse.children(verb)) {
    const Token& word = text_.parse.tokens[child];
    would = would || (word.dep == "aux" && word.lemma == "would");
    if (word.dep != "advcl") continue;
    for (uint32_t mark : slots_.children_with(child, {"mark"})) condition = condition || text_.parse.tokens[mark].lemma == "if";
  }
  return would && condition;
}

// "will meet", "is to visit", "plans to send", "talks will be held".
bool Composition::is_to_come(uint32_t trigger) const {
  const auto& tokens = text_.parse.tokens;
  uint32_t verb = trigger;
  if (!slots_.is_verb(trigger)) {
    int32_t light = slots_.light_verb_of(trigger);
    if (light >= 0) verb = static_cast<uint32_t>(light);
    else if (tokens[trigger].dep.starts_with("nsubj") && slots_.is_verb(tokens[trigger].head)) verb = tokens[trigger].head;
    else return false;
  }
  for (int steps = 0; steps < 3; ++steps) {
    bool future = false, perfect = false;
    if (is_headline_infinitive(verb)) return true;
    for (uint32_t child : text_.parse.children(verb)) {
      if (tokens[child].dep != "aux") continue;
      std::string_view lemma = tokens[child].lemma;
      if (tokens[child].tag == "MD" && (lemma == "will" || lemma == "would" || lemma == "shall" || lemma == "’ll" || lemma == "'ll")) future = true;
      if (lemma == "have") perfect = true;
    }
    // "would release them if a ransom were paid" promises nothing.
    if (future) return !perfect && !depends_on_condition(verb);
    const Token& token = tokens[verb];
    uint32_t governor = token.head;
    if (governor == verb || !slots_.is_verb(governor)) return false;
    if (token.dep == "conj") {
      // A coordinated verb shares the auxiliary, unless it has its own or another tense.
      if (token.tag != "VB") return false;
    } else if (token.dep == "xcomp") {
      const LightEffect* effect = lexicon_.light_verb(tokens[governor].lemma);
      if ((effect && *effect == LightEffect::Plan) || tokens[governor].lemma == "be" || tokens[governor].lemma == "expect") return true;
      if (tokens[governor].lemma == "go" && tokens[governor].tag == "VBG") return true;
      if (!effect) return false;
    } else {
      return false;
    }
    verb = governor;
  }
  return false;
}

// "Chad will not lift the ban, the Chadian minister said".
bool Composition::is_own_country(uint32_t verb, uint32_t subject) const {
  const Token& token = text_.parse.tokens[verb];
  if (token.dep != "ccomp" || !slots_.is_verb(token.head)) return false;
  auto speakers = slots_.children_with(token.head, {"nsubj"});
  int32_t own = text_.links.mention_of[subject], speaker = speakers.empty() ? -1 : text_.links.mention_of[speakers.front()];
  if (own < 0 || speaker < 0) return false;
  const Actor& said = text_.links.actors[speaker].actor;
  return !said.country.empty() && said.country == text_.links.actors[own].actor.country && !said.sectors.empty() && said.sectors.front() == "GOV";
}

// "We will not", "Syria said it would not": the party speaks of itself.
bool Composition::is_own_will(uint32_t verb) const {
  const auto& tokens = text_.parse.tokens;
  auto subjects = slots_.children_with(verb, {"nsubj"});
  if (subjects.empty()) return false;
  if (tokens[subjects.front()].pos != "PRON") return is_own_country(verb, subjects.front());
  std::string_view lemma = tokens[subjects.front()].lemma;
  if (lemma == "we" || lemma == "I") return true;
  const Token& token = tokens[verb];
  return token.dep == "ccomp" && slots_.is_verb(token.head) && !slots_.children_with(token.head, {"nsubj"}).empty() && lemma != "that" && lemma != "this";
}

// "will not meet", "would not accept": no cooperation, by one's own will.
bool Composition::is_refused(uint32_t trigger) const {
  const auto& tokens = text_.parse.tokens;
  uint32_t verb = trigger;
  if (!slots_.is_verb(trigger)) {
    int32_t light = slots_.light_verb_of(trigger);
    if (light < 0) return false;
    verb = static_cast<uint32_t>(light);
  }
  if (!is_negated(verb) || slots_.is_passive(verb) || !is_own_will(verb)) return false;
  bool will = false;
  for (uint32_t child : text_.parse.children(verb)) {
    std::string_view lemma = tokens[child].lemma;
    if (tokens[child].dep != "aux") continue;
    if (lemma == "have" || lemma == "be") return false;
    will = will || (tokens[child].tag == "MD" && (lemma == "will" || lemma == "would" || lemma == "wo" || lemma == "shall"));
  }
  return will;
}

Composed Composition::code_of(const FrameMatch& match, int depth) const {
  const Frame& frame = *match.frame;
  const Ontology& ontology = lexicon_.ontology();
  Composed composed{{frame.type, frame.mode, frame.cameo.empty() ? ontology.type_entry(frame.type, frame.mode).cameo : frame.cameo}, nullptr, "", false, false};
  if (frame.type == "NONE") return composed;
  if (is_ended(match)) {
    auto ended = ontology.embedded(composed.code.cameo, Embedding::End);
    composed.code = ended.value_or(Coded{"NONE", "", ""});
    composed.ends = true;
    composed.why = fmt::format("brought to an end: {} {}", composed.code.type, composed.code.cameo);
    return composed;
  }
  if (depth == 0 && (cooperates(frame.type) || yields(frame.type)) && is_refused(match.trigger)) {
    if (auto refused = ontology.embedded(composed.code.cameo, Embedding::Reject)) {
      composed.code = *refused;
      composed.refuses = true;
      composed.why = fmt::format("refused: {} {}", composed.code.type, composed.code.cameo);
      return composed;
    }
  }
  if (cooperates(frame.type) || frame.type == "RETREAT") {
    if (!is_to_come(match.trigger)) return composed;
    auto promised = ontology.embedded(composed.code.cameo, Embedding::Agree);
    if (!promised) return composed;
    composed.code = *promised;
    composed.why = fmt::format("still to come: {} {}", composed.code.type, composed.code.cameo);
    return composed;
  }
  auto embedding = embedding_of(frame.type);
  if (!embedding || depth >= kDepth) return composed;
  const FrameMatch* deed = deed_under(match);
  if (!deed) return composed;
  // "warned them not to send ships": what the other side must not do is no part of the threat.
  if (*embedding == Embedding::Threaten && is_negated(deed->trigger)) return composed;
  Composed inner = code_of(*deed, depth + 1);
  if (inner.code.type == "NONE") return composed;
  // What is still to come in a promise is promised once.
  std::string cameo = inner.why.starts_with("still") ? (deed->frame->cameo.empty() ? inner.code.cameo : deed->frame->cameo) : inner.code.cameo;
  composed.deed = deed;
  auto outer = ontology.embedded(cameo, *embedding);
  if (!outer) return composed;
  bool closer = is_open(composed.code.cameo) ? !is_open(outer->cameo) : outer->cameo.size() > composed.code.cameo.size() && outer->cameo.starts_with(composed.code.cameo);
  if (!closer) return composed;
  composed.why = fmt::format("{} under {}: {}", cameo, frame.type, outer->cameo);
  composed.code.cameo = outer->cameo;
  // A promised concession is CONCEDE; the mode is what is asked, refused or threatened.
  composed.code.type = outer->type;
  if (!outer->mode.empty()) composed.code.mode = outer->mode;
  return composed;
}

}  // namespace casus
