// SPDX-License-Identifier: Apache-2.0
#include "link/time_calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace casus {
namespace {

namespace chrono = std::chrono;
using chrono::days;

std::optional<int> integer(std::string_view text) {
  int value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Date first_of(int year, unsigned month) {
  return Date{chrono::year_month_day{chrono::year{year}, chrono::month{month}, chrono::day{1}}};
}
Date last_of(int year, unsigned month) {
  return Date{chrono::year_month_day_last{chrono::year{year}, chrono::month_day_last{chrono::month{month}}}};
}

// Year 0 is 1 BC.
std::string year_text(int year) { return year > 0 ? fmt::format("{:04}", year) : fmt::format("BC{:04}", 1 - year); }

Stretch months_stretch(Grain grain, int year, unsigned first, unsigned last, std::string_view suffix) {
  return {grain, first_of(year, first), last_of(year, last), year_text(year) + std::string(suffix)};
}

Stretch years_stretch(Grain grain, int first_year, int count, std::string value) {
  return {grain, first_of(first_year, 1), last_of(first_year + count - 1, 12), std::move(value)};
}

Date monday_of(Date day) { return day - days(weekday_of(day) - 1); }

// Meeus/Jones/Butcher: Easter Sunday of the Gregorian calendar.
Date easter(int year) {
  int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return first_of(year, static_cast<unsigned>(n / 31)) + days(n % 31);
}

// Meeus: Easter of the Julian calendar, given in the Gregorian one.
Date orthodox_easter(int year) {
  int a = year % 4, b = year % 7, c = year % 19, d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
  int n = d + e + 114;
  int calendars_apart = year / 100 - year / 400 - 2;
  return first_of(year, static_cast<unsigned>(n / 31)) + days(n % 31 + calendars_apart);
}

// Tabular Islamic calendar (civil epoch, 16 July 622 Julian), leap years 2 5 7 10 13 16 18 21 24 26 29 of each thirty.
Date hijri_day(int year, int month, int day) {
  const Date epoch = *make_date(622, 7, 19);
  int before = (year - 1) * 354 + (3 + 11 * year) / 30 + 29 * (month - 1) + month / 2;
  return epoch + days(before + day - 1);
}

// A feast of the Islamic year that falls into a Gregorian one; the first, if there are two.
std::optional<Stretch> hijri_feast(int year, std::string_view rule) {
  auto month = integer(rule.substr(0, 2));
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  std::optional<int> day = rule.size() == 5 ? integer(rule.substr(3)) : std::optional(1);
  if (!day) return std::nullopt;
  for (int guess = (year - 622) * 33 / 32 - 1, tries = 0; tries < 5; ++tries, ++guess) {
    Date first = hijri_day(guess, *month, *day);
    if (year_of(first) != year) continue;
    Date last = rule.size() == 5 ? first : hijri_day(guess, *month, *month % 2 == 1 ? 30 : 29);
    return Stretch{rule.size() == 5 ? Grain::Day : Grain::Month, first, last,
                   rule.size() == 5 ? to_iso(first) : std::string()};
  }
  return std::nullopt;
}

// "05:1:-1": month, weekday, and which of them.
std::optional<Date> nth_weekday(int year, std::string_view rule) {
  if (rule.size() < 6) return std::nullopt;
  auto month = integer(rule.substr(0, 2)), weekday = integer(rule.substr(3, 1)), nth = integer(rule.substr(5));
  if (!month || !weekday || !nth || *month < 1 || *month > 12) return std::nullopt;
  if (*nth > 0) {
    Date first = first_of(year, static_cast<unsigned>(*month));
    return first + days((*weekday - weekday_of(first) + 7) % 7 + 7 * (*nth - 1));
  }
  Date last = last_of(year, static_cast<unsigned>(*month));
  return last - days((weekday_of(last) - *weekday + 7) % 7);
}

// What stands behind the year: "-04-28", "-W12", "-SU" ...
std::optional<Stretch> part_of_year(int year, std::string_view part) {
  if (part.empty()) return years_stretch(Grain::Year, year, 1, year_text(year));
  part.remove_prefix(1);
  if (part == "SP" || part == "SU" || part == "FA" || part == "WI") return season_of(year, part);
  if (part.size() == 2 && part[0] == 'Q' && part[1] >= '1' && part[1] <= '4') {
    auto quarter = static_cast<unsigned>(part[1] - '0');
    return months_stretch(Grain::Quarter, year, quarter * 3 - 2, quarter * 3, fmt::format("-Q{}", quarter));
  }
  if (part == "H1") return months_stretch(Grain::Half, year, 1, 6, "-H1");
  if (part == "H2") return months_stretch(Grain::Half, year, 7, 12, "-H2");
  if (part.size() >= 3 && part[0] == 'W') {
    auto week = integer(part.substr(1, 2));
    if (!week || *week < 1 || *week > 53) return std::nullopt;
    Date monday = monday_of(*make_date(year, 1, 4)) + days(7 * (*week - 1));
    if (part.substr(3) == "-WE") return stretch_at(Grain::Weekend, monday);
    return part.size() == 3 ? std::optional(stretch_at(Grain::Week, monday)) : std::nullopt;
  }
  auto month = integer(part.substr(0, 2));
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  auto number = static_cast<unsigned>(*month);
  if (part.size() == 2) return months_stretch(Grain::Month, year, number, number, fmt::format("-{:02}", number));
  auto day = part.size() == 5 ? integer(part.substr(3)) : std::nullopt;
  auto date = day && *day > 0 ? make_date(year, number, static_cast<unsigned>(*day)) : std::nullopt;
  if (!date) return std::nullopt;
  return Stretch{Grain::Day, *date, *date, year_text(year) + fmt::format("-{:02}-{:02}", number, *day)};
}

}  // namespace

int year_of(Date day) { return static_cast<int>(chrono::year_month_day{day}.year()); }
unsigned month_of(Date day) { return static_cast<unsigned>(chrono::year_month_day{day}.month()); }
int weekday_of(Date day) { return static_cast<int>(chrono::weekday{day}.iso_encoding()); }

std::optional<Date> make_date(int year, unsigned month, unsigned day) {
  chrono::year_month_day ymd{chrono::year{year}, chrono::month{month}, chrono::day{day}};
  if (!ymd.ok()) return std::nullopt;
  return Date{ymd};
}

Date add_months(Date day, int months) {
  chrono::year_month_day ymd{day};
  ymd += chrono::months(months);
  if (!ymd.ok()) ymd = ymd.year() / ymd.month() / chrono::last;
  return Date{ymd};
}

Stretch season_of(int year, std::string_view season) {
  const std::string suffix = fmt::format("-{}", season);
  if (season == "SP") return months_stretch(Grain::Season, year, 3, 5, suffix);
  if (season == "SU") return months_stretch(Grain::Season, year, 6, 8, suffix);
  if (season == "FA") return months_stretch(Grain::Season, year, 9, 11, suffix);
  return {Grain::Season, first_of(year, 12), last_of(year + 1, 2), year_text(year) + suffix};
}

Stretch stretch_at(Grain grain, Date day) {
  const int year = year_of(day);
  const unsigned month = month_of(day);
  switch (grain) {
    case Grain::Day:
      return {grain, day, day,
              year > 0 ? to_iso(day)
                       : year_text(year) + fmt::format("-{:02}-{:02}", month,
                                                       static_cast<unsigned>(chrono::year_month_day{day}.day()))};
    case Grain::Weekend:
    case Grain::Week: {
      Date monday = monday_of(day);
      Date thursday = monday + days(3);
      int week = static_cast<int>((thursday - first_of(year_of(thursday), 1)).count()) / 7 + 1;
      std::string value = fmt::format("{}-W{:02}", year_text(year_of(thursday)), week);
      if (grain == Grain::Week) return {grain, monday, monday + days(6), value};
      return {grain, monday + days(5), monday + days(6), value + "-WE"};
    }
    case Grain::Month:
      return months_stretch(grain, year, month, month, fmt::format("-{:02}", month));
    case Grain::Season: {
      if (month <= 2) return season_of(year - 1, "WI");
      return season_of(year, month <= 5 ? "SP" : month <= 8 ? "SU" : month <= 11 ? "FA" : "WI");
    }
    case Grain::Quarter: {
      unsigned quarter = (month + 2) / 3;
      return months_stretch(grain, year, quarter * 3 - 2, quarter * 3, fmt::format("-Q{}", quarter));
    }
    case Grain::Half:
      return months_stretch(grain, year, month <= 6 ? 1 : 7, month <= 6 ? 6 : 12, month <= 6 ? "-H1" : "-H2");
    case Grain::Year:
      return years_stretch(grain, year, 1, year_text(year));
    case Grain::Decade:
      return years_stretch(grain, year / 10 * 10, 10, fmt::format("{:03}", year / 10));
    case Grain::Century:
      return years_stretch(grain, year / 100 * 100, 100, fmt::format("{:02}", year / 100));
  }
  return {};
}

std::optional<Stretch> stretch_of(std::string_view value) {
  if (size_t time = value.find('T'); time != std::string_view::npos) value = value.substr(0, time);
  const bool bc = value.starts_with("BC");
  if (bc) value.remove_prefix(2);
  size_t digits = 0;
  while (digits < value.size() && value[digits] >= '0' && value[digits] <= '9') ++digits;
  auto number = integer(value.substr(0, digits));
  if (!number) return std::nullopt;
  if (digits == 4 && (value.size() == 4 || value[4] == '-')) {
    return part_of_year(bc ? 1 - *number : *number, value.substr(4));
  }
  if (digits != value.size()) return std::nullopt;
  if (digits == 3 && !bc) return years_stretch(Grain::Decade, *number * 10, 10, std::string(value));
  if (digits == 2 && !bc) return years_stretch(Grain::Century, *number * 100, 100, std::string(value));
  if (digits == 2) return years_stretch(Grain::Century, -(*number + 1) * 100 + 1, 100, fmt::format("BC{}", value));
  return std::nullopt;
}

TimeSpan part_of_stretch(const Stretch& stretch, std::string_view part) {
  const TimeSpan all{stretch.first, stretch.last};
  if (stretch.grain < Grain::Month) return all;
  const bool in_days = stretch.grain == Grain::Month;
  const int months_each = stretch.grain >= Grain::Decade ? 12 : 1;
  const int months = (year_of(stretch.last) - year_of(stretch.first)) * 12 + static_cast<int>(month_of(stretch.last)) -
                     static_cast<int>(month_of(stretch.first)) + 1;
  const int count = in_days ? 30 : months / months_each;
  auto at = [&](int units) {
    return in_days ? stretch.first + days(units) : add_months(stretch.first, units * months_each);
  };
  if (part == "start") return {stretch.first, at(count / 3) - days(1)};
  if (part == "mid") return {at(count / 3), at(count - count / 3) - days(1)};
  if (part == "end") return {at(count - count / 3), stretch.last};
  if (part == "H1") return {stretch.first, at(count / 2) - days(1)};
  if (part == "H2") return {at(count / 2), stretch.last};
  return all;
}

std::optional<Stretch> feast_of(int year, std::string_view rule) {
  std::optional<Date> day;
  if (rule.starts_with("easter") || rule.starts_with("orthodox")) {
    size_t sign = rule.find_first_of("+-");
    auto offset = sign == std::string_view::npos ? std::optional(0) : integer(rule.substr(sign));
    if (offset && year > 325) day = (rule.starts_with("easter") ? easter(year) : orthodox_easter(year)) + days(*offset);
  } else if (rule.starts_with("nth:")) {
    day = nth_weekday(year, rule.substr(4));
  } else if (rule.starts_with("hijri:")) {
    return hijri_feast(year, rule.substr(6));
  }
  return day ? std::optional(stretch_at(Grain::Day, *day)) : std::nullopt;
}

}  // namespace casus
