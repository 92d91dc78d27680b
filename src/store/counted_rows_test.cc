// SPDX-License-Identifier: Apache-2.0
#include "store/counted_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/analysis_for_test.h"

namespace casus {
namespace {

constexpr const char* kUnit = "a.country";

class CountedRows : public testing::Test {
 protected:
  CountedRows() {
    store_ = std::move(*Store::open(folder_ / "s.duckdb", StoreAccess::Write));
    store_->begin_run({"1", "tables", "model", ""});
    add("d", "Iran attacked Iraq.", {test_actor("Iraq", "IRQ")});
  }
  void add(const std::string& id, const std::string& text, std::vector<Actor> recipients = {}) {
    TestAnalysis analysis(id, text);
    analysis.event("attacked", "ASSAULT", EventStatus::Reported, {test_actor("Iran", "IRN")}, std::move(recipients));
    auto counts = store_->add(list_of(std::move(analysis).take()));
    ASSERT_TRUE(counts) << counts.error().to_string();
  }
  int64_t until() const { return counted_until(*store_).value(); }
  std::vector<std::string> parties_of(const std::string& unit) const {
    std::vector<std::string> parties;
    EXPECT_TRUE(store_->query("SELECT role || ' ' || party FROM counted_events WHERE unit = " + quote_sql(unit) + " ORDER BY event, role", {nullptr, [&](std::span<const StoreCell> cells) {
                                parties.push_back(*cells[0]);
                                return true;
                              }}));
    return parties;
  }

  TestFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(CountedRows, HoldAllPartiesOfTheEventsOfAUnit) {
  EXPECT_EQ(until(), 0);
  ASSERT_TRUE(count_events(*store_, kUnit));
  EXPECT_EQ(until(), 1);
  for (const char* unit : {"IRN", "IRQ"}) EXPECT_THAT(parties_of(unit), testing::ElementsAre("actor IRN", "recipient IRQ"));
}

TEST_F(CountedRows, StayTrueWhenOtherEventsAreAdded) {
  ASSERT_TRUE(count_events(*store_, kUnit));
  add("e", "Iran attacked a ship.");
  EXPECT_EQ(until(), 1);
  ASSERT_TRUE(count_events(*store_, kUnit));
  EXPECT_EQ(until(), 2);
}

TEST_F(CountedRows, AreForgottenWithANewVersionOfADocument) {
  ASSERT_TRUE(count_events(*store_, kUnit));
  add("d", "Iran attacked Turkey.");
  EXPECT_EQ(until(), 0);
}

TEST_F(CountedRows, AreForgottenWhenADocumentIsCodedAnew) {
  ASSERT_TRUE(count_events(*store_, kUnit));
  add("d", "Iran attacked Iraq.");
  EXPECT_EQ(until(), 0);
}

}  // namespace
}  // namespace casus
