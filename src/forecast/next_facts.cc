// SPDX-License-Identifier: Apache-2.0
#include "forecast/next_facts.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace casus {
namespace {

// From 1, in the order of first appearance; 0 for an empty name.
uint32_t number(std::unordered_map<std::string, uint32_t>& ids, std::string_view name) {
  if (name.empty()) return 0;
  return ids.try_emplace(std::string(name), static_cast<uint32_t>(ids.size() + 1)).first->second;
}

template <typename Row>
std::span<const Row> rows_before(std::span<const Row> rows, int32_t day) {
  auto end = std::partition_point(rows.begin(), rows.end(), [day](const Row& row) { return row.day < day; });
  return rows.first(static_cast<size_t>(end - rows.begin()));
}

// Turns counts of each id into where the list of each begins.
void sum_up(std::vector<size_t>& begin) {
  size_t sum = 0;
  for (size_t& value : begin) sum += std::exchange(value, sum);
}

}  // namespace

uint32_t FactTable::find(const Ids& ids, std::string_view name) {
  auto found = ids.find(std::string(name));
  return found == ids.end() ? kNoId : found->second;
}

NameParts parts_of_name(std::string_view name) {
  size_t open = name.rfind(" (");
  if (open == std::string_view::npos || !name.ends_with(')')) return {};
  return {name.substr(0, open), name.substr(open + 2, name.size() - open - 3)};
}

uint32_t FactTable::add_entity(std::string_view name, std::string_view country, std::string_view kind, int32_t day) {
  auto [place, is_new] = entity_ids_.try_emplace(std::string(name), static_cast<uint32_t>(entities_.size()));
  if (is_new) entities_.push_back({place->first, {}, {}, INT32_MAX});
  FactEntity& entity = entities_[place->second];
  if (day > entity.since || day == INT32_MAX) return place->second;
  NameParts parts = parts_of_name(name);
  std::pair said{country.empty() ? parts.country : country, parts.kind.empty() ? kind : parts.kind};
  if (day < entity.since || said > std::pair<std::string_view, std::string_view>{entity.country, entity.kind}) {
    entity.country = said.first;
    entity.kind = said.second;
  }
  entity.since = day;
  return place->second;
}

uint32_t FactTable::add_relation(std::string_view name, uint32_t quad, std::string_view root) {
  auto [place, is_new] = relation_ids_.try_emplace(std::string(name), static_cast<uint32_t>(relations_.size()));
  if (is_new) relations_.push_back({place->first, quad, number(root_ids_, root)});
  return place->second;
}

void FactTable::order_names() {
  auto renumber = [](auto& rows, Ids& ids) {
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    std::vector<uint32_t> now(rows.size());
    for (uint32_t id = 0; id < rows.size(); ++id) now[std::exchange(ids[rows[id].name], id)] = id;
    return now;
  };
  std::vector<uint32_t> entities = renumber(entities_, entity_ids_), relations = renumber(relations_, relation_ids_);
  for (Fact& fact : facts_) fact = {fact.day, entities[fact.subject], relations[fact.relation], entities[fact.object]};
}

void FactTable::number_classes() {
  country_ids_.clear();
  kind_ids_.clear();
  classes_.clear();
  for (const FactEntity& entity : entities_) classes_.push_back({number(country_ids_, entity.country), number(kind_ids_, entity.kind)});
}

void FactTable::index() {
  order_names();
  number_classes();
  auto key = [](const Fact& fact) { return std::tie(fact.day, fact.subject, fact.relation, fact.object); };
  std::sort(facts_.begin(), facts_.end(), [&](const Fact& a, const Fact& b) { return key(a) < key(b); });
  facts_.erase(std::unique(facts_.begin(), facts_.end(), [&](const Fact& a, const Fact& b) { return key(a) == key(b); }), facts_.end());
  auto itself = [](uint32_t entity) { return entity; };
  auto country = [this](uint32_t entity) { return classes_[entity].country; };
  subjects_ = make_links(entities_.size(), AskedSide::Object, itself);
  objects_ = make_links(entities_.size(), AskedSide::Subject, itself);
  subject_countries_ = make_links(countries(), AskedSide::Object, country);
  object_countries_ = make_links(countries(), AskedSide::Subject, country);
  relation_begin_.assign(relations_.size() + 1, 0);
  for (const Fact& fact : facts_) ++relation_begin_[fact.relation];
  sum_up(relation_begin_);
  relation_facts_.resize(facts_.size());
  std::vector<size_t> next = relation_begin_;
  for (const Fact& fact : facts_) relation_facts_[next[fact.relation]++] = {fact.day, fact.subject, fact.object};
}

template <typename IdOf>
FactTable::Links FactTable::make_links(size_t ids, AskedSide partner, IdOf id_of) const {
  bool by_subject = partner == AskedSide::Object;
  Links lists;
  lists.begin.assign(ids + 1, 0);
  for (const Fact& fact : facts_) ++lists.begin[id_of(by_subject ? fact.subject : fact.object)];
  sum_up(lists.begin);
  lists.all.resize(facts_.size());
  std::vector<size_t> next = lists.begin;
  for (const Fact& fact : facts_) {
    lists.all[next[id_of(by_subject ? fact.subject : fact.object)]++] = {fact.day, fact.relation, by_subject ? fact.object : fact.subject};
  }
  return lists;
}

EntityClass FactTable::class_of(uint32_t entity, int32_t day) const {
  if (entities_[entity].since < day) return classes_[entity];
  NameParts parts = parts_of_name(entities_[entity].name);
  EntityClass of;
  uint32_t owner = find_entity(parts.country), kind = find(kind_ids_, parts.kind), country = find(country_ids_, parts.country);
  if (owner != kNoId && entities_[owner].since < day) of.country = classes_[owner].country;
  else if (country != kNoId) of.country = country;
  if (kind != kNoId) of.kind = kind;
  return of;
}

std::span<const Fact> FactTable::before(int32_t day) const { return rows_before(std::span<const Fact>(facts_), day); }

std::span<const Fact> FactTable::on(int32_t day) const {
  size_t begin = before(day).size();
  return std::span<const Fact>(facts_).subspan(begin, before(day + 1).size() - begin);
}

std::span<const FactLink> FactTable::links(const Links& lists, uint32_t id, int32_t day) {
  size_t begin = lists.begin[id];
  return rows_before(std::span<const FactLink>(lists.all).subspan(begin, lists.begin[id + 1] - begin), day);
}

std::span<const FactPair> FactTable::of_relation(uint32_t relation, int32_t day) const {
  size_t begin = relation_begin_[relation];
  return rows_before(std::span<const FactPair>(relation_facts_).subspan(begin, relation_begin_[relation + 1] - begin), day);
}

}  // namespace casus
