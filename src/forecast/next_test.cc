// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "casus/next_events.h"
#include "forecast/next_facts.h"
#include "forecast/next_features.h"
#include "forecast/next_model.h"

namespace casus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int32_t kDays = 120, kAsked = 110;

// Twelve states and their police. States negotiate by chance, and whoever negotiated agrees two days later; police arrest citizens of their own country.
// What happens on or after `kAsked` is drawn with `later_seed`.
FactTable made_world(uint64_t later_seed = 1) {
  FactTable table;
  std::mt19937_64 past(7), later(later_seed);
  auto name = [](uint64_t number) { return "State" + std::to_string(number); };
  uint32_t negotiate = table.add_relation("negotiate", 1, "03"), agree = table.add_relation("agree", 1, "05"), arrest = table.add_relation("arrest", 4, "17");
  auto police = [&](uint64_t number) { return table.add_entity(fmt::format("Police ({})", name(number))); };
  auto citizen = [&](uint64_t number) { return table.add_entity(fmt::format("Citizen ({})", name(number))); };
  for (uint64_t state = 0; state < 12; ++state) {
    table.add_entity(name(state), name(state), {}, 1);
    for (const char* kind : {"Police", "Citizen"}) table.add_entity(fmt::format("{} ({})", kind, name(state)), {}, {}, 1);
  }
  for (int32_t day = 1; day <= kDays; ++day) {
    std::mt19937_64& chance = day < kAsked ? past : later;
    for (int times = 0; times < 6; ++times) {
      uint64_t a = chance() % 12, b = (a + 1 + chance() % 11) % 12;
      table.add({day, table.add_entity(name(a)), negotiate, table.add_entity(name(b))});
      if (day + 2 < kAsked) table.add({day + 2, table.add_entity(name(a)), agree, table.add_entity(name(b))});
      uint64_t c = chance() % 12;
      table.add({day, police(c), arrest, citizen(c)});
    }
  }
  table.index();
  return table;
}

NextTraining quick_training() { return {.questions = 1200, .epochs = 4, .rivals = 12}; }

TEST(FactTable, KeepsOneOfTheSameFactsOfADayAndGivesWhatWasBefore) {
  FactTable table;
  uint32_t a = table.add_entity("A"), b = table.add_entity("B"), meet = table.add_relation("meet", 1, "04");
  for (int32_t day : {5, 3, 3, 9}) table.add({day, a, meet, b});
  table.index();
  EXPECT_EQ(table.before(100).size(), 3u);
  EXPECT_EQ(table.before(5).size(), 1u);
  EXPECT_EQ(table.on(5).size(), 1u);
  EXPECT_EQ(table.on(4).size(), 0u);
  EXPECT_EQ(table.as_subject(a, 9).size(), 2u);
  EXPECT_EQ(table.as_object(a, 9).size(), 0u);
  EXPECT_EQ(table.as_object(b, 9).size(), 2u);
  EXPECT_EQ(table.of_relation(meet, 9).size(), 2u);
  EXPECT_EQ(table.find_entity("C"), kNoId);
}

TEST(FactTable, AnEntityWithoutAPastIsWhatItsNameTells) {
  FactTable table;
  uint32_t meet = table.add_relation("meet", 1, "04");
  table.add({7, table.add_entity("Police (India)", "", "", 7), meet, table.add_entity("India", "IND", "", 7)});
  table.add({1, table.add_entity("India", "IND", "", 1), meet, table.add_entity("Police (Chad)", "TCD", "COP", 1)});
  table.index();
  uint32_t india = table.find_entity("India"), police = table.find_entity("Police (India)"), other = table.find_entity("Police (Chad)");
  EXPECT_EQ(table.class_of(police, 5).country, table.class_of(india, 5).country);
  EXPECT_EQ(table.class_of(police, 5).kind, table.class_of(other, 5).kind);
  EXPECT_NE(table.class_of(police, 5).country, 0u);
  EXPECT_EQ(table.class_of(india, 1).country, 0u);
  EXPECT_EQ(table.entities()[india].since, 1);
}

TEST(NextCandidates, SeeNothingOfTheDayOrLater) {
  FactTable table = made_world(1), other = made_world(2);
  ASSERT_NE(table.before(kDays + 1).size(), table.before(kAsked).size());
  NextCandidates candidates(table), others(other);
  std::vector<float> features(kNextFeatures), other_features(kNextFeatures);
  for (uint32_t entity = 0; entity < table.entities().size(); ++entity) {
    for (AskedSide side : {AskedSide::Object, AskedSide::Subject}) {
      candidates.read({kAsked, side, entity, 2});
      others.read({kAsked, side, entity, 2});
      ASSERT_EQ(candidates.candidates(), others.candidates());
      for (uint32_t candidate : candidates.candidates()) {
        candidates.features(candidate, features);
        others.features(candidate, other_features);
        ASSERT_EQ(features, other_features);
      }
    }
  }
}

TEST(NextModel, LearnsWhatFollowsOnWhatAndForgetsTheFuture) {
  FactTable table = made_world(1), other = made_world(2);
  auto model = train_next(table, kAsked - 1, quick_training()), same = train_next(other, kAsked - 1, quick_training());
  ASSERT_TRUE(model && same);
  EXPECT_EQ(model->to_bytes(table), same->to_bytes(other));

  // Who negotiated two days ago agrees today: a count of agreements alone cannot tell.
  NextCandidates candidates(table);
  uint32_t negotiate = table.find_relation("negotiate"), agree = table.find_relation("agree"), arrest = table.find_relation("arrest");
  double first = 0, asked = 0;
  for (int32_t day = kAsked - 20; day < kAsked; ++day) {
    for (const Fact& fact : table.on(day - 2)) {
      if (fact.relation != negotiate) continue;
      auto ranked = rank_next(*model, {day, AskedSide::Object, fact.subject, agree}, candidates, 10);
      ASSERT_FALSE(ranked.empty());
      ++asked;
      for (size_t place = 0; place < std::min<size_t>(2, ranked.size()); ++place) first += ranked[place].first == fact.object ? 1 : 0;
    }
  }
  EXPECT_GT(first / asked, 0.7);

  auto ranked = rank_next(*model, {kAsked, AskedSide::Subject, table.find_entity("Citizen (State3)"), arrest}, candidates, 10);
  ASSERT_FALSE(ranked.empty());
  EXPECT_EQ(table.entities()[ranked[0].first].name, "Police (State3)");
}

TEST(NextModel, ComesBackFromItsBytesForATableWithOtherIds) {
  FactTable table = made_world();
  auto model = train_next(table, kAsked - 1, quick_training());
  ASSERT_TRUE(model);
  FactTable turned;  // with one relation more, before the others by its name
  turned.add_relation("abandon", 3, "12");
  for (const FactRelation& relation : table.relations()) turned.add_relation(relation.name, relation.quad, std::to_string(relation.root));
  for (const FactEntity& entity : table.entities()) turned.add_entity(entity.name, entity.country, entity.kind, entity.since);
  for (const Fact& fact : table.before(kDays + 1)) turned.add({fact.day, fact.subject, fact.relation + 1, fact.object});
  turned.index();
  auto back = NextModel::from_bytes(model->to_bytes(table), turned);
  ASSERT_TRUE(back);
  NextCandidates candidates(table), turned_candidates(turned);
  auto here = rank_next(*model, {kAsked, AskedSide::Object, 0, table.find_relation("agree")}, candidates, 5);
  auto there = rank_next(*back, {kAsked, AskedSide::Object, 0, turned.find_relation("agree")}, turned_candidates, 5);
  ASSERT_EQ(here.size(), there.size());
  for (size_t place = 0; place < here.size(); ++place) {
    EXPECT_EQ(here[place].first, there[place].first);
    EXPECT_EQ(here[place].second, there[place].second);
  }
  EXPECT_THAT(NextModel::from_bytes("something else", table).error().message, HasSubstr("train again"));
  EXPECT_THAT(NextModel::from_bytes(model->to_bytes(table).substr(0, 900), table).error().message, HasSubstr("train again"));
}

TEST(NextModel, RefusesToLearnFromTooLittle) {
  FactTable table;
  table.add({1, table.add_entity("A"), table.add_relation("meet"), table.add_entity("B")});
  table.index();
  auto model = train_next(table, 1);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("too little history"));
}

TEST(NextEventQuery, IsReadFromItsId) {
  auto query = parse_next_event_query("2014-12-01|s|Ministry|of Odd Names|Make a visit");
  ASSERT_TRUE(query);
  EXPECT_TRUE(query->asks_subject);
  EXPECT_EQ(query->entity, "Ministry|of Odd Names");
  EXPECT_EQ(query->relation, "Make a visit");
  EXPECT_EQ(to_iso(query->day), "2014-12-01");
  for (const char* bad : {"", "2014-12-01", "2014-12-01|o|China", "2014-12-01|o||meet", "2014-12-01|x|China|meet", "2014-13-01|o|China|meet", "2014-12-01|o|China|"}) {
    auto refused = parse_next_event_query(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_THAT(refused.error().message, HasSubstr("day|side|entity|relation"));
  }
}

}  // namespace
}  // namespace casus
