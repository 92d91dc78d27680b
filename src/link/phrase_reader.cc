// SPDX-License-Identifier: Apache-2.0
#include "link/phrase_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace casus {
namespace {

bool is_modifier(std::string_view dep) { return dep == "amod" || dep == "compound" || dep == "nmod" || dep == "poss"; }

void add_unique(std::vector<std::string>& items, const std::string& item) {
  if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
}

}  // namespace

PhraseReader::PhraseReader(const Analysis& text, const ActorTables& tables, std::optional<Date> day)
    : text_(text), tables_(tables), day_(day), matches_(find_name_matches(text.document, text.parse, tables)),
      match_of_(text.parse.tokens.size(), -1) {
  for (size_t m = 0; m < matches_.size(); ++m) {
    for (uint32_t i = matches_[m].first_token; i < matches_[m].end_token; ++i) match_of_[i] = static_cast<int32_t>(m);
  }
}

std::string PhraseReader::lemma_key(uint32_t token) const { return name_key(text_.parse.tokens[token].lemma); }

PhraseReader::AgentMatch PhraseReader::agent_ending_at(uint32_t token) const {
  AgentMatch best;
  std::string phrase;
  for (uint32_t length = 0, i = token; length < 2 * tables_.longest_agent(); ++length, --i) {
    std::string word = lemma_key(i);
    if (!word.empty()) phrase = phrase.empty() ? word : word + " " + phrase;
    if (const AgentEntry* entry = tables_.agent(phrase)) best = {entry, i, token + 1, phrase};
    if (i == 0 || text_.parse.tokens[i - 1].sentence != text_.parse.tokens[token].sentence) break;
  }
  if (!best.entry) {
    // Plural nouns that the parser takes for names keep their ending.
    std::string surface = name_key(text_.document.slice(text_.parse.tokens[token].span));
    if (const AgentEntry* entry = tables_.agent(surface)) return {entry, token, token + 1, surface};
    if (surface.ends_with('s')) {
      surface.pop_back();
      if (const AgentEntry* entry = tables_.agent(surface)) return {entry, token, token + 1, surface};
    }
  }
  return best;
}

std::optional<std::string> PhraseReader::country_at(uint32_t token, std::vector<std::string>& why) const {
  const NameMatch* match = match_at(token);
  if (!match) return std::nullopt;
  std::string reason;
  Actor actor = ActorTables::as_of(*match->rows, day_, reason);
  if (actor.country.empty()) return std::nullopt;
  why.push_back("country from \"" + std::string(text_.document.slice(text_.parse.tokens[token].span)) + "\": " + reason);
  return actor.country;
}

std::string PhraseReader::country_of(uint32_t head, std::vector<std::string>& why) const {
  const auto& tokens = text_.parse.tokens;
  auto children = text_.parse.children(head);
  for (uint32_t child : children) {
    if (child > head || !is_modifier(tokens[child].dep)) continue;
    if (auto country = country_at(child, why)) return *country;
    // "the South Korean army": the adjective hangs on a modifier.
    for (uint32_t i = tokens[child].left_edge; i <= child; ++i) {
      if (auto country = country_at(i, why)) return *country;
    }
  }
  for (std::string_view preposition : {"of", "from", "in"}) {
    for (uint32_t child : children) {
      if (child < head || tokens[child].dep != "prep" || tokens[child].lemma != preposition) continue;
      for (uint32_t object : text_.parse.children(child)) {
        if (tokens[object].dep != "pobj") continue;
        if (auto country = country_at(object, why)) return *country;
        std::string inner = country_of(object, why);
        if (!inner.empty()) return inner;
        for (const PlaceMention& place : text_.links.places) {
          if (place.place && place.first_token <= object && object < place.end_token && !place.place->country.empty()) {
            why.push_back("country of the place \"" + place.place->name + "\"");
            return place.place->country;
          }
        }
      }
    }
  }
  return "";
}

void PhraseReader::apply_modifiers(uint32_t head, uint32_t agent_start, ActorLink& link) const {
  const auto& tokens = text_.parse.tokens;
  std::vector<std::string> added;
  for (uint32_t i = tokens[head].left_edge; i < agent_start; ++i) {
    const ModifierEntry* modifier = tables_.modifier(lemma_key(i));
    if (!modifier || modifier->sectors.empty()) continue;
    auto& sectors = link.actor.sectors;
    if (modifier->effect == "add") {
      added.insert(added.end(), modifier->sectors.begin(), modifier->sectors.end());
    } else {
      sectors.insert(sectors.begin(), modifier->sectors.begin(), modifier->sectors.end());
    }
    link.why.push_back(fmt::format("modifier \"{}\" ({}, {})", tokens[i].lemma, modifier->effect, modifier->where));
  }
  std::vector<std::string> unique;
  for (const std::string& sector : link.actor.sectors) add_unique(unique, sector);
  for (const std::string& sector : added) add_unique(unique, sector);
  link.actor.sectors = std::move(unique);
}

bool PhraseReader::read_name(uint32_t head, ActorLink& link) const {
  const NameMatch* match = match_at(head);
  if (!match) return false;
  // "Iran nuclear chief": the match must end the phrase, not only begin it.
  std::string why;
  link.actor = ActorTables::as_of(*match->rows, day_, why);
  link.is_person = match->rows->front().kind == NameKind::Person;
  link.why.push_back(std::move(why));
  apply_modifiers(head, match->first_token, link);
  return true;
}

bool PhraseReader::read_nominal(uint32_t head, ActorLink& link) const {
  AgentMatch agent = agent_ending_at(head);
  if (!agent.entry) return false;
  link.actor.name = text_.document.slice({text_.parse.tokens[agent.first_token].span.start, text_.parse.tokens[head].span.end});
  link.actor.sectors = agent.entry->sectors;
  link.actor.country = agent.entry->country;
  link.is_person = agent.entry->is_person;
  link.why.push_back(fmt::format("\"{}\" is in {}", agent.phrase, agent.entry->where));
  apply_modifiers(head, agent.first_token, link);
  if (link.actor.country.empty()) link.actor.country = country_of(head, link.why);
  return true;
}

// "French Foreign Minister Bernard Kouchner", "Bakhodir Kurbanov, the defence minister", "spokesman Juan Perez".
bool PhraseReader::read_title(uint32_t head, ActorLink& link) const {
  const auto& tokens = text_.parse.tokens;
  for (uint32_t i = head; i-- > tokens[head].left_edge;) {
    AgentMatch agent = agent_ending_at(i);
    if (!agent.entry) continue;
    link.actor.name = text_.document.slice({tokens[i + 1].span.start, tokens[head].span.end});
    link.actor.sectors = agent.entry->sectors;
    link.actor.country = agent.entry->country;
    link.is_person = true;
    link.why.push_back(fmt::format("title \"{}\" is in {}", agent.phrase, agent.entry->where));
    apply_modifiers(head, agent.first_token, link);
    if (link.actor.country.empty()) link.actor.country = country_of(head, link.why);
    if (link.actor.country.empty()) link.actor.country = country_of(i, link.why);
    return true;
  }
  for (uint32_t child : text_.parse.children(head)) {
    if (tokens[child].dep != "appos") continue;
    ActorLink apposition;
    if (read_name(child, apposition) || read_nominal(child, apposition)) {
      std::string name(text_.document.slice(tokens[head].span));
      link = std::move(apposition);
      link.actor.name = name;
      link.is_person = true;
      link.why.push_back("by apposition");
      return true;
    }
  }
  return false;
}

ActorLink PhraseReader::read(uint32_t head) const {
  const Token& token = text_.parse.tokens[head];
  ActorLink link;
  link.is_plural = token.tag == "NNS" || token.tag == "NNPS" || token.lemma == "they" || token.lemma == "we";
  if (token.pos == "PRON") return link;
  int32_t entity = text_.parse.entity_of[head];
  bool person = entity >= 0 && text_.parse.entities[entity].label == "PERSON";
  if (read_name(head, link)) return link;
  if (!person && read_nominal(head, link)) {
    // "Uzbekistan's defence minister, Bakhodir Kurbanov": the name comes behind.
    return link;
  }
  if ((person || token.pos == "PROPN") && read_title(head, link)) return link;
  link.is_person = person;
  link.actor.name = text_.document.slice(token.span);
  return link;
}

}  // namespace casus
