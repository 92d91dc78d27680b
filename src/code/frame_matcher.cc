// SPDX-License-Identifier: Apache-2.0
#include "code/frame_matcher.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kShownLosers = 8;

// Lower case of a word that may stand in a table; words with other than ASCII letters are in none.
std::string_view lower_word(std::string_view word, std::array<char, 40>& buffer) {
  if (word.size() > buffer.size()) return {};
  for (size_t i = 0; i < word.size(); ++i) buffer[i] = word[i] >= 'A' && word[i] <= 'Z' ? static_cast<char>(word[i] + 32) : word[i];
  return {buffer.data(), word.size()};
}

// The parser's lemma of some past forms is another word: stag of "staged", rap of "raped", cordone of "cordoned".
WordId verb_id(const FrameLexicon& lexicon, const Token& token, std::string_view lemma, std::string_view surface) {
  WordId id = lexicon.word_id(lemma);
  if ((token.tag != "VBD" && token.tag != "VBN") || !surface.ends_with("ed")) return id;
  std::string_view with_e = surface.substr(0, surface.size() - 1), without_e = surface.substr(0, surface.size() - 2);
  WordId better = 0;
  if (with_e.size() == lemma.size() + 1 && with_e.starts_with(lemma)) better = lexicon.word_id(with_e);
  else if (lemma == with_e && !lexicon.frames_of(id)) better = lexicon.word_id(without_e);
  return better != 0 && lexicon.frames_of(better) ? better : id;
}

}  // namespace

FrameMatcher::FrameMatcher(const Analysis& text, const FrameLexicon& lexicon, const Slots& slots) : text_(text), lexicon_(lexicon), slots_(slots) {
  lemma_ids_.reserve(text.parse.tokens.size());
  surface_ids_.reserve(text.parse.tokens.size());
  std::array<char, 40> lemma_buffer, surface_buffer;
  for (const Token& token : text.parse.tokens) {
    std::string_view lemma = lower_word(token.lemma, lemma_buffer), surface = lower_word(text.document.slice(token.span), surface_buffer);
    lemma_ids_.push_back(verb_id(lexicon, token, lemma, surface));
    surface_ids_.push_back(surface == lemma ? lemma_ids_.back() : lexicon.word_id(surface));
  }
}

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
    for (auto word = frame.other_ids.rbegin(); word != frame.other_ids.rend(); ++word) {
      if (at == 0) return false;
      --at;
      if (text_.parse.tokens[at].lemma == "-" && at > 0) --at;
      if (lemma_ids_[at] != *word && surface_ids_[at] != *word) return false;
    }
    return true;
  }
  if (frame.prefix_id != 0 && (token < 2 || text_.parse.tokens[token - 1].lemma != "-" || lemma_ids_[token - 2] != frame.prefix_id)) return false;
  uint32_t after = token;
  for (WordId word : frame.other_ids) {
    bool found = false;
    for (uint32_t child : text_.parse.children(token)) {
      const Token& dependent = text_.parse.tokens[child];
      bool kind = dependent.dep == "prt" || dependent.dep == "advmod" || dependent.dep == "acomp" || dependent.dep == "oprd" ||
                  dependent.dep == "prep" || dependent.dep == "dobj" || dependent.dep == "npadvmod" || dependent.dep == "ccomp" ||
                  (dependent.dep == "advcl" && dependent.pos == "ADJ");
      if (kind && child > after && lemma_ids_[child] == word && !(child > after + 1 && opens_place(child))) { after = child; found = true; break; }
    }
    // The particle may hang elsewhere in a misparse: accept it right behind the verb.
    if (!found && after + 1 < text_.parse.tokens.size() && lemma_ids_[after + 1] == word) { ++after; found = true; }
    if (!found) return false;
  }
  return true;
}

// "turned the cannon on a crowd in Nairobi" is no "turn in".
bool FrameMatcher::opens_place(uint32_t preposition) const {
  if (text_.parse.tokens[preposition].dep != "prep") return false;
  auto objects = text_.parse.children(preposition);
  return std::any_of(objects.begin(), objects.end(), [&](uint32_t object) {
    const int32_t entity = text_.parse.entity_of[object];
    if (entity < 0 || text_.parse.tokens[object].dep != "pobj") return false;
    const std::string_view label = text_.parse.entities[static_cast<size_t>(entity)].label;
    return label == "GPE" || label == "LOC" || label == "FAC";
  });
}

bool FrameMatcher::fits_word(const FrameCondition& condition, uint32_t filler) const {
  auto listed = [&](WordId word) { return word != 0 && std::binary_search(condition.ids.begin(), condition.ids.end(), word); };
  return listed(lemma_ids_[filler]) || listed(surface_ids_[filler]) || (condition.has_phrases && fits_phrase(condition, filler));
}

// Compounds ("trade agreement", "sit-in"), phrasal verbs ("hand over") and phrases with a preposition ("state of emergency").
bool FrameMatcher::fits_phrase(const FrameCondition& condition, uint32_t filler) const {
  const auto& tokens = text_.parse.tokens;
  std::string lemma = to_lower(tokens[filler].lemma);
  std::string phrase = lemma;
  for (uint32_t i = filler; i > tokens[filler].left_edge && filler - i < 4;) {
    std::string before = to_lower(tokens[--i].lemma);
    phrase = before + (before == "-" || phrase.front() == '-' ? "" : " ") + phrase;
    if (lexicon_.has_phrase(condition, phrase)) return true;
  }
  for (uint32_t child : text_.parse.children(filler)) {
    const Token& dependent = tokens[child];
    if (dependent.dep == "prt" && lexicon_.has_phrase(condition, lemma + " " + std::string(dependent.lemma))) return true;
    if (dependent.dep != "prep" || child < filler) continue;
    for (uint32_t object : text_.parse.children(child)) {
      if (lexicon_.has_phrase(condition, lemma + " " + to_lower(dependent.lemma) + " " + to_lower(tokens[object].lemma))) return true;
    }
  }
  return false;
}

// "had left", "freed": told as past, not as what is promised.
bool FrameMatcher::is_done(uint32_t verb) const {
  const auto& tokens = text_.parse.tokens;
  bool past = tokens[verb].tag == "VBD";
  for (uint32_t child : text_.parse.children(verb)) {
    if (tokens[child].dep != "aux" && tokens[child].dep != "auxpass") continue;
    if (tokens[child].tag == "MD" || tokens[child].tag == "TO") return false;
    past = past || tokens[child].lemma == "have" || tokens[child].tag == "VBD";
  }
  return past && tokens[verb].tag != "VBG";
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
    case Filler::Party: {
      const ActorLink* link = actor_at(filler);
      if (!link) return false;
      if (link->actor.coded() && PartyKinds::fits(*condition.kind, link->actor, link->is_person, link->is_plural)) return true;
      return std::any_of(link->members.begin(), link->members.end(), [&](const Actor& member) { return PartyKinds::fits(*condition.kind, member, false, true); });
    }
    case Filler::Several: {
      // One party among others, or a group: "the ministers", "Chad and Niger", "both sides", the African Union.
      const ActorLink* link = actor_at(filler);
      if (!link) return false;
      const std::vector<uint32_t> others = slots_.with_conjuncts(filler);
      return link->is_plural || link->members.size() > 1 || link->actor.country == "UNO" || link->actor.country == "EUR" || link->actor.country == "IGO" ||
             std::any_of(others.begin() + 1, others.end(), [&](uint32_t other) { return actor_at(other) != nullptr; });
    }
    case Filler::Done: return is_done(filler);
    case Filler::Word: return fits_word(condition, filler);
  }
  return false;
}

bool FrameMatcher::holds(const FrameCondition& condition, uint32_t token, std::vector<uint32_t>& consumed) const {
  const std::vector<uint32_t>& heads = slots_.fill_cached(token, condition.slot);
  if (condition.filler == FrameCondition::Filler::None) return heads.empty() != condition.negated;
  for (uint32_t head : heads) {
    std::vector<uint32_t> fillers = slots_.with_conjuncts(head);
    // "700 kg of medicine", "the rest of its troops": the measure and what is measured.
    if (lexicon_.in_class("measure", text_.parse.tokens[head].lemma)) {
      for (uint32_t measured : slots_.fill(head, "of")) fillers.push_back(measured);
    }
    for (uint32_t filler : fillers) {
      if (!fits(condition, filler)) continue;
      if (!condition.negated && condition.filler != FrameCondition::Filler::Any) consumed.push_back(filler);
      return !condition.negated;
    }
  }
  return condition.negated;
}

std::optional<FrameMatch> FrameMatcher::match(uint32_t token) const {
  const Token& word = text_.parse.tokens[token];
  FrameCategory category = slots_.is_verb(token) ? FrameCategory::Verb : word.pos == "ADJ" ? FrameCategory::Adjective : FrameCategory::Noun;
  const std::vector<Frame>* frames = lexicon_.frames_of(lemma_ids_[token]);
  if (!frames) return std::nullopt;
  FrameMatch match;
  match.trigger = token;
  for (const Frame& frame : *frames) {
    if (frame.category != category || !has_other_words(frame, token)) continue;
    match.consumed.clear();
    auto failed = std::find_if(frame.conditions.begin(), frame.conditions.end(),
                               [&](const FrameCondition& condition) { return !holds(condition, token, match.consumed); });
    if (failed == frame.conditions.end()) {
      match.frame = &frame;
      return match;
    }
    if (match.losers.size() < kShownLosers) match.losers.push_back({&frame, &*failed});
  }
  return std::nullopt;
}

}  // namespace casus
