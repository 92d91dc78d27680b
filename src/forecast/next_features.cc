// SPDX-License-Identifier: Apache-2.0
#include "forecast/next_features.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace casus {
namespace {

// The most recent links that are read of an entity, of a relation and of a neighbour: what an answer costs does not grow with the store.
constexpr size_t kMostLinks = 4096, kMostRelationFacts = 8192, kMostNeighbourLinks = 512, kMostCountryLinks = 4096;
constexpr size_t kMostPartners = 400, kNeighbours = 60, kMostByHops = 60, kMostByRole = 100, kMostByCompatriots = 60;

// Discounts by age in days; older than the table is as old as its end.
constexpr size_t kOldest = 4096;
std::vector<Discounted> make_discounts() {
  std::vector<Discounted> rows(kOldest);
  for (size_t age = 0; age < kOldest; ++age) {
    for (size_t life = 0; life < kLives; ++life) rows[age][life] = kHalfLives[life] > 0 ? std::exp2(-static_cast<float>(age) / kHalfLives[life]) : 1.0F;
  }
  return rows;
}


void add(Discounted& sum, const Discounted& value) {
  for (size_t life = 0; life < kLives; ++life) sum[life] += value[life];
}

template <typename Row>
std::span<const Row> latest(std::span<const Row> rows, size_t most) {
  return rows.size() > most ? rows.last(most) : rows;
}

// Links within so many days before `day`; 0 days: all.
size_t links_within(std::span<const FactLink> links, int32_t day, int32_t days) {
  if (days == 0) return links.size();
  auto first = std::partition_point(links.begin(), links.end(), [=](const FactLink& link) { return link.day < day - days; });
  return static_cast<size_t>(links.end() - first);
}

// The best `most` of `scored` entities, best first; of equals the one that came first into the table.
void keep_best(std::vector<std::pair<float, uint32_t>>& scored, size_t most) {
  auto better = [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; };
  size_t kept = std::min(most, scored.size());
  auto end = scored.begin() + static_cast<std::ptrdiff_t>(kept);
  if (end != scored.end()) std::nth_element(scored.begin(), end, scored.end(), better);
  std::sort(scored.begin(), end, better);
  scored.resize(kept);
}

}  // namespace

// Writes features in the shape in which a network learns them easily.
class FeatureWriter {
 public:
  explicit FeatureWriter(std::span<float> out) : out_(out) {}
  void value(float value) { out_[next_++] = value; }
  void count(float count) { value(std::log1p(4 * count)); }
  void counts(const Discounted& counts) {
    for (float each : counts) count(each);
  }
  void log_share(float part, float whole) { value(std::log(part / (whole + 0.01F) + 0.001F)); }
  void share(float part, float whole) {
    value(part / (whole + 0.01F));
    log_share(part, whole);
  }
  // Days since `last`; 0: never.
  void age(int32_t day, int32_t last) {
    auto days = static_cast<float>(day - last);
    value(last == 0 ? 7.0F : std::log1p(days));
    value(last == 0 ? 0.0F : 1 / (1 + days));
  }
  bool is_full() const { return next_ == out_.size(); }

 private:
  std::span<float> out_;
  size_t next_ = 0;
};

NextCandidates::NextCandidates(const FactTable& table) : table_(table), discounts_(make_discounts()) {
  for (const Discounted& discounted : discounts_) faded_.push_back({discounted[1], discounted[3]});
  size_t entities = table.entities().size();
  pairs_.resize(entities);
  roles_.resize(entities);
  hops_.resize(entities);
  compatriots_.resize(entities);
  chosen_.resize(entities);
}

const Discounted& NextCandidates::discount(int32_t day) const { return discounts_[std::min(static_cast<size_t>(question_.day - day), kOldest - 1)]; }
const NextCandidates::Faded& NextCandidates::fade(int32_t day) const { return faded_[std::min(static_cast<size_t>(question_.day - day), kOldest - 1)]; }

void NextCandidates::read(const NextQuestion& question) {
  question_ = question;
  class_ = table_.class_of(question.entity, question.day);
  pairs_.clear();
  past_relations_.clear();
  roles_.clear();
  hops_.clear();
  compatriots_.clear();
  for (auto* groups : {&entity_countries_, &role_countries_}) groups->assign(table_.countries(), {});
  for (auto* groups : {&entity_kinds_, &role_kinds_}) groups->assign(table_.kinds(), {});
  same_total_ = entity_total_ = role_total_ = {};
  same_partners_ = 0;
  compatriots_total_ = 0;
  read_pairs(AskedSide::Object);
  read_pairs(AskedSide::Subject);
  read_roles();
  read_hops();
  read_compatriots();
  choose();
}

void NextCandidates::read_pairs(AskedSide side) {
  bool is_along = side == question_.asked;
  const FactRelation& asked = table_.relations()[question_.relation];
  auto links = side == AskedSide::Object ? table_.as_subject(question_.entity, question_.day) : table_.as_object(question_.entity, question_.day);
  for (const FactLink& link : latest(links, kMostLinks)) {
    const Discounted& weight = discount(link.day);
    const FactRelation& relation = table_.relations()[link.relation];
    bool is_same = is_along && link.relation == question_.relation;
    Pair& pair = pairs_.at(link.partner);
    add(is_along ? pair.along : pair.against, weight);
    if (relation.quad == asked.quad) add(is_along ? pair.quad_along : pair.quad_against, weight);
    if (is_along && relation.root == asked.root) add(pair.root_along, weight);
    if (!is_along && link.relation == question_.relation) add(pair.inverse, weight);
    pair.last = std::max(pair.last, link.day);
    PastRelation& past = past_relation(pair, directed(link.relation, !is_along));
    past.lately += weight[1];
    past.all += weight[3];
    add(entity_total_, weight);
    if (is_same) {
      if (pair.last_same == 0) ++same_partners_;
      add(pair.same, weight);
      add(same_total_, weight);
      pair.last_same = link.day;
    }
    EntityClass partner = table_.class_of(link.partner);
    for (Group* group : {&entity_countries_[partner.country], &entity_kinds_[partner.kind]}) {
      group->all += weight[3];
      group->lately += weight[1];
      if (is_same) group->same += weight[3];
    }
  }
}

PastRelation& NextCandidates::past_relation(Pair& pair, DirectedRelation relation) {
  for (uint32_t at = pair.first; at != kNoId; at = past_relations_[at].next) {
    if (past_relations_[at].relation == relation) return past_relations_[at];
  }
  past_relations_.push_back({relation, 0, 0, std::exchange(pair.first, static_cast<uint32_t>(past_relations_.size()))});
  ++pair.relations;
  return past_relations_.back();
}

void NextCandidates::read_roles() {
  for (const FactPair& fact : latest(table_.of_relation(question_.relation, question_.day), kMostRelationFacts)) {
    const Discounted& weight = discount(fact.day);
    bool asks_object = question_.asked == AskedSide::Object;
    uint32_t candidate = asks_object ? fact.object : fact.subject;
    EntityClass other = table_.class_of(asks_object ? fact.subject : fact.object), own = table_.class_of(candidate);
    Role& role = roles_.at(candidate);
    add(role.all, weight);
    add(role_total_, weight);
    role.last = fact.day;
    if (class_.country != 0 && other.country == class_.country) {
      role.of_country += 1;
      role.of_country_lately += weight[2];
      Group& group = role_countries_[own.country];
      group.all += 1;
      group.lately += weight[1];
    }
    if (class_.kind != 0 && other.kind == class_.kind) {
      role.of_kind += 1;
      role.of_kind_lately += weight[2];
      role_kinds_[own.kind].all += 1;
    }
  }
}

// Two steps: whom those meet whom the entity meets, by the share of their meetings.
void NextCandidates::read_hops() {
  std::vector<std::pair<float, uint32_t>> neighbours;
  for (uint32_t partner : pairs_.touched()) {
    const Pair& pair = *pairs_.find(partner);
    neighbours.emplace_back(pair.along[3] + pair.against[3], partner);
  }
  keep_best(neighbours, kNeighbours);
  for (auto [weight, neighbour] : neighbours) {
    const Pair& pair = *pairs_.find(neighbour);
    float lately = (pair.along[1] + pair.against[1]) / (entity_total_[1] + 1e-9F), all = weight / (entity_total_[3] + 1e-9F);
    std::array sides = {latest(table_.as_subject(neighbour, question_.day), kMostNeighbourLinks), latest(table_.as_object(neighbour, question_.day), kMostNeighbourLinks)};
    float sum_lately = 0.2F, sum_all = 1;
    for (auto links : sides) {
      for (const FactLink& link : links) {
        const Faded& age = fade(link.day);
        sum_lately += age.lately;
        sum_all += age.all;
      }
    }
    for (auto links : sides) {
      for (const FactLink& link : links) {
        if (link.partner == question_.entity) continue;
        const Faded& age = fade(link.day);
        Hop& hop = hops_.at(link.partner);
        hop.lately += lately * age.lately / sum_lately;
        hop.all += all * age.all / sum_all;
      }
    }
  }
}

// What others of the entity's country did, and had done to them: for entities that are new, and partners that are.
void NextCandidates::read_compatriots() {
  if (class_.country == 0) return;
  const FactRelation& asked = table_.relations()[question_.relation];
  for (bool is_along : {true, false}) {
    bool as_subject = (question_.asked == AskedSide::Object) == is_along;
    auto links = as_subject ? table_.country_as_subject(class_.country, question_.day) : table_.country_as_object(class_.country, question_.day);
    for (const FactLink& link : latest(links, kMostCountryLinks)) {
      const Faded& weight = fade(link.day);
      Compatriots& compatriots = compatriots_.at(link.partner);
      (is_along ? compatriots.along : compatriots.against) += weight.all;
      compatriots.lately += weight.lately;
      compatriots_total_ += weight.all;
      if (is_along && table_.relations()[link.relation].root == asked.root) compatriots.root_along += weight.all;
    }
  }
}

void NextCandidates::choose() {
  std::vector<std::pair<float, uint32_t>> partners, by_hops, by_role, by_compatriots;
  for (uint32_t entity : pairs_.touched()) {
    const Pair& pair = *pairs_.find(entity);
    partners.emplace_back(pair.along[3] + pair.against[3] + 4 * pair.same[3], entity);
  }
  for (uint32_t entity : hops_.touched()) by_hops.emplace_back(hops_.find(entity)->all, entity);
  for (uint32_t entity : roles_.touched()) by_role.emplace_back(roles_.find(entity)->all[2] + 0.1F * roles_.find(entity)->all[4], entity);
  for (uint32_t entity : compatriots_.touched()) {
    const Compatriots& compatriots = *compatriots_.find(entity);
    by_compatriots.emplace_back(compatriots.along + compatriots.against + 4 * compatriots.root_along, entity);
  }
  keep_best(partners, kMostPartners);
  keep_best(by_hops, kMostByHops);
  keep_best(by_role, kMostByRole);
  keep_best(by_compatriots, kMostByCompatriots);
  candidates_.clear();
  chosen_.clear();
  for (auto* scored : {&partners, &by_hops, &by_role, &by_compatriots}) {
    for (auto [score, entity] : *scored) {
      if (!std::exchange(chosen_.at(entity), 1)) candidates_.push_back(entity);
    }
  }
}

void NextCandidates::write_pair(const Pair& pair, FeatureWriter& write) const {
  for (const Discounted* counts : {&pair.same, &pair.along, &pair.against, &pair.quad_along}) write.counts(*counts);
  for (size_t life : {1, 3}) write.count(pair.quad_against[life]);
  for (size_t life : {1, 2, 4}) write.count(pair.root_along[life]);
  for (size_t life : {0, 1, 2, 4}) write.count(pair.inverse[life]);
  write.count(static_cast<float>(pair.relations));
  for (size_t life : {1, 2, 3, 4}) write.share(pair.same[life], same_total_[life]);
  for (size_t life : {0, 1, 2, 3}) write.share(pair.along[life] + pair.against[life], entity_total_[life]);
  write.age(question_.day, pair.last_same);
  write.age(question_.day, pair.last);
}

void NextCandidates::write_role(uint32_t candidate, FeatureWriter& write) const {
  static const Role kNone;
  const Role* found = roles_.find(candidate);
  const Role& role = found != nullptr ? *found : kNone;
  for (size_t life = 0; life < kLives; ++life) write.log_share(role.all[life], role_total_[life]);
  write.count(role.all[4]);
  write.age(question_.day, role.last);
  write.count(role.of_country_lately);
  write.count(role.of_country);
  write.count(role.of_kind_lately);
  write.count(role.of_kind);

  // How active the candidate was of late on the asked side, and on the other; windows about as long as the half-lives reach.
  auto links = table_.as_object(candidate, question_.day), others = table_.as_subject(candidate, question_.day);
  if (question_.asked == AskedSide::Subject) std::swap(links, others);
  constexpr std::array<int32_t, kLives> kWindows = {3, 12, 46, 185, 0};
  for (size_t life = 0; life < kLives; ++life) {
    auto active = static_cast<float>(links_within(links, question_.day, kWindows[life]));
    write.count(active);
    if (life != 3) write.log_share(role.all[life], active);
  }
  for (size_t life : {1, 4}) write.count(static_cast<float>(links_within(others, question_.day, kWindows[life])));
  write.age(question_.day, links.empty() ? 0 : links.back().day);
  write.age(question_.day, others.empty() ? 0 : others.back().day);
}

void NextCandidates::write_groups(uint32_t candidate, FeatureWriter& write) const {
  EntityClass other = table_.class_of(candidate);
  write.value(class_.country != 0 && class_.country == other.country ? 1.0F : 0.0F);
  write.value(candidate == question_.entity ? 1.0F : 0.0F);
  static const Group kNone;
  const Group& country = other.country != 0 ? entity_countries_[other.country] : kNone;
  const Group& kind = other.kind != 0 ? entity_kinds_[other.kind] : kNone;
  write.count(country.all);
  write.count(country.lately);
  write.count(country.same);
  write.count(kind.all);
  write.count(kind.same);
  write.count(other.country != 0 ? role_countries_[other.country].all : 0);
  write.count(other.country != 0 ? role_countries_[other.country].lately : 0);
  write.count(other.kind != 0 ? role_kinds_[other.kind].all : 0);
}

void NextCandidates::write_compatriots(uint32_t candidate, FeatureWriter& write) const {
  static const Compatriots kNone;
  const Compatriots* found = compatriots_.find(candidate);
  const Compatriots& compatriots = found != nullptr ? *found : kNone;
  for (float count : {compatriots.along, compatriots.against, compatriots.lately, compatriots.root_along}) write.count(count);
  write.share(compatriots.along + compatriots.against, compatriots_total_);
}

void NextCandidates::features(uint32_t candidate, std::span<float> out) const {
  static const Pair kNone;
  FeatureWriter write(out);
  const Pair* pair = pairs_.find(candidate);
  write_pair(pair != nullptr ? *pair : kNone, write);
  write_role(candidate, write);
  const Hop* hop = hops_.find(candidate);
  write.share(hop != nullptr ? hop->lately : 0, 1);
  write.share(hop != nullptr ? hop->all : 0, 1);
  write_groups(candidate, write);
  write_compatriots(candidate, write);
  // The same for all candidates of a question: they say how to weigh the others.
  for (size_t life : {1, 4}) write.count(same_total_[life]);
  for (size_t life : {1, 4}) write.count(entity_total_[life]);
  write.count(compatriots_total_);
  write.count(static_cast<float>(same_partners_));
  write.count(static_cast<float>(pairs_.touched().size()));
  write.count(static_cast<float>(roles_.touched().size()));
  write.value(question_.asked == AskedSide::Subject ? 1.0F : 0.0F);
  assert(write.is_full());
}

}  // namespace casus
