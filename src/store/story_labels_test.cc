// SPDX-License-Identifier: Apache-2.0
#include "store/story_labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/analysis_for_test.h"
#include "store/independent_sources.h"

namespace casus {
namespace {

using testing::ElementsAre;

TEST(IndependentSources, CopiesAndPublishersHangTogether) {
  using Reports = std::vector<ReportSource>;
  EXPECT_EQ(count_independent(Reports{}), 0);
  EXPECT_EQ(count_independent(Reports{{1, "A"}}), 1);
  EXPECT_EQ(count_independent(Reports{{1, "A"}, {2, "B"}}), 2);
  EXPECT_EQ(count_independent(Reports{{1, "A"}, {1, "B"}}), 1) << "a reprint";
  EXPECT_EQ(count_independent(Reports{{1, "A"}, {2, "A"}}), 1) << "two texts of one publisher";
  EXPECT_EQ(count_independent(Reports{{1, "A"}, {2, "B"}, {2, "A"}}), 1) << "through a third";
  EXPECT_EQ(count_independent(Reports{{1, ""}, {2, ""}, {3, "A"}}), 2) << "nobody known is one";
}

std::vector<std::string> rows(const Store& store, const std::string& select) {
  std::vector<std::string> found;
  Status status = store.query(select, {nullptr, [&](std::span<const StoreCell> cells) {
                                         std::string row;
                                         for (const StoreCell& cell : cells) row += (row.empty() ? "" : " ") + cell.value_or("NULL");
                                         found.push_back(row);
                                         return true;
                                       }});
  EXPECT_TRUE(status) << status.error().to_string();
  return found;
}

TEST(StoryLabels, CountSourcesOfAnEventOverRuns) {
  TestFolder folder;
  constexpr const char* kClusters = "SELECT reports, sources, reporting, claiming FROM event_clusters";
  std::vector<Analysis> reports;
  reports.push_back(test_report("a", "The Courier", EventStatus::Claimed, 1));
  reports.push_back(test_report("b", "Fjord News", EventStatus::Reported, 2));
  reports.push_back(test_report("c", "Fjord News", EventStatus::Reported, 3));
  reports.push_back(test_report("d", "The Herald", EventStatus::Reported, 4));
  for (const Analysis& one : reports) {
    auto store = Store::open(folder / "s.duckdb", StoreAccess::Write);
    ASSERT_TRUE(store) << store.error().to_string();
    (*store)->begin_run({"1", "tables", "model", ""});
    auto counts = (*store)->add(std::span(&one, 1));
    ASSERT_TRUE(counts) << counts.error().to_string();
    EXPECT_THAT(*(*store)->check(), testing::IsEmpty());
  }
  auto store = Store::open(folder / "s.duckdb", StoreAccess::Read);
  ASSERT_TRUE(store);
  EXPECT_THAT(rows(**store, kClusters), ElementsAre("4 3 2 1"));
  EXPECT_THAT(rows(**store, "SELECT d.id FROM corroborated_by(2) e JOIN documents d USING (document)"), ElementsAre("b")) << "asserted before others";
  EXPECT_THAT(rows(**store, "SELECT count(*) FROM one_per_event"), ElementsAre("1"));
  EXPECT_THAT(rows(**store, "SELECT count(*) FROM one_a_day"), ElementsAre("1"));
  EXPECT_THAT(rows(**store, "SELECT count(*) FROM corroborated_by(3)"), ElementsAre("0"));
}

TEST(StoryLabels, HostsStandForPublishersWhereNoneIsKnown) {
  TestFolder folder;
  auto store = Store::open(folder / "s.duckdb", StoreAccess::Write);
  ASSERT_TRUE(store);
  (*store)->begin_run({"1", "tables", "model", ""});
  const std::vector<std::string> addresses = {"https://www.quay.example/a", "http://quay.example:8080/b", "https://fjord.example/c", "", ""};
  for (size_t i = 0; i < addresses.size(); ++i) {
    Analysis one = test_report(std::string(1, static_cast<char>('a' + i)), "", EventStatus::Reported, static_cast<uint32_t>(i + 1));
    one.document.url = addresses[i];
    ASSERT_TRUE((*store)->add(list_of(std::move(one))));
  }
  EXPECT_THAT(rows(**store, "SELECT reports, sources, reporting FROM event_clusters"), ElementsAre("5 3 3"));
}

TEST(StoryLabels, OfAReplacedDocumentAreMadeAnew) {
  TestFolder folder;
  auto store = Store::open(folder / "s.duckdb", StoreAccess::Write);
  ASSERT_TRUE(store);
  (*store)->begin_run({"1", "tables", "model", ""});
  ASSERT_TRUE((*store)->add(list_of(test_report("a", "The Courier", EventStatus::Reported, 1))));
  ASSERT_TRUE((*store)->add(list_of(test_report("b", "Fjord News", EventStatus::Reported, 2))));
  ASSERT_TRUE((*store)->add(list_of(test_report("b", "Fjord News", EventStatus::Claimed, 2))));
  EXPECT_THAT(rows(**store, "SELECT reports, sources, reporting, claiming FROM event_clusters"), ElementsAre("2 2 1 1"));
  EXPECT_THAT(*(*store)->check(), testing::IsEmpty());
}

}  // namespace
}  // namespace casus
