// SPDX-License-Identifier: Apache-2.0
// PhraseReader: which countries the words around a head give it.
#include <algorithm>

#include "link/phrase_reader.h"

namespace casus {

const PlaceMention* PhraseReader::place_at(uint32_t token) const {
  for (const PlaceMention& place : text_.links.places) {
    if (place.first_token <= token && token < place.end_token && place.place && !place.place->country.empty()) return &place;
  }
  return nullptr;
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

// Countries named by the tokens of a modifier; a second one counts only if it is coordinated with the first ("Greek and Turkish").
void PhraseReader::countries_within(uint32_t first, uint32_t last, std::vector<std::string>& found, std::vector<std::string>& why) const {
  const auto& tokens = text_.parse.tokens;
  bool coordinated = true;
  for (uint32_t i = first; i <= last; ++i) {
    const NameMatch* match = match_at(i);
    if (!match) {
      if (tokens[i].dep == "cc" || tokens[i].dep == "punct" || tokens[i].lemma == "-") coordinated = true;
      // "Ohio Gov. John Kasich", "a New Mexico firm"
      const PlaceMention* place = tokens[i].tag == "NNP" && found.empty() ? place_at(i) : nullptr;
      int32_t entity = text_.parse.entity_of[i];
      bool is_name_of_place = entity >= 0 && (text_.parse.entities[entity].label == "GPE" || text_.parse.entities[entity].label == "LOC");
      if (place && is_name_of_place && !place->is_adjective && place->place->grain != PlaceGrain::Point) {
        why.push_back("country of the place \"" + place->place->name + "\"");
        add_unique(found, place->place->country);
      }
      continue;
    }
    uint32_t end = match->end_token;
    // "Iranian-backed", "Serb-held": by whom, not of whom.
    // "ethnic Albanian guerrillas": a people, not where they are from.
    bool ethnic = match->first_token > 0 && lemmas_[match->first_token - 1] == "ethnic";
    bool by_another = end + 1 <= last && tokens[end].lemma == "-" && tokens[end + 1].tag == "VBN" && tokens[end + 1].lemma != "lead" && tokens[end + 1].lemma != "base";
    // "pro-Russian activists", "anti-French protests": for or against whom.
    bool towards = match->first_token >= 2 && tokens[match->first_token - 1].lemma == "-" && (lemmas_[match->first_token - 2] == "pro" || lemmas_[match->first_token - 2] == "anti");
    if (!by_another && !ethnic && !towards && (found.empty() || coordinated)) {
      if (auto country = country_at(i, why)) add_unique(found, *country);
    }
    coordinated = false;
    i = std::max(i, end - 1);
  }
}

void PhraseReader::countries_behind(uint32_t head, std::string_view preposition, std::vector<std::string>& found, std::vector<std::string>& why) const {
  const auto& tokens = text_.parse.tokens;
  for (uint32_t child : text_.parse.children(head)) {
    if (child < head || tokens[child].dep != "prep" || tokens[child].lemma != preposition) continue;
    for (uint32_t object : text_.parse.children(child)) {
      if (tokens[object].dep != "pobj") continue;
      std::vector<uint32_t> objects = {object};
      for (size_t i = 0; i < objects.size() && i < 8; ++i) {
        for (uint32_t other : text_.parse.children(objects[i])) {
          if (tokens[other].dep == "conj") objects.push_back(other);
        }
      }
      for (uint32_t item : objects) {
        if (auto country = country_at(item, why)) {
          add_unique(found, *country);
        } else if (const PlaceMention* place = place_at(item)) {
          why.push_back("country of the place \"" + place->place->name + "\"");
          add_unique(found, place->place->country);
        } else if (found.empty()) {
          for (const std::string& inner : countries_of(item, why)) add_unique(found, inner);
        }
      }
    }
  }
}

// "the withdrawal of troops from Chad", "expelled diplomats from Rome": from where they go, not where they come from.
bool PhraseReader::is_moved(uint32_t head) const {
  const auto& tokens = text_.parse.tokens;
  const Token& token = tokens[head];
  uint32_t governor = token.dep == "pobj" ? tokens[token.head].head : token.head;
  const HeadEntry* entry = head_entry(governor);
  return governor != head && entry && entry->is(HeadKind::Mover);
}

std::vector<std::string> PhraseReader::countries_of(uint32_t head, std::vector<std::string>& why) const {
  const auto& tokens = text_.parse.tokens;
  std::vector<std::string> found;
  const NameMatch* own = match_at(head);
  for (uint32_t child : text_.parse.children(head)) {
    if (child > head) break;
    if (!is_modifier(tokens[child].dep) || (own && child >= own->first_token)) continue;
    countries_within(tokens[child].left_edge, std::min(tokens[child].right_edge, head - 1), found, why);
    // "Costa Rican, Nicaraguan envoys"
    for (uint32_t other = child + 1; !found.empty() && other < head && tokens[other].head == head && other > tokens[child].right_edge; ++other) {
      if (text_.document.slice(tokens[other].span) == ",") continue;
      if (!is_modifier(tokens[other].dep) || text_.document.slice(tokens[other - 1].span) != ",") break;
      if (auto country = country_at(other, why)) add_unique(found, *country);
    }
    // "the Bush administration"; not "Keith Lamont Scott's wife", whose first names are those of somebody else.
    int32_t entity = text_.parse.entity_of[child];
    const bool bare = entity >= 0 && child == text_.parse.entities[entity].first_token && (child == 0 || tokens[child - 1].tag != "NNP");
    if (found.empty() && bare && text_.parse.entities[entity].label == "PERSON") {
      std::string country = tables_.country_of_surname(lemmas_[child], day_);
      if (!country.empty()) found.push_back(country);
    }
    if (found.empty() && tokens[child].dep == "poss" && tokens[child].pos != "PRON") found = countries_of(child, why);
    if (!found.empty()) return found;
  }
  // "its embassy in Lima", "peacekeepers in Mali": of whom they are, not of where; "the force in Mali" is told of Mali.
  auto children = text_.parse.children(head);
  const bool owned = (head_of_kind(head, HeadKind::Sent) && tokens[head].tag == "NNS") || std::any_of(children.begin(), children.end(), [&](uint32_t child) { return child < head && tokens[child].dep == "poss" && tokens[child].tag == "PRP$"; });
  for (std::string_view preposition : {"of", "from", "for", "in"}) {
    if ((preposition == "from" && is_moved(head)) || (preposition == "in" && owned)) continue;
    countries_behind(head, preposition, found, why);
    if (!found.empty()) return found;
  }
  // "rebels operating in Chad", "workers affiliated with".
  for (uint32_t child : text_.parse.children(head)) {
    if (child < head || tokens[child].dep != "acl") continue;
    for (std::string_view preposition : {"in", "from", "with"}) {
      countries_behind(child, preposition, found, why);
      if (!found.empty()) return found;
    }
  }
  // "gave food to refugees in Malawi": right behind it, though the parser hangs it on the verb.
  uint32_t next = head + 1;
  if (next < tokens.size() && !owned && tokens[next].dep == "prep" && (tokens[next].lemma == "in" || (tokens[next].lemma == "from" && !is_moved(head))) && tokens[next].head != head) {
    for (uint32_t object : text_.parse.children(next)) {
      if (auto country = country_at(object, why)) add_unique(found, *country);
      else if (const PlaceMention* place = place_at(object)) add_unique(found, place->place->country);
    }
  }
  return found;
}

// One actor for each of several countries.
void PhraseReader::set_countries(uint32_t head, ActorLink& link) const {
  std::vector<std::string> countries = countries_of(head, link.why);
  if (countries.empty()) return;
  link.actor.country = countries.front();
  if (countries.size() == 1) return;
  for (const std::string& country : countries) {
    Actor member = link.actor;
    member.country = country;
    link.members.push_back(std::move(member));
  }
}

// A people is coded by where it lives ("ethnic Albanians in Macedonia", "the Iraqi Kurds"); counted members of a nation are civilians.
void PhraseReader::place_people(uint32_t head, const NameMatch& match, ActorLink& link) const {
  NameKind kind = match.rows->front().kind;
  if (kind != NameKind::People && kind != NameKind::CountryAdjective) return;
  const auto& tokens = text_.parse.tokens;
  bool is_noun = tokens[head].tag == "NNPS" || tokens[head].tag == "NNS" || text_.document.slice(tokens[head].span).ends_with('s');
  if (!is_noun) return;
  bool people = kind == NameKind::People;
  for (uint32_t child : text_.parse.children(head)) {
    if (child < match.first_token && (tokens[child].dep == "nummod" || tokens[child].lemma == "ethnic" || lemmas_[child] == "young")) people = true;
  }
  std::vector<std::string> countries = countries_of(head, link.why);
  if (!countries.empty() && countries.front() != link.actor.country) {
    link.actor.country = countries.front();
    people = true;
  }
  if (people && link.actor.sectors.empty()) {
    link.actor.sectors = {"CVL"};
    link.why.push_back("members of a people");
  }
}

// "two Rwandan officers", "Turkish officers".
bool PhraseReader::has_national_modifier(uint32_t head) const {
  for (uint32_t child : text_.parse.children(head)) {
    const NameMatch* match = child < head && is_modifier(text_.parse.tokens[child].dep) ? match_at(child) : nullptr;
    if (match && (match->rows->front().kind == NameKind::CountryAdjective || match->rows->front().kind == NameKind::Country)) return true;
  }
  return false;
}

}  // namespace casus
