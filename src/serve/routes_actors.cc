// SPDX-License-Identifier: Apache-2.0
// Actors, dyads, and the network between them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"
#include "serve/problem.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {
namespace {

constexpr size_t kMostPartners = 50, kMostNames = 50, kMostRoles = 200;

// The phrase that stands for each actor: the first of its key.
std::vector<uint32_t> phrase_of_actor(const EventIndex& index) {
  constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
  std::vector<uint32_t> phrases(index.actors.size(), kNone);
  for (size_t i = index.phrases.size(); i-- > 0;) phrases[index.phrases[i].actor] = static_cast<uint32_t>(i);
  return phrases;
}

const std::string& label_of(const Phrase& phrase) { return phrase.name.empty() ? phrase.text : phrase.name; }

void write_actor_head(JsonWriter& json, const EventIndex& index, const Phrase& phrase, const SideSums& sums) {
  write_text(json, "key", index.actors.text(phrase.actor));
  json.key("name");
  json.string(label_of(phrase));
  write_text(json, "id", phrase.id);
  write_text(json, "country", phrase.country);
  json.key("sectors");
  json.strings(phrase.sectors);
  write_sums(json, sums.sums);
  write_count(json, "as_actor", sums.as_actor);
  write_count(json, "as_recipient", sums.as_recipient);
  write_day(json, "from", sums.sums.first_day);
  write_day(json, "to", sums.sums.last_day);
}

// Sides with their sums, those with most events first.
std::vector<std::pair<uint32_t, SideSums>> ranked(std::map<uint32_t, SideSums> all) {
  std::vector<std::pair<uint32_t, SideSums>> list(all.begin(), all.end());
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second.sums.events > b.second.sums.events; });
  return list;
}

// Whether some phrase of each actor has the words, the id or the code.
std::vector<bool> actors_meant(const EventIndex& index, const std::string& term, const std::vector<std::string>& countries) {
  std::vector<bool> meant(index.actors.size());
  PartyTerm wanted(term, index);
  for (const Phrase& phrase : index.phrases) {
    bool is_of_country = countries.empty() || std::any_of(countries.begin(), countries.end(), [&](const std::string& country) { return to_lower(country) == to_lower(phrase.country); });
    if (is_of_country && (term.empty() || wanted.means(phrase) || phrase.folded_name.find(to_lower(term)) != std::string::npos)) meant[phrase.actor] = true;
  }
  return meant;
}

// What can be asked for again as unit of a series or as a filter.
std::string term_of(const EventIndex& index, Level level, uint32_t side) {
  if (level == Level::Country) return index.countries.text(side);
  return "=" + index.actors.text(side);
}

struct SideNames {
  const EventIndex& index;
  Level level;
  std::vector<uint32_t> phrases;

  std::string key(uint32_t side) const { return level == Level::Country ? index.countries.text(side) : index.actors.text(side); }
  std::string label(uint32_t side) const { return level == Level::Country ? index.countries.text(side) : label_of(index.phrases[phrases[side]]); }
  std::string country(uint32_t side) const { return level == Level::Country ? index.countries.text(side) : index.phrases[phrases[side]].country; }
};

void write_side_names(JsonWriter& json, const SideNames& names, uint32_t side) {
  json.key("key");
  json.string(names.key(side));
  json.key("label");
  json.string(names.label(side));
  write_text(json, "country", names.country(side));
}

void write_side(JsonWriter& json, const char* name, const SideNames& names, uint32_t side) {
  json.key(name);
  json.open_object();
  write_side_names(json, names, side);
  json.close_object();
}

const char* trend_of(const DyadSums& dyad) {
  double change = dyad.recent.intensity - dyad.before.intensity;
  return change < 0 ? "worse" : change > 0 ? "better" : "same";
}

std::string unit_of(const SideNames& names, const DyadSums& dyad) {
  return term_of(names.index, names.level, dyad.a) + "|" + term_of(names.index, names.level, dyad.b);
}

std::string dyad_json(const SideNames& names, const DyadView& view, const DyadSums& dyad, int64_t window) {
  JsonWriter json;
  json.open_object();
  json.key("unit");
  json.string(unit_of(names, dyad));
  write_side(json, "a", names, dyad.a);
  write_side(json, "b", names, dyad.b);
  write_sums(json, dyad.sums);
  write_day(json, "from", dyad.sums.first_day);
  write_day(json, "to", dyad.sums.last_day);
  json.key("recent");
  json.open_object();
  json.key("window");
  json.integer(window);
  write_day(json, "until", view.until);
  write_count(json, "events", dyad.recent.events);
  write_count(json, "events_before", dyad.before.events);
  write_count(json, "quad4", dyad.recent.quads[4]);
  write_count(json, "quad4_before", dyad.before.quads[4]);
  json.key("intensity");
  json.number(to_two_places(dyad.recent.intensity));
  json.key("intensity_before");
  json.number(to_two_places(dyad.before.intensity));
  json.key("trend");
  json.string(trend_of(dyad));
  json.close_object();
  json.close_object();
  return std::move(json).take();
}

Reply dyads_csv(const SideNames& names, const std::vector<DyadSums>& dyads, const Slice& slice) {
  std::vector<std::vector<StoreCell>> rows;
  for (size_t i = slice.begin; i < slice.end; ++i) {
    const DyadSums& dyad = dyads[i];
    auto count = [](size_t value) { return StoreCell(std::to_string(value)); };
    rows.push_back({unit_of(names, dyad), names.label(dyad.a), names.label(dyad.b), count(dyad.sums.events), count(dyad.sums.quads[1]), count(dyad.sums.quads[2]), count(dyad.sums.quads[3]),
                    count(dyad.sums.quads[4]), fmt::format("{}", to_two_places(dyad.sums.intensity)), dyad.sums.events ? StoreCell(fmt::format("{}", mean_of(dyad.sums))) : std::nullopt, day_cell(dyad.sums.first_day), day_cell(dyad.sums.last_day),
                    count(dyad.recent.events), count(dyad.before.events), fmt::format("{}", to_two_places(dyad.recent.intensity)), fmt::format("{}", to_two_places(dyad.before.intensity)), trend_of(dyad)});
  }
  return csv_reply({"unit", "a", "b", "events", "quad1", "quad2", "quad3", "quad4", "intensity", "mean_intensity", "from", "to", "recent_events", "events_before", "recent_intensity", "intensity_before", "trend"},
                   {false, false, false, true, true, true, true, true, true, true, false, false, true, true, true, true, false}, rows, "dyads");
}

void sort_dyads(std::vector<DyadSums>& dyads, const std::string& sort) {
  auto rank = [&](const DyadSums& dyad) {
    if (sort == "worse") return dyad.recent.intensity - dyad.before.intensity;
    if (sort == "conflict") return -static_cast<double>(dyad.sums.quads[4]);
    if (sort == "intensity") return dyad.sums.intensity;
    return -static_cast<double>(dyad.sums.events);
  };
  std::sort(dyads.begin(), dyads.end(), [&](const DyadSums& x, const DyadSums& y) {
    double of_x = rank(x), of_y = rank(y);
    return of_x != of_y ? of_x < of_y : std::pair(x.a, x.b) < std::pair(y.a, y.b);
  });
}

Level level_of(const Parameters& parameters) { return parameters.text("level") == "actor" ? Level::Actor : Level::Country; }

// What one actor was called and coded as.
struct RoleSums {
  Sums sums;
  std::string name, country;
  std::vector<std::string> sectors;
};

struct ActorDetail {
  SideSums sums;
  std::map<std::string, RoleSums> roles;
  std::map<uint16_t, std::pair<size_t, size_t>> types;
  std::unordered_map<uint32_t, Sums> partners;
  std::map<std::string, size_t> names;
};

void add_to_detail(const EventIndex& index, const IndexRow& row, uint32_t actor, ActorDetail& detail) {
  std::unordered_set<uint32_t> others;
  std::unordered_set<std::string> roles, names;
  bool acts = false, receives = false;
  for (uint32_t i = row.first_party; i < row.first_party + row.party_count; ++i) {
    const Phrase& phrase = index.phrases[index.parties[i].phrase];
    if (phrase.actor != actor) { others.insert(phrase.actor); continue; }
    (index.parties[i].is_actor ? acts : receives) = true;
    std::string role = fmt::format("{}\x1f{}\x1f{}", phrase.name, phrase.country, fmt::join(phrase.sectors, ":"));
    if (roles.insert(role).second) {
      RoleSums& sums = detail.roles[role];
      sums.sums.add(row);
      sums.name = phrase.name;
      sums.country = phrase.country;
      sums.sectors = phrase.sectors;
    }
    if (!phrase.text.empty() && names.insert(phrase.text).second) ++detail.names[phrase.text];
  }
  if (!acts && !receives) return;
  detail.sums.sums.add(row);
  detail.sums.as_actor += acts;
  detail.sums.as_recipient += receives;
  detail.types[row.type].first += acts;
  detail.types[row.type].second += receives;
  for (uint32_t other : others) detail.partners[other].add(row);
}

void write_roles(JsonWriter& json, const ActorDetail& detail) {
  std::vector<const RoleSums*> roles;
  for (const auto& [key, role] : detail.roles) roles.push_back(&role);
  std::stable_sort(roles.begin(), roles.end(), [](const RoleSums* a, const RoleSums* b) { return a->sums.first_day < b->sums.first_day; });
  if (roles.size() > kMostRoles) roles.resize(kMostRoles);
  json.key("roles");
  json.open_list();
  for (const RoleSums* role : roles) {
    json.open_object();
    write_text(json, "name", role->name);
    write_text(json, "country", role->country);
    json.key("sectors");
    json.strings(role->sectors);
    write_count(json, "events", role->sums.events);
    write_day(json, "from", role->sums.first_day);
    write_day(json, "to", role->sums.last_day);
    json.close_object();
  }
  json.close_list();
}

void write_partners(JsonWriter& json, const EventIndex& index, const ActorDetail& detail) {
  std::vector<std::pair<uint32_t, Sums>> partners(detail.partners.begin(), detail.partners.end());
  std::sort(partners.begin(), partners.end(), [](const auto& a, const auto& b) { return a.second.events != b.second.events ? a.second.events > b.second.events : a.first < b.first; });
  if (partners.size() > kMostPartners) partners.resize(kMostPartners);
  std::vector<uint32_t> phrases = phrase_of_actor(index);
  json.key("partners");
  json.open_list();
  for (const auto& [actor, sums] : partners) {
    const Phrase& phrase = index.phrases[phrases[actor]];
    json.open_object();
    json.key("key");
    json.string(index.actors.text(actor));
    json.key("name");
    json.string(label_of(phrase));
    write_text(json, "country", phrase.country);
    write_count(json, "events", sums.events);
    write_count(json, "quad4", sums.quads[4]);
    json.key("mean_intensity");
    json.number(mean_of(sums));
    json.close_object();
  }
  json.close_list();
}

void write_types_and_names(JsonWriter& json, const EventIndex& index, const ActorDetail& detail) {
  json.key("types");
  json.open_list();
  for (const auto& [type, counts] : detail.types) {
    json.open_object();
    write_text(json, "type", index.types.text(type));
    write_count(json, "as_actor", counts.first);
    write_count(json, "as_recipient", counts.second);
    json.close_object();
  }
  json.close_list();
  std::vector<std::pair<std::string, size_t>> names(detail.names.begin(), detail.names.end());
  std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (names.size() > kMostNames) names.resize(kMostNames);
  json.key("names");
  json.open_list();
  for (const auto& [text, events] : names) {
    json.open_object();
    json.key("text");
    json.string(text);
    write_count(json, "events", events);
    json.close_object();
  }
  json.close_list();
}

}  // namespace

Result<Reply> get_actors(Call& call) {
  Parameters& parameters = call.parameters;
  TRY_ASSIGN(FilterValues values, filter_of(parameters, false));
  std::vector<std::string> countries = std::exchange(values.countries, {});  // of the actor itself here
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  std::vector<uint32_t> phrases = phrase_of_actor(index);
  std::vector<bool> meant = actors_meant(index, parameters.text("q"), countries);
  auto list = ranked(sides(index, values, Level::Actor));
  std::erase_if(list, [&](const auto& side) { return !meant[side.first]; });
  TRY_ASSIGN(Slice slice, slice_of(parameters, list.size(), !is_json(call)));
  if (!is_json(call)) {
    std::vector<std::vector<StoreCell>> rows;
    for (size_t i = slice.begin; i < slice.end; ++i) {
      const Phrase& phrase = index.phrases[phrases[list[i].first]];
      const SideSums& sums = list[i].second;
      rows.push_back({index.actors.text(list[i].first), label_of(phrase), phrase.country, fmt::format("{}", fmt::join(phrase.sectors, ";")), std::to_string(sums.sums.events), std::to_string(sums.as_actor),
                      std::to_string(sums.as_recipient), std::to_string(sums.sums.quads[4]), fmt::format("{}", mean_of(sums.sums)), day_cell(sums.sums.first_day), day_cell(sums.sums.last_day)});
    }
    return csv_reply({"key", "name", "country", "sectors", "events", "as_actor", "as_recipient", "quad4", "mean_intensity", "from", "to"},
                     {false, false, false, false, true, true, true, true, true, false, false}, rows, "actors");
  }
  std::vector<std::string> items;
  for (size_t i = slice.begin; i < slice.end; ++i) {
    JsonWriter json;
    json.open_object();
    write_actor_head(json, index, index.phrases[phrases[list[i].first]], list[i].second);
    json.close_object();
    items.push_back(std::move(json).take());
  }
  return page_reply(items, slice.next, fmt::format("\"total\":{}", list.size()));
}

Result<Reply> get_actor(Call& call) {
  TRY_ASSIGN(FilterValues values, filter_of(call, false));
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  uint32_t actor = index.actors.find(call.parameters.text("key"));
  if (actor == 0) return problem(404, "There is no actor with this key.", "GET /api/v1/actors lists them.");
  ActorDetail detail;
  RowFilter filter(index, values);
  for (uint32_t number : index.order) if (filter.passes(index.rows[number])) add_to_detail(index, index.rows[number], actor, detail);
  JsonWriter json;
  json.open_object();
  write_actor_head(json, index, index.phrases[phrase_of_actor(index)[actor]], detail.sums);
  write_roles(json, detail);
  write_partners(json, index, detail);
  write_types_and_names(json, index, detail);
  json.close_object();
  return json_reply(std::move(json).take());
}

Result<Reply> get_dyads(Call& call) {
  const Parameters& parameters = call.parameters;
  TRY_ASSIGN(FilterValues values, filter_of(call, true));
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  SideNames names{index, level_of(parameters), phrase_of_actor(index)};
  int64_t window = parameters.integer("window");
  Kept kept = parameters.text("sort") == "worse" ? Kept::InWindows : Kept::Counted;
  DyadView view = dyads(index, values, names.level, static_cast<int>(window), kept);
  sort_dyads(view.dyads, parameters.text("sort"));
  TRY_ASSIGN(Slice slice, slice_of(parameters, view.dyads.size(), !is_json(call)));
  if (!is_json(call)) return dyads_csv(names, view.dyads, slice);
  std::vector<std::string> items;
  for (size_t i = slice.begin; i < slice.end; ++i) items.push_back(dyad_json(names, view, view.dyads[i], window));
  return page_reply(items, slice.next, fmt::format("\"total\":{}", view.dyads.size()));
}

Result<Reply> get_network(Call& call) {
  const Parameters& parameters = call.parameters;
  TRY_ASSIGN(FilterValues values, filter_of(call, true));
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  SideNames names{index, level_of(parameters), phrase_of_actor(index)};
  auto list = ranked(sides(index, values, names.level));
  size_t shown = std::min(list.size(), static_cast<size_t>(parameters.integer("nodes")));
  std::unordered_set<uint32_t> chosen;
  JsonWriter json;
  json.open_object();
  json.key("nodes");
  json.open_list();
  for (size_t i = 0; i < shown; ++i) {
    const auto& [side, sums] = list[i];
    chosen.insert(side);
    json.open_object();
    write_side_names(json, names, side);
    json.key("sectors");
    json.strings(names.level == Level::Country ? std::vector<std::string>() : index.phrases[names.phrases[side]].sectors);
    write_count(json, "events", sums.sums.events);
    json.key("mean_intensity");
    json.number(mean_of(sums.sums));
    json.close_object();
  }
  json.close_list();
  DyadView view = dyads(index, values, names.level, 1);
  sort_dyads(view.dyads, "events");
  json.key("edges");
  json.open_list();
  for (const DyadSums& dyad : view.dyads) {
    if (!chosen.contains(dyad.a) || !chosen.contains(dyad.b)) continue;
    json.open_object();
    json.key("source");
    json.string(names.key(dyad.a));
    json.key("target");
    json.string(names.key(dyad.b));
    write_count(json, "events", dyad.sums.events);
    write_count(json, "cooperation", dyad.sums.quads[1] + dyad.sums.quads[2]);
    write_count(json, "conflict", dyad.sums.quads[3] + dyad.sums.quads[4]);
    json.key("mean_intensity");
    json.number(mean_of(dyad.sums));
    json.close_object();
  }
  json.close_list();
  write_count(json, "left_out", list.size() - shown);
  json.close_object();
  return json_reply(std::move(json).take());
}

}  // namespace casus::serve
