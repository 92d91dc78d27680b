// SPDX-License-Identifier: Apache-2.0
// Stretches of the calendar and the days of feasts: the arithmetic behind link/times.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "casus/time.h"

namespace casus {

// From fine to coarse.
enum class Grain { Day, Weekend, Week, Month, Season, Quarter, Half, Year, Decade, Century };

// A named stretch of the calendar: the TIMEX3 value says which, first and last are its days.
struct Stretch {
  Grain grain = Grain::Day;
  Date first, last;
  std::string value;
};

int year_of(Date day);
unsigned month_of(Date day);
// 1 Monday .. 7 Sunday (ISO 8601).
int weekday_of(Date day);
// Nothing if there is no such day ("2021-02-30").
std::optional<Date> make_date(int year, unsigned month, unsigned day);
// The same day of another month, or that month's last day if it is shorter.
Date add_months(Date day, int months);

// The stretch of that grain which contains `day`.
Stretch stretch_at(Grain grain, Date day);
Stretch season_of(int year, std::string_view season);  // "SP" "SU" "FA" "WI": meteorological, winter begins in December
// The stretch that a complete TIMEX3 date value names: "2021-04-28", "2013-W12", "2021-W12-WE", "2011-SU", "2008-H2",
// "2020-Q1", "199" (decade), "19" (century), "BC0264", each also with a time of day behind "T". Nothing for other
// values.
std::optional<Stretch> stretch_of(std::string_view value);

// The part of a stretch that a word leaves: "start", "mid", "end" its thirds (of a month: days 1 to 10, 11 to 20, the
// rest; of a year: four months each; of a decade: years 0 to 2, 3 to 6, 7 to 9), "H1" and "H2" its halves. All of it
// for days, weeks and other words.
TimeSpan part_of_stretch(const Stretch& stretch, std::string_view part);

// The day of a feast in a year: "12-25", "easter-2", "orthodox+0", "nth:05:1:-1", "hijri:10-01", "hijri:09" (a month).
// `last` is the same as `first` but for months. Nothing if the rule is not known.
std::optional<Stretch> feast_of(int year, std::string_view rule);

}  // namespace casus
