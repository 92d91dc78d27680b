// SPDX-License-Identifier: Apache-2.0
#include "code/deed.h"

#include <algorithm>

namespace casus {
namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "frames/consult.tsv:12 visit", "wordnet: natter < frames/consult.tsv:46": the table is named after the type.
std::string type_of_frame(const Event& event) {
  const size_t start = event.rule.rfind('/', event.rule.find(".tsv")), end = event.rule.find(".tsv");
  const size_t table = event.rule.starts_with("wordnet: ") ? event.rule.find("< ") + 2 : 0;
  if (start == std::string::npos || end == std::string::npos || !event.rule.substr(table).starts_with("frames/")) return event.type;
  std::string type = event.rule.substr(start + 1, end - start - 1);
  std::transform(type.begin(), type.end(), type.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return type;
}

bool is_in(const Actor& actor, const Place& place) {
  return actor.country == place.country ||
         std::find(place.countries.begin(), place.countries.end(), actor.country) != place.countries.end();
}

bool covers(const std::vector<ActorRef>& parties, const PlaceUse& use) {
  return std::any_of(parties.begin(), parties.end(), [&](const ActorRef& ref) {
    return !ref.span.empty() && ref.span.overlaps(use.span) && ref.span.length() <= use.span.length() + 4;
  });
}

}  // namespace

Deed::Deed(const Analysis& text, const Event& event, const PlaceWords& words)
    : text_(text), event_(event), words_(words), type_(type_of_frame(event)) {}

bool Deed::is_type(std::initializer_list<std::string_view> types) const {
  return one_of(type_, types) || one_of(event_.type, types);
}

bool Deed::acts_on_ground() const {
  return one_of(event_.type, {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT", "AID"});
}

bool Deed::is_talk() const { return one_of(type_, {"CONSULT"}); }

bool Deed::is_speech() const {
  return !is_talk() && one_of(event_.type, {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT"});
}

bool Deed::is_participant(const PlaceUse& use) const {
  if (use.role == PlaceRole::Modifier && acts_on_ground()) return false;
  if (covers(event_.actors, use)) return true;
  // "sanctions on Iran", "aid to Chad": whom it is done to; what is bombed or visited is a place all the same.
  bool happens_there = is_type({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "PROTEST"}) || is_talk();
  bool is_for_them = use.role == PlaceRole::Target || use.role == PlaceRole::Object;
  return !happens_there && is_for_them && covers(event_.recipients, use);
}

bool Deed::fits(const PlaceUse& use) const {
  const bool is_own = use.governor == event_.trigger;
  switch (use.role) {
    case PlaceRole::None: return false;
    case PlaceRole::At: return true;
    case PlaceRole::About: return acts_on_ground();
    case PlaceRole::Target: return is_talk() || is_type({"AGREE", "AID", "MOBILIZE", "ASSAULT", "COOPERATE", "PROTEST"});
    case PlaceRole::Source: return is_type({"RETREAT", "CONCEDE"}) || (is_own && is_type({"COERCE", "SANCTION"}));
    case PlaceRole::Object: return acts_on_ground() || (is_talk() && words_.has("visit", text_.parse.tokens[use.governor].lemma));
    case PlaceRole::Of: return is_own && acts_on_ground();
    case PlaceRole::Modifier: return is_own && (acts_on_ground() || is_talk()) && use.place.grain != PlaceGrain::Country;
  }
  return false;
}

// A party with a country of its own; of "officers", "rebels" the country is only that of somebody told before.
bool Deed::has_territory(const ActorRef& ref) const {
  if (ref.actor.country.empty() || one_of(ref.actor.country, {"UNO", "IGO", "NGO", "EUR", "IMG", "MNC"})) return false;
  if (ref.mention < 0) return true;
  return !text_.links.actors[static_cast<size_t>(ref.mention)].country_guessed;
}

bool Deed::is_of_parties(const Place& place) const {
  auto has_own = [&](const ActorRef& ref) { return has_territory(ref); };
  bool is_known = event_.actors.empty() && !event_.recipients.empty();
  for (const auto* side : {&event_.actors, &event_.recipients}) {
    for (const ActorRef& ref : *side) {
      if (!ref.actor.country.empty() && is_in(ref.actor, place)) return true;
      is_known = is_known || (side == &event_.actors && has_territory(ref));
    }
  }
  if (event_.actors.empty())
    is_known = std::any_of(event_.recipients.begin(), event_.recipients.end(), has_own);
  return !is_known;
}

}  // namespace casus
