// SPDX-License-Identifier: Apache-2.0
#include "link/time_calendar.h"

#include <gtest/gtest.h>

namespace casus {
namespace {

std::string days_of(std::string_view value) {
  auto stretch = stretch_of(value);
  return stretch ? to_iso(stretch->first) + ".." + to_iso(stretch->last) : "none";
}

std::string feast(int year, std::string_view rule) {
  auto stretch = feast_of(year, rule);
  return stretch ? to_iso(stretch->first) : "none";
}

std::string part(std::string_view value, std::string_view part) {
  TimeSpan span = part_of_stretch(*stretch_of(value), part);
  return to_iso(*span.first) + ".." + to_iso(*span.last);
}

TEST(TimeCalendarTest, ReadsValues) {
  EXPECT_EQ(days_of("2021-04-28"), "2021-04-28..2021-04-28");
  EXPECT_EQ(days_of("2021-04-28T05:34"), "2021-04-28..2021-04-28");
  EXPECT_EQ(days_of("2020-02"), "2020-02-01..2020-02-29");
  EXPECT_EQ(days_of("1900-02"), "1900-02-01..1900-02-28");
  EXPECT_EQ(days_of("2021"), "2021-01-01..2021-12-31");
  EXPECT_EQ(days_of("199"), "1990-01-01..1999-12-31");
  EXPECT_EQ(days_of("19"), "1900-01-01..1999-12-31");
  EXPECT_EQ(days_of("2011-SU"), "2011-06-01..2011-08-31");
  EXPECT_EQ(days_of("2011-WI"), "2011-12-01..2012-02-29");
  EXPECT_EQ(days_of("2008-H2"), "2008-07-01..2008-12-31");
  EXPECT_EQ(days_of("2020-Q1"), "2020-01-01..2020-03-31");
  EXPECT_EQ(days_of("2020-W53"), "2020-12-28..2021-01-03");
  EXPECT_EQ(days_of("2021-W01"), "2021-01-04..2021-01-10");
  EXPECT_EQ(days_of("2021-W18-WE"), "2021-05-08..2021-05-09");
}

TEST(TimeCalendarTest, RefusesWhatIsNoStretch) {
  for (const char* value : {"", "P3M", "XXXX-04", "2021-13", "2021-02-30", "2021-00", "2021-W54", "2021-Q5",
                            "PRESENT_REF", "20211", "2021-4"}) {
    EXPECT_FALSE(stretch_of(value)) << value;
  }
}

TEST(TimeCalendarTest, CountsYearsBeforeChristBackwards) {
  EXPECT_EQ(year_of(stretch_of("BC0001")->first), 0);
  EXPECT_EQ(year_of(stretch_of("BC0264")->first), -263);
  EXPECT_EQ(stretch_of("BC0264")->value, "BC0264");
  EXPECT_EQ(year_of(stretch_of("BC01")->first), -199);
  EXPECT_EQ(year_of(stretch_of("BC01")->last), -100);
}

TEST(TimeCalendarTest, NamesStretches) {
  Date day = *make_date(2021, 1, 3);
  EXPECT_EQ(stretch_at(Grain::Week, day).value, "2020-W53");
  EXPECT_EQ(stretch_at(Grain::Weekend, day).value, "2020-W53-WE");
  EXPECT_EQ(stretch_at(Grain::Season, day).value, "2020-WI");
  EXPECT_EQ(stretch_at(Grain::Quarter, day).value, "2021-Q1");
  EXPECT_EQ(stretch_at(Grain::Decade, day).value, "202");
  EXPECT_EQ(stretch_at(Grain::Century, day).value, "20");
}

// Every named stretch contains its day and is read back as itself.
TEST(TimeCalendarTest, GoesRound) {
  for (int step = 0; step < 4000; ++step) {
    Date day = *make_date(1890, 1, 1) + std::chrono::days(step * 19);
    for (Grain grain : {Grain::Day, Grain::Week, Grain::Month, Grain::Season, Grain::Quarter, Grain::Half, Grain::Year,
                        Grain::Decade, Grain::Century}) {
      Stretch stretch = stretch_at(grain, day);
      ASSERT_LE(stretch.first, day);
      ASSERT_GE(stretch.last, day);
      auto again = stretch_of(stretch.value);
      ASSERT_TRUE(again) << stretch.value;
      ASSERT_EQ(again->first, stretch.first) << stretch.value;
      ASSERT_EQ(again->last, stretch.last) << stretch.value;
      for (const char* name : {"start", "mid", "end", "H1", "H2"}) {
        TimeSpan span = part_of_stretch(stretch, name);
        ASSERT_LE(*span.first, *span.last) << stretch.value << " " << name;
        ASSERT_GE(*span.first, stretch.first);
        ASSERT_LE(*span.last, stretch.last);
      }
    }
  }
}

TEST(TimeCalendarTest, CutsStretches) {
  EXPECT_EQ(part("2021-02", "start"), "2021-02-01..2021-02-10");
  EXPECT_EQ(part("2021-02", "end"), "2021-02-21..2021-02-28");
  EXPECT_EQ(part("2021", "mid"), "2021-05-01..2021-08-31");
  EXPECT_EQ(part("199", "mid"), "1993-01-01..1996-12-31");
  EXPECT_EQ(part("19", "H2"), "1950-01-01..1999-12-31");
  EXPECT_EQ(part("2021-02-03", "end"), "2021-02-03..2021-02-03");
}

TEST(TimeCalendarTest, KeepsTheDayOfTheMonthWhereItExists) {
  EXPECT_EQ(to_iso(add_months(*make_date(2020, 3, 31), -1)), "2020-02-29");
  EXPECT_EQ(to_iso(add_months(*make_date(2020, 2, 29), 12)), "2021-02-28");
  EXPECT_EQ(to_iso(add_months(*make_date(2020, 12, 15), 1)), "2021-01-15");
}

TEST(TimeCalendarTest, FindsFeasts) {
  EXPECT_EQ(feast(2021, "easter+0"), "2021-04-04");
  EXPECT_EQ(feast(2008, "easter+0"), "2008-03-23");
  EXPECT_EQ(feast(2038, "easter+0"), "2038-04-25");
  EXPECT_EQ(feast(2021, "easter-2"), "2021-04-02");
  EXPECT_EQ(feast(2021, "orthodox+0"), "2021-05-02");
  EXPECT_EQ(feast(2024, "orthodox+0"), "2024-05-05");
  EXPECT_EQ(feast(2021, "nth:11:4:4"), "2021-11-25");
  EXPECT_EQ(feast(2021, "nth:05:1:-1"), "2021-05-31");
  EXPECT_EQ(feast(2021, "hijri:12-10"), "2021-07-20");
  EXPECT_EQ(feast(2021, "hijri:09"), "2021-04-13");
  EXPECT_EQ(feast(2021, "unheard"), "none");
  EXPECT_EQ(feast(2021, "nth:13:1:1"), "none");
}

}  // namespace
}  // namespace casus
