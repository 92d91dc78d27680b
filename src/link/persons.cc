// SPDX-License-Identifier: Apache-2.0
#include "link/persons.h"

#include <algorithm>

#include "base/utf8.h"

namespace casus {
namespace {

// Words of a name that the recognizer takes for no person.
constexpr uint32_t kLongestName = 4;

bool is_suffix(std::string_view word) { return word == "jr" || word == "sr" || word == "ii" || word == "iii" || word == "iv"; }

}  // namespace

Persons::Persons(const Analysis& text, const ActorTables& tables, const PhraseReader& reader)
    : text_(text), tables_(tables), reader_(reader), name_at_(text.parse.tokens.size(), -1) {
  const auto& tokens = text.parse.tokens;
  for (uint32_t i = 0; i < tokens.size();) {
    uint32_t end = i + 1;
    const NameMatch* match = reader.match_at(i);
    int32_t entity = text.parse.entity_of[i];
    if (match && match->rows->front().kind == NameKind::Person) {
      end = match->end_token;
    } else if (!match && entity >= 0 && text.parse.entities[entity].label == "PERSON") {
      end = text.parse.entities[entity].end_token;
      for (uint32_t k = i + 1; k < end; ++k) {
        if (reader.match_at(k) && reader.match_at(k)->rows->front().kind == NameKind::Person && reader.match_at(k)->first_token == k) end = k;
      }
    } else if (!match && tokens[i].tag == "NNP" && is_given_name(i) && !is_something_else(i) && i + 1 < tokens.size() && tokens[i + 1].tag == "NNP" && !reader.match_at(i + 1) && !is_something_else(i + 1)) {
      end = i + 2;
      while (end < tokens.size() && end < i + kLongestName && tokens[end].tag == "NNP" && tokens[end].sentence == tokens[i].sentence && !reader.match_at(end) && !is_something_else(end)) ++end;
    }
    add(i, end);
    i = end;
  }
}

std::string Persons::word(uint32_t token) const { return name_key(text_.document.slice(text_.parse.tokens[token].span)); }

bool Persons::is_given_name(uint32_t token) const { return tables_.genders().of_given_name(word(token)) != Gender::Unknown; }

// "Wells Fargo", "North Carolina", "Friday".
bool Persons::is_something_else(uint32_t token) const {
  const std::string_view surface = text_.document.slice(text_.parse.tokens[token].span);
  if (std::any_of(surface.begin(), surface.end(), [](char c) { return c >= '0' && c <= '9'; })) return true;
  int32_t entity = text_.parse.entity_of[token];
  std::string_view label = entity < 0 ? std::string_view() : text_.parse.entities[entity].label;
  if (label == "ORG" || label == "GPE" || label == "LOC" || label == "NORP" || label == "EVENT" || is_in_time(text_, token)) return true;
  return std::any_of(text_.links.places.begin(), text_.links.places.end(),
                     [&](const PlaceMention& place) { return place.first_token <= token && token < place.end_token && place.place; });
}

void Persons::add(uint32_t first, uint32_t end) {
  const auto& tokens = text_.parse.tokens;
  while (first < end && (tokens[first].pos != "PROPN" || tables_.genders().of_title(word(first)) != Gender::Unknown)) ++first;
  while (end > first && (tokens[end - 1].pos != "PROPN" || is_suffix(word(end - 1)))) --end;
  if (end < first + 2) return;
  Person person;
  for (uint32_t i = first; i < end; ++i) {
    std::string part = word(i);
    if (!part.empty()) person.key += person.key.empty() ? part : " " + part;
  }
  person.given = word(first);
  person.surname = word(end - 1);
  const NameMatch* match = reader_.match_at(end - 1);
  if (match && match->first_token <= first) {
    const Actor& actor = match->rows->front().actor;
    person.key = actor.id;
    person.gender = tables_.genders().of_person(actor.name);
  }
  if (person.gender == Gender::Unknown) person.gender = tables_.genders().of_person(person.key);
  if (person.gender == Gender::Unknown) person.gender = title_before(first);
  uint32_t head = end - 1;
  for (uint32_t i = first; i < end; ++i) {
    if (tokens[i].head < first || tokens[i].head >= end) head = i;
  }
  auto known = std::find_if(persons_.begin(), persons_.end(), [&](const Person& other) { return other.key == person.key; });
  size_t index = static_cast<size_t>(known - persons_.begin());
  if (known == persons_.end()) persons_.push_back(std::move(person));
  for (uint32_t i = first; i < end; ++i) name_at_[i] = static_cast<int32_t>(names_.size());
  persons_[index].names.push_back(names_.size());
  names_.push_back({first, head, index});
}

Gender Persons::title_before(uint32_t token) const {
  return token == 0 || text_.parse.tokens[token - 1].sentence != text_.parse.tokens[token].sentence ? Gender::Unknown : tables_.genders().of_title(word(token - 1));
}

Gender Persons::gender_of(uint32_t head) const {
  if (name_at_[head] >= 0) return persons_[names_[name_at_[head]].person].gender;
  const Token& token = text_.parse.tokens[head];
  if (token.pos == "PROPN") return title_before(head);
  Gender gender = tables_.genders().of_noun(name_key(token.lemma));
  for (uint32_t child : text_.parse.children(head)) {
    if (gender != Gender::Unknown) break;
    if (text_.parse.tokens[child].dep == "appos" && name_at_[child] >= 0) gender = persons_[names_[name_at_[child]].person].gender;
    // "the female officer", "a woman minister"
    else if (child < head && text_.parse.tokens[child].dep == "compound") gender = tables_.genders().of_noun(name_key(text_.parse.tokens[child].lemma));
  }
  return gender;
}

// The one of them whose whole name stands in the same sentence before, or in the sentence before it.
std::optional<size_t> Persons::nearest_named(const std::vector<size_t>& bearers, uint32_t head) const {
  const auto& tokens = text_.parse.tokens;
  for (uint32_t back = 0; back <= 1; ++back) {
    std::optional<size_t> found;
    for (size_t bearer : bearers) {
      bool near = std::any_of(persons_[bearer].names.begin(), persons_[bearer].names.end(), [&](size_t name) {
        return names_[name].head < head && tokens[names_[name].head].sentence + back == tokens[head].sentence;
      });
      if (!near) continue;
      if (found) return std::nullopt;
      found = bearer;
    }
    if (found) return found;
  }
  return std::nullopt;
}

// Whom the text names in full most often; among equals none.
std::optional<size_t> Persons::main_bearer(const std::vector<size_t>& bearers) const {
  std::optional<size_t> best;
  bool tie = false;
  for (size_t bearer : bearers) {
    size_t count = persons_[bearer].names.size();
    tie = best && count == persons_[*best].names.size() ? true : best && count < persons_[*best].names.size() ? tie : false;
    if (!best || count > persons_[*best].names.size()) best = bearer;
  }
  return tie ? std::nullopt : best;
}

uint32_t Persons::best_told(const Person& person) const {
  for (size_t name : person.names) {
    ActorLink link = reader_.read(names_[name].head);
    if (!link.actor.sectors.empty()) return names_[name].head;
  }
  return names_[person.names.front()].head;
}

std::optional<uint32_t> Persons::bearer(uint32_t head) const {
  const Token& token = text_.parse.tokens[head];
  if (token.pos != "PROPN" || name_at_[head] >= 0) return std::nullopt;
  if (const NameMatch* match = reader_.match_at(head); match && (match->rows->front().kind != NameKind::Person || match->end_token > match->first_token + 1)) return std::nullopt;
  std::string name = word(head);
  Gender title = title_before(head);
  auto fits = [&](const Person& person) { return title == Gender::Unknown || person.gender == Gender::Unknown || person.gender == title; };
  std::vector<size_t> bearers;
  for (size_t p = 0; p < persons_.size(); ++p) {
    if (persons_[p].surname == name && fits(persons_[p])) bearers.push_back(p);
  }
  if (bearers.empty()) {
    for (size_t p = 0; p < persons_.size(); ++p) {
      if (persons_[p].given == name && fits(persons_[p])) bearers.push_back(p);
    }
    if (bearers.size() != 1) return std::nullopt;
  }
  std::optional<size_t> chosen = bearers.size() == 1 ? std::optional(bearers.front()) : nearest_named(bearers, head);
  if (!chosen) chosen = main_bearer(bearers);
  if (!chosen) return std::nullopt;
  return best_told(persons_[*chosen]);
}

}  // namespace casus
