// SPDX-License-Identifier: Apache-2.0
#include "question/parties.h"

#include <algorithm>
#include <set>

namespace casus {
namespace {

enum class Relation { Doer, Target, Location, Between };

// A side as it stands in the text.
struct Found {
  size_t first = 0, end = 0;  // tokens, half open
  QuestionSide side;
  Relation relation = Relation::Doer;
};

const std::set<std::string, std::less<>> kStateless = {"IGO", "NGO", "IMG", "MNC"};
// Who acts for a state.
const std::set<std::string, std::less<>> kOfState = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PRM"};
// Words between a preposition and the name that it governs.
constexpr int kMostBetween = 4;

QuestionSide state(const std::string& code, const QuestionTables& tables) {
  std::string name = tables.country_name(code);
  return {name, {{name, code, true}}};
}

QuestionSide side_of(const Actor& actor, const QuestionTables& tables) {
  bool is_for_state = !actor.country.empty() && !kStateless.contains(actor.country) && (actor.sectors.empty() || kOfState.contains(actor.sectors.front()));
  // A phrase without a name of its own is counted with its country.
  bool is_country = tables.countries.contains(actor.country);
  if (is_for_state && !is_country) return {actor.name, {{actor.name, actor.country, true}}};  // the United Nations, the European Union
  if (is_for_state || (actor.id.empty() && is_country)) return state(actor.country, tables);
  return {actor.name, {{actor.name, kStateless.contains(actor.country) ? "" : actor.country, false}}};
}

std::optional<QuestionSide> side_of(const Place& place, const QuestionTables& tables) {
  std::vector<std::string> codes = place.countries;
  if (auto region = tables.regions.find(place.name); region != tables.regions.end()) codes = region->second;
  if (codes.empty() && !place.country.empty()) return state(place.country, tables);
  if (codes.empty()) return std::nullopt;
  QuestionSide side{place.name, {}};
  for (const std::string& code : codes) side.parties.push_back(state(code, tables).parties.front());
  return side;
}

void keep_apart(std::vector<Found>& all, Found found) {
  bool overlaps = std::any_of(all.begin(), all.end(), [&](const Found& other) { return found.first < other.end && other.first < found.end; });
  if (!overlaps) all.push_back(std::move(found));
}

// The names of actors first, longest first; then places that are no part of them.
std::vector<Found> find_sides(const Analysis& analysis, const Wording& wording, const QuestionTables& tables) {
  std::vector<Found> actors, places, all;
  for (size_t i = 0; i < analysis.links.actors.size(); ++i) {
    const Mention& mention = analysis.mentions.actors[i];
    const ActorLink& link = analysis.links.actors[i];
    if (mention.kind == MentionKind::Pronoun || !link.actor.coded() || link.country_guessed) continue;
    if (link.actor.country.empty() && link.actor.id.empty()) continue;  // "the rebels": of no country and no name
    actors.push_back({mention.first_token, std::max<size_t>(mention.head + 1, mention.first_token + 1), side_of(link.actor, tables), Relation::Doer});
  }
  std::stable_sort(actors.begin(), actors.end(), [](const Found& a, const Found& b) { return a.end - a.first > b.end - b.first; });
  for (const PlaceMention& mention : analysis.links.places) {
    if (!mention.place) continue;
    auto side = side_of(*mention.place, tables);
    if (!side) continue;
    // A region is more than the name of a state in it ("Central Asia").
    Found found{mention.first_token, mention.end_token, std::move(*side), Relation::Doer};
    (found.side.parties.size() > 1 && !mention.is_adjective ? all : places).push_back(std::move(found));
  }
  for (Found& found : actors) keep_apart(all, std::move(found));
  for (Found& found : places) keep_apart(all, std::move(found));
  // A word of the question is no name of anybody, whatever the linking made of it.
  auto is_word = [&](const Found& found) {
    return std::any_of(wording.kinds.begin(), wording.kinds.end(), [&](const PhraseList::Match& kind) { return found.end > kind.first && found.end <= kind.end; });
  };
  all.erase(std::remove_if(all.begin(), all.end(), is_word), all.end());
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.first < b.first; });
  return all;
}

// How each stands to the question, by the word before it; what "and" joins stands as the one before.
void set_relations(std::vector<Found>& all, const Wording& wording, const QuestionTables& tables) {
  const QuestionWords& words = wording.words;
  for (size_t i = 0; i < all.size(); ++i) {
    Found& found = all[i];
    bool is_joined = false, is_set = false;
    int steps = 0;
    for (size_t at = found.first; at-- > 0 && !is_set && steps < kMostBetween; ++steps) {
      if (i > 0 && at < all[i - 1].end) {
        if (is_joined) found.relation = all[i - 1].relation;
        break;
      }
      is_set = true;
      if (tables.is("between", words, at)) found.relation = Relation::Between;
      else if (tables.is("location", words, at)) found.relation = Relation::Location;
      else if (tables.is("target", words, at)) found.relation = Relation::Target;
      else if (tables.is("agent", words, at)) found.relation = Relation::Doer;
      else is_set = false;
      if (tables.is("together", words, at)) is_joined = true;
      // Another phrase begins here: "step up pressure Taiwan" is acted upon, "will the attacks Israel" is not.
      bool is_change = std::any_of(wording.changes.begin(), wording.changes.end(), [&](const PhraseList::Match& change) { return at + 1 == change.end; });
      if (!is_set && is_change && steps == 0 && i > 0) {
        found.relation = Relation::Target;
        is_set = true;
      }
    }
    if (found.relation == Relation::Doer && tables.is("undergo", words, found.end)) found.relation = Relation::Location;
  }
}

bool has(const QuestionSide& side, const QuestionParty& party) {
  return std::any_of(side.parties.begin(), side.parties.end(), [&](const QuestionParty& other) { return other.is_state == party.is_state && (party.is_state ? other.code == party.code : other.name == party.name); });
}

QuestionSide joined(const std::vector<QuestionSide>& sides) {
  QuestionSide all;
  for (size_t i = 0; i < sides.size(); ++i) {
    bool is_new = false;
    for (const QuestionParty& party : sides[i].parties) {
      if (has(all, party)) continue;
      all.parties.push_back(party);
      is_new = true;
    }
    if (is_new) all.name += (all.name.empty() ? "" : " and ") + sides[i].name;
  }
  return all;
}

QuestionSide without(QuestionSide side, const QuestionSide& other) {
  size_t before = side.parties.size();
  std::erase_if(side.parties, [&](const QuestionParty& party) { return has(other, party); });
  if (side.parties.size() < before && !side.parties.empty()) side.name = side.parties.size() == 1 ? side.parties.front().name : "the rest of " + side.name;
  return side;
}

QuestionUnit between(const QuestionSide& first, const QuestionSide& second) {
  QuestionSide rest = without(second, first);
  if (rest.parties.empty()) return {QuestionUnit::Kind::Inside, first, {}};
  return {QuestionUnit::Kind::Between, first, rest};
}

std::vector<QuestionUnit> pairs(const std::vector<QuestionSide>& sides) {
  std::vector<QuestionUnit> units;
  for (size_t i = 0; i < sides.size(); ++i) {
    for (size_t k = i + 1; k < sides.size(); ++k) units.push_back(between(sides[i], sides[k]));
  }
  return units;
}

QuestionUnit alone(const QuestionSide& side, bool is_inside) { return {is_inside ? QuestionUnit::Kind::Inside : QuestionUnit::Kind::Involving, side, {}}; }

// The sides that stand in one relation, each once.
std::vector<QuestionSide> sides_in(const std::vector<Found>& all, Relation relation) {
  std::vector<QuestionSide> sides;
  for (const Found& found : all) {
    bool is_known = std::any_of(sides.begin(), sides.end(), [&](const QuestionSide& side) { return side.name == found.side.name; });
    if (found.relation == relation && !is_known) sides.push_back(found.side);
  }
  return sides;
}

void set_aside(const std::vector<QuestionSide>& places, AskedParties& parties) {
  for (const QuestionSide& place : places) parties.set_aside.push_back(place.name);
}

void make_units(const std::vector<Found>& all, const KindRow* kind, AskedParties& parties) {
  std::vector<QuestionSide> facing = sides_in(all, Relation::Between), doers = sides_in(all, Relation::Doer), targets = sides_in(all, Relation::Target), places = sides_in(all, Relation::Location);
  bool is_inside = kind && kind->extent != KindRow::Extent::Involving;
  bool is_mutual = kind && kind->is_mutual;
  QuestionSide place = joined(places);
  if (facing.size() > 1) {
    parties.units = pairs(facing);
    set_aside(places, parties);
  } else if (!doers.empty() && !targets.empty()) {
    parties.units = {between(joined(doers), joined(targets))};
    set_aside(places, parties);
  } else if (doers.size() > 1 && (places.empty() || is_mutual || without(place, joined(doers)).parties.empty())) {
    parties.units = pairs(doers);
    set_aside(places, parties);
  } else if (!doers.empty() && !places.empty()) {
    parties.units = {between(joined(doers), place)};
  } else if (!doers.empty()) {
    // "Colombia's violence", but "Turkish attacks" fall on anybody.
    parties.units = {alone(doers.front(), kind && kind->extent == KindRow::Extent::Inside)};
  } else if (!targets.empty()) {
    parties.units = {alone(joined(targets), false)};
    set_aside(places, parties);
  } else if (!places.empty()) {
    parties.units = {alone(place, is_inside)};
  } else if (!facing.empty()) {
    parties.units = {alone(facing.front(), true)};
  }
}

// Words with such a tag that neither a table nor the linking accounts for; those that stand together as one.
std::vector<std::string> unknown_words(const Analysis& analysis, const Wording& wording, const std::vector<Found>& all, bool are_names) {
  std::vector<std::string> found;
  std::vector<bool> is_known = wording.is_known;
  for (const Found& side : all) std::fill(is_known.begin() + static_cast<ptrdiff_t>(side.first), is_known.begin() + static_cast<ptrdiff_t>(side.end), true);
  const auto& tokens = analysis.parse.tokens;
  auto fits = [&](size_t i) { return !is_known[i] && tokens[i].tag.starts_with("NN") && tokens[i].tag.starts_with("NNP") == are_names; };
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!fits(i)) continue;
    size_t end = i;
    while (end + 1 < tokens.size() && fits(end + 1)) ++end;
    found.emplace_back(analysis.document.slice({tokens[i].span.start, tokens[end].span.end}));
    i = end;
  }
  return found;
}

}  // namespace

AskedParties find_parties(const Analysis& analysis, const Wording& wording, const QuestionTables& tables, const KindRow* kind) {
  AskedParties parties;
  std::vector<Found> all = find_sides(analysis, wording, tables);
  set_relations(all, wording, tables);
  for (size_t i = 1; i < all.size(); ++i) {
    for (size_t at = all[i - 1].end; at < all[i].first; ++at) parties.asks_which = parties.asks_which || tables.is("alternative", wording.words, at);
  }
  parties.unknown = unknown_words(analysis, wording, all, true);
  parties.things = unknown_words(analysis, wording, all, false);
  make_units(all, kind, parties);
  return parties;
}

}  // namespace casus
