// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "forecast/archive.h"
#include "forecast/situations.h"

namespace casus {
namespace {

Sums conflict(double count) {
  Sums sums{};
  sums[static_cast<size_t>(Measure::Conflict)] = count;
  return sums;
}

DatedEvent event(Day day, int quad, std::vector<EventParty> parties, std::string place = "") { return {day, quad, -5, "ASSAULT", place, std::move(parties)}; }

TEST(History, SumsWindowsThatAreOpenAtTheirStart) {
  History history;
  history.add(10, conflict(2));
  history.add(10, conflict(1));
  history.add(17, conflict(4));
  Past past(history, 20);
  EXPECT_EQ(past.conflict(10, 17), 4);
  EXPECT_EQ(past.conflict(9, 17), 7);
  EXPECT_EQ(past.conflict(9, 16), 3);
  EXPECT_EQ(past.days_since(Measure::Conflict, 100), 3);
  EXPECT_EQ(past.days_since(Measure::Protests, 100), 100);
}

TEST(History, ThePastEndsWithItsDay) {
  History history;
  history.add(10, conflict(2));
  history.add(20, conflict(4));
  Past past(history, 19);
  EXPECT_EQ(past.conflict(0, 19), 2);
  EXPECT_EQ(past.days_since(Measure::Conflict, 100), 9);
  EXPECT_TRUE(Past(history, 9).empty());
}

TEST(Archive, AnEventCountsForItsSidesTheirPairAndTheInside) {
  Archive archive;
  archive.add(event(1, 4, {{"B", true}, {"A", false}}));
  archive.add(event(2, 4, {{"A", true}, {"A", false}}));
  archive.add(event(3, 4, {{"A", true}}));           // nobody is known to be acted upon
  archive.add(event(4, 4, {{"A", true}}, "A"));      // but it was there
  archive.add(event(5, 4, {{"A", true}, {"C", true}}));  // a fight of two
  auto count = [&](const std::string& unit) { return archive.find(unit) ? Past(*archive.find(unit), 9).conflict(0, 9) : -1; };
  EXPECT_EQ(count("A"), 5);
  EXPECT_EQ(count("B"), 1);
  EXPECT_EQ(count("A|B"), 1);
  EXPECT_EQ(count("A|C"), 1);
  EXPECT_EQ(count("A|A"), 2);
  EXPECT_EQ(count("B|A"), -1);
  EXPECT_EQ(Past(archive.world(), 9).conflict(0, 9), 5);
}

TEST(Archive, UnitsHaveOneName) {
  EXPECT_EQ(*canonical_unit("B|A"), "A|B");
  EXPECT_EQ(*canonical_unit("A"), "A");
  EXPECT_FALSE(canonical_unit("A|"));
  EXPECT_FALSE(canonical_unit("A|B|C"));
  EXPECT_EQ(kind_of("A|A"), UnitKind::Internal);
  EXPECT_EQ(kind_of("A|AB"), UnitKind::Dyad);
}

TEST(Situations, ASurgeIsMoreThanTheEightiethPercentileOfTheYear) {
  History history;
  Day as_of = 1000;
  for (int week = 0; week < 52; ++week) {
    if (week % 4 == 0) history.add(as_of - 7 * (51 - week) - 3, conflict(week / 4));
  }
  Past past(history, as_of);
  // Of windows of four weeks each has one of the counts 0 to 12: 49 of them, element 39 in order.
  EXPECT_EQ(surge_threshold(past, 4), 10);
  EXPECT_EQ(previous_count(past, 4), 12);
  History quiet;
  EXPECT_EQ(surge_threshold(Past(quiet, as_of), 4), 2);
}

TEST(Situations, OriginsAreSundaysWithAYearBehindThemAndOutcomesAreOver) {
  Archive archive;
  Day start = 7;
  for (Day day = start; day < start + 800; day += 7) archive.add(event(day, 4, {{"A", true}, {"B", false}}));
  Day until = start + 700;
  Situations situations = collect_situations(archive, first_origin(archive, until), until, until);
  ASSERT_FALSE(situations.past.empty());
  EXPECT_GE(situations.past.front().as_of, start + 350);
  for (const PastSituation& past : situations.past) {
    EXPECT_EQ((past.as_of - 3) % 7, 0);
    EXPECT_EQ(past.after[2], past.as_of + 28 <= until ? 4 : -1);
    EXPECT_EQ(past.before[2], 4);
  }
  EXPECT_EQ(situations.features.rows(), situations.past.size());
  EXPECT_EQ(situations.features.columns, feature_names().size());
}

float feature(const std::vector<float>& values, const std::string& name) {
  const auto& names = feature_names();
  return values.at(static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
}

TEST(Features, ByHand) {
  Archive archive;
  Day as_of = 1000;
  for (int week = 51; week >= 0; --week) {
    int events = week < 4 ? 3 : 1;  // three a week in the last four, else one
    for (int i = 0; i < events; ++i) archive.add(event(as_of - 7 * week - 1, 4, {{"A", true}, {"B", false}}));
  }
  std::vector<float> values = features_of(archive.situation("A|B", as_of));
  EXPECT_FLOAT_EQ(feature(values, "conflict_weeks_4"), std::log1p(12.0f));
  EXPECT_FLOAT_EQ(feature(values, "conflict_weeks_52"), std::log1p(60.0f));
  EXPECT_FLOAT_EQ(feature(values, "month_against_year"), std::log(12.5f / (60.0f / 13 + 0.5f)));
  EXPECT_FLOAT_EQ(feature(values, "rank_in_year_4"), 48.0f / 49);
  EXPECT_FLOAT_EQ(feature(values, "quiet_weeks_of_quarter"), 0);
  EXPECT_FLOAT_EQ(feature(values, "days_since_conflict"), std::log1p(1.0f));
  EXPECT_FLOAT_EQ(feature(values, "is_dyad"), 1);
  EXPECT_FLOAT_EQ(feature(values, "first_side_conflict_against_year_4"), 0);  // the sides did nothing else
}

TEST(Features, NothingLaterIsSeen) {
  Archive known, with_future;
  for (Day day = 0; day < 1000; ++day) {
    for (Archive* archive : {&known, &with_future}) archive->add(event(day, 1 + day % 4, {{day % 3 ? "A" : "C", true}, {"B", false}}));
  }
  for (Day day = 1000; day < 1200; ++day) with_future.add(event(day, 4, {{"A", true}, {"B", false}}));
  for (const char* unit : {"A|B", "A", "B"}) EXPECT_EQ(features_of(known.situation(unit, 999)), features_of(with_future.situation(unit, 999)));
}

}  // namespace
}  // namespace casus
