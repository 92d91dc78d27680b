// SPDX-License-Identifier: Apache-2.0
// Reports of one event in the index, as the store grows; filters and sums over them.
#include "serve/event_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/event_filter.h"
#include "serve/views.h"
#include "store/analysis_for_test.h"

namespace casus::serve {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

// What the store knows the event of a report by.
Analysis report(const std::string& publisher, EventStatus status, uint32_t text, std::vector<Actor> actors = {test_actor("Iran", "IRN")}) {
  Analysis analysis = test_report(publisher, publisher, status, text, std::move(actors), {test_actor("Iraq", "IRQ")});
  analysis.document.published = "2021-05-1" + std::to_string(text);
  return analysis;
}

class ReportsOfOneEvent : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Store::open(folder_ / "s.duckdb", StoreAccess::Write);
    ASSERT_TRUE(opened) << opened.error().to_string();
    store_ = std::move(*opened);
    store_->begin_run({"1", "tables", "model", ""});
    ASSERT_TRUE(index_.load(*store_));
  }

  // As the server takes a document in.
  void add(Analysis analysis) {
    std::string key = analysis.document.key;
    auto counts = store_->add(list_of(std::move(analysis)));
    ASSERT_TRUE(counts) << counts.error().to_string();
    std::vector<int64_t> documents;
    ASSERT_TRUE(store_->query("SELECT document FROM documents WHERE key = '" + key + "'", {nullptr, [&](std::span<const StoreCell> cells) {
                                                                                          documents.push_back(std::stoll(*cells[0]));
                                                                                          return true;
                                                                                        }}));
    ASSERT_TRUE(index_.refresh(*store_, documents, counts->relabelled));
  }

  static std::vector<std::string> publishers(const EventIndex& index, const FilterValues& values) {
    std::vector<std::string> found;
    RowFilter filter(index, values);
    for (uint32_t row : index.order) if (filter.passes(index.rows[row])) found.push_back(index.publishers.text(index.documents[static_cast<size_t>(index.rows[row].document)].publisher));
    return found;
  }
  // Those whose reports stand for their event, the same in an index that is read anew.
  std::vector<std::string> standing(FilterValues values = {}) {
    values.one_per_event = true;
    EventIndex anew;
    EXPECT_TRUE(anew.load(*store_));
    EXPECT_EQ(publishers(index_, values), publishers(anew, values));
    return publishers(index_, values);
  }

  TestFolder folder_;
  std::unique_ptr<Store> store_;
  EventIndex index_;
};

TEST_F(ReportsOfOneEvent, OneStandsForItAsTheStoreGrows) {
  EXPECT_THAT(standing(), IsEmpty());
  add(report("Fjord News", EventStatus::Claimed, 3));
  EXPECT_THAT(standing(), ElementsAre("Fjord News"));
  add(report("The Herald", EventStatus::Reported, 4));
  EXPECT_THAT(standing(), ElementsAre("The Herald")) << "asserted before others";
  add(report("The Courier", EventStatus::Reported, 2));
  EXPECT_THAT(standing(), ElementsAre("The Courier")) << "then the first published";
  add(report("The Courier", EventStatus::Denied, 2));
  EXPECT_THAT(standing(), ElementsAre("The Herald")) << "The Courier's text was coded anew";
  EXPECT_THAT(publishers(index_, {}), UnorderedElementsAre("Fjord News", "The Herald", "The Courier"));
}

TEST_F(ReportsOfOneEvent, StandsAmongThoseThatAreLookedAt) {
  add(report("Fjord News", EventStatus::Claimed, 3));
  add(report("The Herald", EventStatus::Reported, 4));
  add(report("The Courier", EventStatus::Reported, 5));
  FilterValues values;
  values.publishers = {"fjord", "courier"};
  EXPECT_THAT(standing(values), ElementsAre("The Courier"));
  values.publishers = {"fjord"};
  EXPECT_THAT(standing(values), ElementsAre("Fjord News"));
  values.asserted = true;
  EXPECT_THAT(standing(values), IsEmpty());
  FilterValues claimed;
  claimed.statuses = {"claimed"};
  EXPECT_THAT(standing(claimed), ElementsAre("Fjord News"));
  // What, where and when are asked of the one that stands for the event: sums over kinds and days add up.
  FilterValues never;
  never.from = 0;
  never.to = 1;
  EXPECT_THAT(standing(never), IsEmpty());
}

TEST_F(ReportsOfOneEvent, SumsCountItOnce) {
  for (uint32_t i = 1; i <= 3; ++i) add(report("Paper " + std::to_string(i), EventStatus::Reported, i));
  FilterValues values;
  EXPECT_EQ(facets(index_, values).events, 3u);
  values.one_per_event = true;
  EXPECT_EQ(facets(index_, values).events, 1u);
  EXPECT_EQ(timeline(index_, values, std::nullopt).events, 1u);
  DyadView pairs = dyads(index_, values, Level::Country, 28);
  ASSERT_EQ(pairs.dyads.size(), 1u);
  EXPECT_EQ(pairs.dyads[0].sums.events, 1u);
  // Each paper tells it, as one sees who filters by it.
  EXPECT_THAT(facets(index_, values).publishers, ElementsAre(0, 1, 1, 1));
}

TEST_F(ReportsOfOneEvent, TheTrendLooksBackBeforeTheFirstDay) {
  add(report("The Herald", EventStatus::Reported, 2));  // of 2021-05-11
  int32_t day = index_.rows[0].first_day;
  FilterValues values;
  values.from = day + 5;
  values.to = day + 9;
  EXPECT_THAT(dyads(index_, values, Level::Country, 7).dyads, IsEmpty()) << "it is not counted";
  DyadView pairs = dyads(index_, values, Level::Country, 7, Kept::InWindows);
  ASSERT_EQ(pairs.dyads.size(), 1u);
  EXPECT_THAT(std::pair(pairs.dyads[0].recent.events, pairs.dyads[0].before.events), Pair(0u, 1u));
  values.from = std::numeric_limits<int32_t>::min();
  DyadView open = dyads(index_, values, Level::Country, 7);
  ASSERT_EQ(open.dyads.size(), 1u);
  EXPECT_EQ(open.dyads[0].before.events, pairs.dyads[0].before.events);
}

TEST_F(ReportsOfOneEvent, ActorsTogetherAndByKey) {
  add(report("The Herald", EventStatus::Reported, 2, {test_actor("Iran", "IRN"), test_actor("Iran navy", "IRN", {"MIL"})}));
  FilterValues values;
  values.together = {"Iran", "MIL"};
  EXPECT_THAT(publishers(index_, values), ElementsAre("The Herald"));
  values.together = {"Iran", "Iraq"};
  EXPECT_THAT(publishers(index_, values), IsEmpty()) << "Iraq is the recipient";
  values.together = {"MIL", "navy"};
  EXPECT_THAT(publishers(index_, values), IsEmpty()) << "one actor is not two";
  values = {};
  values.parties = {"=IRN:MIL:iran navy"};
  EXPECT_THAT(publishers(index_, values), ElementsAre("The Herald"));
  values.parties = {"=IRN:MIL:iran"};
  EXPECT_THAT(publishers(index_, values), IsEmpty());
  values = {};
  values.unit = "IRN|IRQ";
  EXPECT_THAT(publishers(index_, values), ElementsAre("The Herald"));
  values.unit = "IRN|IRN";
  EXPECT_THAT(publishers(index_, values), IsEmpty());
}

}  // namespace
}  // namespace casus::serve
