// SPDX-License-Identifier: Apache-2.0
#include "code/frame_matcher.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kShownLosers = 8;

FrameCategory category_of(const Token& token) {
  if (token.pos == "VERB" || token.pos == "AUX") return FrameCategory::Verb;
  if (token.pos == "ADJ") return FrameCategory::Adjective;
  return FrameCategory::Noun;
}

}  // namespace

const ActorLink* FrameMatcher::actor_at(uint32_t token) const {
  int32_t mention = text_.links.mention_of[token];
  if (mention < 0) return nullptr;
  const ActorLink& link = text_.links.actors[mention];
  return link.actor.coded() || !link.members.empty() ? &link : nullptr;
}

bool FrameMatcher::is_place(uint32_t token) const {
  return std::any_of(text_.links.places.begin(), text_.links.places.end(), [&](const PlaceMention& place) {
    return place.first_token <= token && token < place.end_token && !place.is_adjective;
  });
}

bool FrameMatcher::has_other_words(const Frame& frame, uint32_t token) const {
  if (frame.category == FrameCategory::Noun) {
    // The words directly before the head, in order.
    uint32_t at = token;
    for (auto word = frame.other_words.rbegin(); word != frame.other_words.rend(); ++word) {
      if (at == 0) return false;
      --at;
      if (text_.parse.tokens[at].lemma == "-" && at > 0) --at;
      if (to_lower(text_.parse.tokens[at].lemma) != *word) return false;
    }
    return true;
  }
  uint32_t after = token;
  for (const std::string& word : frame.other_words) {
    bool found = false;
    for (uint32_t child : text_.parse.children(token)) {
      const Token& dependent = text_.parse.tokens[child];
      bool kind = dependent.dep == "prt" || dependent.dep == "advmod" || dependent.dep == "acomp" || dependent.dep == "oprd" ||
                  dependent.dep == "prep" || dependent.dep == "dobj" || dependent.dep == "npadvmod";
      if (kind && child > after && to_lower(dependent.lemma) == word) { after = child; found = true; break; }
    }
    // The particle may hang elsewhere in a misparse: accept it right behind the verb.
    if (!found && after + 1 < text_.parse.tokens.size() && to_lower(text_.parse.tokens[after + 1].lemma) == word) { ++after; found = true; }
    if (!found) return false;
  }
  return true;
}

bool FrameMatcher::fits_word(const FrameCondition& condition, uint32_t filler) const {
  const Token& token = text_.parse.tokens[filler];
  auto listed = [&](const std::string& word) {
    return std::any_of(condition.words.begin(), condition.words.end(), [&](const std::string& item) {
      return item.front() == '@' ? lexicon_.in_class(item.substr(1), word) : item == word;
    });
  };
  std::string lemma = to_lower(token.lemma), surface = to_lower(text_.document.slice(token.span));
  if (listed(lemma) || listed(surface)) return true;
  // Compounds ("trade agreement") and phrasal verbs ("hand over").
  std::string phrase = lemma;
  for (uint32_t i = filler; i > token.left_edge && filler - i < 3;) {
    phrase = to_lower(text_.parse.tokens[--i].lemma) + " " + phrase;
    if (listed(phrase)) return true;
  }
  for (uint32_t child : text_.parse.children(filler)) {
    const Token& dependent = text_.parse.tokens[child];
    if (dependent.dep == "prt" && listed(lemma + " " + std::string(dependent.lemma))) return true;
    if (dependent.dep == "prep" && child > filler) {
      // "state of emergency"
      for (uint32_t object : text_.parse.children(child)) {
        if (listed(lemma + " " + to_lower(dependent.lemma) + " " + to_lower(text_.parse.tokens[object].lemma))) return true;
      }
    }
  }
  return false;
}

bool FrameMatcher::fits(const FrameCondition& condition, uint32_t filler) const {
  using Filler = FrameCondition::Filler;
  switch (condition.filler) {
    case Filler::Any: return true;
    case Filler::None: return false;
    case Filler::Place: return is_place(filler);
    case Filler::Actor: return actor_at(filler) != nullptr;
    case Filler::Person: {
      int32_t mention = text_.links.mention_of[filler];
      return mention >= 0 && text_.links.actors[mention].is_person;
    }
    case Filler::Armed: {
      const ActorLink* link = actor_at(filler);
      if (!link || link->actor.sectors.empty()) return false;
      static constexpr std::string_view kArmed[] = {"MIL", "REB", "PRM", "COP", "UAF"};
      return std::find(std::begin(kArmed), std::end(kArmed), link->actor.sectors.front()) != std::end(kArmed);
    }
    case Filler::Word: return fits_word(condition, filler);
  }
  return false;
}

bool FrameMatcher::holds(const FrameCondition& condition, uint32_t token, std::vector<uint32_t>& consumed) const {
  std::vector<uint32_t> fillers;
  for (uint32_t head : slots_.fill(token, condition.slot)) {
    for (uint32_t filler : slots_.with_conjuncts(head)) fillers.push_back(filler);
  }
  if (condition.filler == FrameCondition::Filler::None) return fillers.empty() != condition.negated;
  auto hit = std::find_if(fillers.begin(), fillers.end(), [&](uint32_t filler) { return fits(condition, filler); });
  if (hit != fillers.end() && !condition.negated && condition.filler != FrameCondition::Filler::Any) consumed.push_back(*hit);
  return (hit != fillers.end()) != condition.negated;
}

std::optional<FrameMatch> FrameMatcher::match(uint32_t token) const {
  const Token& word = text_.parse.tokens[token];
  const std::vector<Frame>* frames = lexicon_.frames_of(to_lower(word.lemma));
  if (!frames) return std::nullopt;
  FrameMatch match;
  match.trigger = token;
  FrameCategory category = category_of(word);
  for (const Frame& frame : *frames) {
    if (frame.category != category || !has_other_words(frame, token)) continue;
    match.consumed.clear();
    auto failed = std::find_if(frame.conditions.begin(), frame.conditions.end(),
                               [&](const FrameCondition& condition) { return !holds(condition, token, match.consumed); });
    if (failed == frame.conditions.end()) {
      match.frame = &frame;
      return match;
    }
    if (match.losers.size() < kShownLosers) match.losers.push_back(fmt::format("{} lost: {} did not hold", frame.where, failed->slot));
  }
  return std::nullopt;
}

}  // namespace casus
