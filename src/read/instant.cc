// SPDX-License-Identifier: Apache-2.0
#include "read/instant.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/utf8.h"

namespace casus {
namespace {

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// Minutes east of Greenwich of a zone's name.
std::optional<int> zone_minutes(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, int>, 22> kZones = {{
      {"z", 0}, {"ut", 0}, {"utc", 0}, {"gmt", 0}, {"est", -300}, {"edt", -240}, {"cst", -360}, {"cdt", -300}, {"mst", -420}, {"mdt", -360},
      {"pst", -480}, {"pdt", -420}, {"et", -300}, {"ct", -360}, {"mt", -420}, {"pt", -480}, {"at", -240}, {"bst", 60}, {"cet", 60},
      {"cest", 120}, {"msk", 180}, {"jst", 540}}};
  for (auto [zone, minutes] : kZones) {
    if (name == zone) return minutes;
  }
  return std::nullopt;
}

struct Clock {
  int seconds = 0;
  int zone = 0;
};

// "T10:14:55.03-08:00", " 19:48:21 GMT", "10:14 PM".
Clock read_clock(std::string_view text) {
  Clock clock;
  size_t colon = std::string_view::npos;
  for (size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    if (at > 0 && at + 1 < text.size() && is_digit(text[at - 1]) && is_digit(text[at + 1])) { colon = at; break; }
  }
  size_t at = 0;
  if (colon != std::string_view::npos) {
    size_t start = colon;
    while (start > 0 && is_digit(text[start - 1]) && colon - start < 2) --start;
    int hours = number(text.substr(start, colon - start));
    at = colon + 1;
    int minutes = number(text.substr(at, 2));
    while (at < text.size() && is_digit(text[at])) ++at;
    int seconds = 0;
    if (at + 1 < text.size() && text[at] == ':' && is_digit(text[at + 1])) {
      seconds = number(text.substr(at + 1, 2));
      ++at;
      while (at < text.size() && is_digit(text[at])) ++at;
    }
    if (at < text.size() && text[at] == '.') {
      ++at;
      while (at < text.size() && is_digit(text[at])) ++at;
    }
    std::string rest = to_lower(text.substr(at, 4));
    if (rest.starts_with(" pm") && hours < 12) hours += 12;
    if (rest.starts_with(" am") && hours == 12) hours = 0;
    if (hours > 24 || minutes > 59 || seconds > 61) return clock;
    clock.seconds = hours * 3600 + minutes * 60 + seconds;
  }
  // The zone: an offset or a name in what is left.
  for (size_t i = at; i < text.size(); ++i) {
    char c = text[i];
    if ((c == '+' || c == '-') && i + 2 < text.size() && is_digit(text[i + 1]) && is_digit(text[i + 2])) {
      int hours = number(text.substr(i + 1, 2));
      size_t minutes_at = i + 3 + (i + 3 < text.size() && text[i + 3] == ':');
      int minutes = minutes_at + 1 < text.size() && is_digit(text[minutes_at]) ? number(text.substr(minutes_at, 2)) : 0;
      clock.zone = (c == '-' ? -1 : 1) * (hours * 60 + minutes);
      return clock;
    }
    if (std::isalpha(static_cast<unsigned char>(c))) {
      size_t end = i;
      while (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end]))) ++end;
      if (auto minutes = zone_minutes(to_lower(text.substr(i, end - i)))) {
        clock.zone = *minutes;
        return clock;
      }
      i = end;
    }
  }
  return clock;
}

std::string to_text(Date day, const Clock& clock) {
  std::chrono::sys_seconds time = std::chrono::sys_seconds(day) + std::chrono::seconds(clock.seconds - clock.zone * 60);
  Date date = std::chrono::floor<std::chrono::days>(time);
  auto rest = (time - std::chrono::sys_seconds(date)).count();
  return fmt::format("{}T{:02}:{:02}:{:02}Z", to_iso(date), rest / 3600, rest / 60 % 60, rest % 60);
}

std::optional<Date> day_of(int year, int month, int day) {
  std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional<Date>(Date{date}) : std::nullopt;
}

// "2003", "2003-12", "200312", "2003-335", "03-12-31": the short forms of ISO 8601.
std::optional<Date> read_short_iso(std::string_view text, size_t& used) {
  size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '-')) ++end;
  std::string_view head = text.substr(0, end);
  used = end;
  auto all_digits = [](std::string_view part) { return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos; };
  if (head.size() == 4 && all_digits(head)) return day_of(number(head), 1, 1);
  if (head.size() == 7 && head[4] == '-' && all_digits(head.substr(0, 4)) && all_digits(head.substr(5))) return day_of(number(head.substr(0, 4)), number(head.substr(5)), 1);
  if (head.size() == 6 && all_digits(head)) {
    if (head.starts_with("19") || head.starts_with("20")) return day_of(number(head.substr(0, 4)), number(head.substr(4)), 1);
    return day_of(2000 + number(head.substr(0, 2)), number(head.substr(2, 2)), number(head.substr(4)));
  }
  if (head.size() == 8 && head[4] == '-' && all_digits(head.substr(5))) {
    auto first = day_of(number(head.substr(0, 4)), 1, 1);
    int day = number(head.substr(5));
    if (first && day >= 1 && day <= 366) return *first + std::chrono::days(day - 1);
  }
  if (head.size() == 8 && head[2] == '-' && head[5] == '-') return day_of(2000 + number(head.substr(0, 2)), number(head.substr(3, 2)), number(head.substr(6)));
  return std::nullopt;
}

}  // namespace

std::optional<std::string> read_instant(std::string_view text, const MonthNames& months) {
  size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text.size() > 200) return std::nullopt;
  text.remove_prefix(first);
  if (auto date = find_written_date(text, months, true)) return to_text(date->day, read_clock(text.substr(date->end)));
  // "01 Jan 04 19:48:21 GMT"
  for (size_t at = 0; at + 8 < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) continue;
    size_t day_end = at + 1 + is_digit(text[at + 1]);
    if (day_end >= text.size() || (text[day_end] != ' ' && text[day_end] != '-')) continue;
    size_t month_end = day_end + 1;
    while (month_end < text.size() && std::isalpha(static_cast<unsigned char>(text[month_end]))) ++month_end;
    int month = months.find(to_lower(text.substr(day_end + 1, month_end - day_end - 1)));
    if (!month || month_end + 2 >= text.size() + 1 || !is_digit(text[month_end + 1])) continue;
    size_t year_end = month_end + 1;
    while (year_end < text.size() && is_digit(text[year_end])) ++year_end;
    if (year_end - month_end - 1 != 2) continue;
    int year = number(text.substr(month_end + 1, 2));
    if (auto day = day_of(year < 70 ? 2000 + year : 1900 + year, month, number(text.substr(at, day_end - at)))) return to_text(*day, read_clock(text.substr(year_end)));
  }
  size_t used = 0;
  if (is_digit(text[0])) {
    if (auto day = read_short_iso(text, used)) return to_text(*day, read_clock(text.substr(used)));
  }
  return std::nullopt;
}

}  // namespace casus
