// SPDX-License-Identifier: Apache-2.0
// Who did what to whom on which day: a temporal knowledge graph, indexed so that everything before a day is a prefix of each list.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace casus {

// Days since 1970-01-01; ids are positions in the tables of entities and relations.
struct Fact {
  int32_t day;
  uint32_t subject, relation, object;
};

// The asked side: Object for (entity, relation, ?), Subject for (?, relation, entity).
enum class AskedSide : uint8_t { Object, Subject };

// Equal for entities of one country, of one kind; 0: unknown.
struct EntityClass {
  uint32_t country = 0, kind = 0;
};

struct FactEntity {
  std::string name, country, kind;
  int32_t since = INT32_MAX;  // day of its first fact; none yet
};

// "Police (India)": of the kind "Police", of "India". Empty for other names.
struct NameParts {
  std::string_view kind, country;
};
NameParts parts_of_name(std::string_view name);

struct FactRelation {
  std::string name;
  uint32_t quad = 0, root = 0;  // quad class 1 to 4; root: equal for relations of one kind of event; 0: unknown
};

// A fact as its subject, or its object, sees it.
struct FactLink {
  int32_t day;
  uint32_t relation, partner;
};

// A fact as its relation sees it.
struct FactPair {
  int32_t day;
  uint32_t subject, object;
};

constexpr uint32_t kNoId = UINT32_MAX;

class FactTable {
 public:
  // The id of a name until index(); new names are added. Of what is said of an entity the earliest counts (of one day, what comes last by alphabet); a name
  // with parts tells its own kind, and its country if none is given. No day: nothing is said.
  uint32_t add_entity(std::string_view name, std::string_view country = {}, std::string_view kind = {}, int32_t day = INT32_MAX);
  uint32_t add_relation(std::string_view name, uint32_t quad = 0, std::string_view root = {});
  void add(const Fact& fact) { facts_.push_back(fact); }
  // Numbers names in their order and facts by day, so that the order in which they came changes nothing, keeps one of those that are the same on a day, and makes
  // the lists below.
  void index();

  uint32_t find_entity(std::string_view name) const { return find(entity_ids_, name); }
  uint32_t find_relation(std::string_view name) const { return find(relation_ids_, name); }
  const std::vector<FactEntity>& entities() const { return entities_; }
  const std::vector<FactRelation>& relations() const { return relations_; }
  // By all facts; side by side in memory, for loops over many facts.
  EntityClass class_of(uint32_t entity) const { return classes_[entity]; }
  // What was known of an entity before `day`: of one that had no fact yet, what its name tells.
  EntityClass class_of(uint32_t entity, int32_t day) const;
  // One more than the largest id of a country, and of a kind.
  size_t countries() const { return country_ids_.size() + 1; }
  size_t kinds() const { return kind_ids_.size() + 1; }

  // All before `day`, in the order of days.
  std::span<const Fact> before(int32_t day) const;
  std::span<const Fact> on(int32_t day) const;
  std::span<const FactLink> as_subject(uint32_t entity, int32_t day) const { return links(subjects_, entity, day); }
  std::span<const FactLink> as_object(uint32_t entity, int32_t day) const { return links(objects_, entity, day); }
  // Those of all entities of a country together.
  std::span<const FactLink> country_as_subject(uint32_t country, int32_t day) const { return links(subject_countries_, country, day); }
  std::span<const FactLink> country_as_object(uint32_t country, int32_t day) const { return links(object_countries_, country, day); }
  std::span<const FactPair> of_relation(uint32_t relation, int32_t day) const;

 private:
  using Ids = std::unordered_map<std::string, uint32_t>;
  struct Links {
    std::vector<size_t> begin;  // of each id; one more at the end
    std::vector<FactLink> all;
  };
  static uint32_t find(const Ids& ids, std::string_view name);
  static std::span<const FactLink> links(const Links& lists, uint32_t id, int32_t day);
  // `id_of(entity)` says in whose list a fact of the entity belongs.
  void order_names();
  void number_classes();
  template <typename IdOf>
  Links make_links(size_t ids, AskedSide partner, IdOf id_of) const;

  std::vector<FactEntity> entities_;
  std::vector<EntityClass> classes_;
  std::vector<FactRelation> relations_;
  Ids entity_ids_, relation_ids_, country_ids_, kind_ids_, root_ids_;
  std::vector<Fact> facts_;
  Links subjects_, objects_, subject_countries_, object_countries_;
  std::vector<size_t> relation_begin_;
  std::vector<FactPair> relation_facts_;
};

}  // namespace casus
