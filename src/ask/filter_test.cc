// SPDX-License-Identifier: Apache-2.0
// Filters and shapes over a small store built by hand.
#include "ask/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "ask/queries.h"
#include "ask/row_output.h"
#include "store/analysis_for_test.h"

namespace casus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Questions : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Store::open(folder_ / "s.duckdb", StoreAccess::Write);
    ASSERT_TRUE(opened) << opened.error().to_string();
    store_ = std::move(*opened);
    store_->begin_run({"1", "tables", "model", ""});
    TestAnalysis text("d", "one two three four", "=Fjord News");
    Actor iran = test_actor("Iran", "IRN"), tirana = test_actor("Tirana", "ALB", {"GOV"}), army = test_actor("Iraqi army", "IRQ", {"MIL"});
    text.event("one", "ASSAULT", EventStatus::Reported, {iran}, {army}).mode = "artillery";
    text.event("two", "CONSULT", EventStatus::Claimed, {tirana, iran}).cameo = "042";
    text.claim(HolderKind::Unnamed, {});
    Event& three = text.event("three", "SANCTION", EventStatus::Denied, {army}, {tirana});
    three.date = {};
    three.cameo = "163";
    text.event("four", "REQUEST", EventStatus::Planned, {test_actor("the Republic of Iran (Islamic)", "")}).confidence = 0.9;
    ASSERT_TRUE(store_->add(list_of(std::move(text).take())));
  }

  std::vector<std::string> words_of(const EventFilter& filter) {
    auto select = events_select(filter, RowShape::Flat);
    EXPECT_TRUE(select) << select.error().to_string();
    std::vector<std::string> words;
    size_t column = 0;
    RowSink sink;
    sink.columns = [&](const std::vector<StoreColumn>& columns) {
      while (columns[column].name != "words") ++column;
    };
    sink.row = [&](std::span<const StoreCell> cells) {
      words.push_back(*cells[column]);
      return true;
    };
    Status status = store_->query(*select, sink);
    EXPECT_TRUE(status) << status.error().to_string();
    return words;
  }

  TestFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(Questions, FiltersAreWhatPeopleThinkIn) {
  EXPECT_THAT(words_of({}), ElementsAre("one", "two", "four", "three"));  // unknown dates last
  EventFilter by_actor, by_recipient, by_both, by_country, by_type, by_mode, by_cameo, by_status, by_publisher, asserted, confident, by_id;
  by_actor.actors = {"iran"};
  EXPECT_THAT(words_of(by_actor), ElementsAre("one", "two", "four")) << "a whole word of the name, not a part of Tirana";
  by_actor.actors = {"IRQ:MIL", "Republic of Iran (Islamic)"};
  EXPECT_THAT(words_of(by_actor), ElementsAre("four", "three"));
  by_recipient.recipients = {"MIL"};
  EXPECT_THAT(words_of(by_recipient), ElementsAre("one"));
  by_both.actors = {"IRQ"};
  by_both.recipients = {"alb"};
  EXPECT_THAT(words_of(by_both), ElementsAre("three"));
  by_country.countries = {"alb"};
  EXPECT_THAT(words_of(by_country), ElementsAre("two", "three"));
  by_type.types = {"assault", "CONSULT"};
  EXPECT_THAT(words_of(by_type), ElementsAre("one", "two"));
  by_mode.types = {"ASSAULT:artillery"};
  EXPECT_THAT(words_of(by_mode), ElementsAre("one"));
  by_cameo.types = {"16"};
  EXPECT_THAT(words_of(by_cameo), ElementsAre("three"));
  by_status.statuses = {"denied", "Planned"};
  EXPECT_THAT(words_of(by_status), ElementsAre("four", "three"));
  by_publisher.publishers = {"fjord"};
  EXPECT_THAT(words_of(by_publisher), ElementsAre("one", "two", "four", "three"));
  by_publisher.publishers = {"fjo"};
  EXPECT_THAT(words_of(by_publisher), IsEmpty());
  asserted.asserted = true;
  EXPECT_THAT(words_of(asserted), ElementsAre("one", "two"));
  confident.min_confidence = 0.5;
  EXPECT_THAT(words_of(confident), ElementsAre("four"));
  by_id.id = "zz";
  EXPECT_THAT(words_of(by_id), IsEmpty());
}

TEST_F(Questions, DatesAreDaysMonthsAndYears) {
  auto between = [&](const std::string& from, const std::string& to) {
    EventFilter filter;
    filter.from = from;
    filter.to = to;
    return words_of(filter);
  };
  EXPECT_THAT(between("2021-05-11", "2021-05-11"), ElementsAre("one", "two", "four"));
  EXPECT_THAT(between("2021-05", "2021"), ElementsAre("one", "two", "four"));
  EXPECT_THAT(between("", "2021-05-10"), IsEmpty());
  EXPECT_THAT(between("2021-06", ""), IsEmpty());
  EXPECT_EQ(*last_day("2024-02"), "2024-02-29");
  EXPECT_EQ(*first_day("2024"), "2024-01-01");
  for (const char* wrong : {"24", "2024-13", "2024-02-30", "May", "2024-1"}) EXPECT_FALSE(last_day(wrong)) << wrong;
}

TEST_F(Questions, ThreeCapitalsAreACountryWhereTheStoreHasIt) {
  TestAnalysis text("e", "five six seven eight", "The Courier");
  text.event("five", "ASSAULT", EventStatus::Reported, {test_actor("fighters of the PKK", "")}, {test_actor("PKK", "")});
  text.event("six", "ASSAULT", EventStatus::Reported, {{"Kurdish party", "PKK", "", {}}, {"the PKK", "PKK", "TUR", {}}});
  text.event("seven", "ASSAULT", EventStatus::Reported, {test_actor("House of the IRN", "")});
  text.event("eight", "ASSAULT", EventStatus::Reported, {{"embassy", "IRN", "ITA", {}}});
  ASSERT_TRUE(store_->add(list_of(std::move(text).take())));
  EventFilter filter;
  filter.actors = {"PKK"};
  EXPECT_THAT(words_of(filter), ElementsAre("five", "six"));
  filter.actors = {"IRN"};
  EXPECT_THAT(words_of(filter), ElementsAre("one", "two")) << "the country, not its letters in names and ids";
  filter.actors = {"PKK", "IRN"};
  EXPECT_THAT(words_of(filter), ElementsAre("one", "two", "five", "six"));
  for (const char* term : {"PKK", "IRN", "TUR", "MIL", "NGO", "iran", "IRQ:MIL"}) {
    auto numbers = [&](const std::string& select) {
      std::vector<std::string> found;
      EXPECT_TRUE(store_->query("SELECT * FROM (" + select + ") ORDER BY ALL", {nullptr, [&](std::span<const StoreCell> cells) {
                                  found.push_back(*cells[0]);
                                  return true;
                                }}));
      return found;
    };
    EXPECT_EQ(numbers(actor_rows(term, "event")), numbers("SELECT event FROM event_actors WHERE " + actor_condition(term, ""))) << term;
  }
}

TEST_F(Questions, WrongValuesAreNamedWithTheirAlternatives) {
  EventFilter type, status;
  type.types = {"ATTACK"};
  EXPECT_THAT(condition_of(type).error().message, testing::AllOf(HasSubstr("ATTACK"), HasSubstr("ASSAULT")));
  status.statuses = {"true"};
  EXPECT_THAT(condition_of(status).error().message, HasSubstr("claimed"));
}

TEST_F(Questions, ValuesCannotLeaveTheirQuotes) {
  EventFilter filter;
  filter.actors = {"x' OR 'a' = 'a", "'); DROP TABLE events; --", "\\", "[", "(a"};
  filter.publishers = {"'"};
  EXPECT_THAT(words_of(filter), IsEmpty());
}

TEST_F(Questions, ClaimsByHolderAndByEvent) {
  auto count = [&](const EventFilter& filter) {
    size_t rows = 0;
    for (RowShape shape : {RowShape::Nested, RowShape::Flat, RowShape::Screen}) {
      auto select = claims_select(filter, shape);
      std::ostringstream out;
      auto written = write_csv(*store_, *select, out);
      EXPECT_TRUE(written) << written.error().to_string();
      rows = *written;
    }
    return rows;
  };
  EventFilter consult, assault, holder;
  EXPECT_EQ(count({}), 1u);
  consult.types = {"CONSULT"};
  EXPECT_EQ(count(consult), 1u);
  assault.types = {"ASSAULT"};
  EXPECT_EQ(count(assault), 0u);
  holder.actors = {"IRN"};
  EXPECT_EQ(count(holder), 0u);
}

TEST_F(Questions, SpreadsheetsRunNothing) {
  std::ostringstream out;
  ASSERT_TRUE(write_csv(*store_, "SELECT publisher, -5 AS n, '@a' AS \"+b\", 'x,\"y' AS c, NULL AS d FROM documents", out));
  EXPECT_EQ(out.str(), "publisher,n,'+b,c,d\n'=Fjord News,-5,'@a,\"x,\"\"y\",\n");
}

}  // namespace
}  // namespace casus
