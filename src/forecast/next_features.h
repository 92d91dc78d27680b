// SPDX-License-Identifier: Apache-2.0
// What history says of each candidate for the open place of a fact. Everything is read from facts before the day of the question.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "forecast/next_facts.h"

namespace casus {

struct NextQuestion {
  int32_t day = 0;
  AskedSide asked = AskedSide::Object;
  uint32_t entity = 0, relation = 0;  // ids of the table
};

// Half-lives in days by which the past is discounted; the last forgets nothing.
constexpr std::array<float, 5> kHalfLives = {2, 8, 32, 128, 0};
constexpr size_t kLives = kHalfLives.size();
using Discounted = std::array<float, kLives>;

// A relation and the direction in which the question's entity stands in it: 2 * relation, and 1 more where it is on the asked side.
using DirectedRelation = uint32_t;
inline DirectedRelation directed(uint32_t relation, bool is_reversed) { return 2 * relation + (is_reversed ? 1 : 0); }

// Earlier facts of one relation between the question's entity and a candidate.
struct PastRelation {
  DirectedRelation relation;
  float lately = 0, all = 0;  // counts, discounted with half-lives of 8 and 128 days
  uint32_t next = kNoId;      // the next of the same candidate
};

constexpr size_t kNextFeatures = 106;

// Values for every entity that was touched since the last clear; nothing for others.
template <typename Value>
class PerEntity {
 public:
  void resize(size_t entities) { places_.assign(entities, kNoId); }
  Value& at(uint32_t entity) {
    uint32_t& place = places_[entity];
    if (place == kNoId) {
      place = static_cast<uint32_t>(values_.size());
      values_.emplace_back();
      touched_.push_back(entity);
    }
    return values_[place];
  }
  const Value* find(uint32_t entity) const { return places_[entity] == kNoId ? nullptr : &values_[places_[entity]]; }
  const std::vector<uint32_t>& touched() const { return touched_; }
  void clear() {
    for (uint32_t entity : touched_) places_[entity] = kNoId;
    touched_.clear();
    values_.clear();
  }

 private:
  std::vector<uint32_t> places_, touched_;
  std::vector<Value> values_;
};

// Candidates of one question and their features. Reusable; one for each thread.
class NextCandidates {
 public:
  explicit NextCandidates(const FactTable& table);

  void read(const NextQuestion& question);
  // Entities that the past suggests, in an order that the past decides.
  const std::vector<uint32_t>& candidates() const { return candidates_; }
  // Requires room for kNextFeatures; not yet standardised.
  void features(uint32_t candidate, std::span<float> out) const;
  // Calls `see(PastRelation)` for each relation in which the two stood.
  template <typename See>
  void past_relations(uint32_t candidate, See see) const {
    const Pair* pair = pairs_.find(candidate);
    for (uint32_t at = pair == nullptr ? kNoId : pair->first; at != kNoId; at = past_relations_[at].next) see(past_relations_[at]);
  }

 private:
  // Of facts between the question's entity and another one.
  struct Pair {
    Discounted same{}, along{}, against{}, quad_along{}, quad_against{}, root_along{}, inverse{};
    int32_t last_same = 0, last = 0;  // days; 0: never
    uint32_t relations = 0, first = kNoId;  // how many, and the first of them
  };
  // Of facts with the question's relation and the other on the asked side.
  struct Role {
    Discounted all{};
    float of_country = 0, of_country_lately = 0, of_kind = 0, of_kind_lately = 0;  // with an entity of the same country, or kind, as the question's
    int32_t last = 0;
  };
  struct Hop {
    float lately = 0, all = 0;
  };
  // Of facts between compatriots of the question's entity and another one.
  struct Compatriots {
    float along = 0, against = 0, lately = 0, root_along = 0;
  };
  // Sums over the question's entity, or over its relation, by country or kind of the partner.
  struct Group {
    float all = 0, lately = 0, same = 0;
  };

  // What a fact of that day weighs today; by all half-lives, and by those of 8 and 128 days alone, in a table that stays in the nearest cache.
  const Discounted& discount(int32_t day) const;
  struct Faded {
    float lately, all;
  };
  const Faded& fade(int32_t day) const;
  void read_pairs(AskedSide side);
  void read_roles();
  void read_hops();
  void read_compatriots();
  PastRelation& past_relation(Pair& pair, DirectedRelation relation);
  void choose();
  void write_pair(const Pair& pair, class FeatureWriter& write) const;
  void write_role(uint32_t candidate, class FeatureWriter& write) const;
  void write_groups(uint32_t candidate, class FeatureWriter& write) const;
  void write_compatriots(uint32_t candidate, class FeatureWriter& write) const;

  const FactTable& table_;
  std::vector<Discounted> discounts_;
  std::vector<Faded> faded_;
  NextQuestion question_;
  EntityClass class_;  // of the question's entity
  PerEntity<Pair> pairs_;
  std::vector<PastRelation> past_relations_;
  PerEntity<Role> roles_;
  PerEntity<Hop> hops_;
  PerEntity<Compatriots> compatriots_;
  PerEntity<char> chosen_;
  std::vector<Group> entity_countries_, entity_kinds_, role_countries_, role_kinds_;
  Discounted same_total_{}, entity_total_{}, role_total_{};
  float compatriots_total_ = 0;
  size_t same_partners_ = 0;
  std::vector<uint32_t> candidates_;
};

}  // namespace casus
