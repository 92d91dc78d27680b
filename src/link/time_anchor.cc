// SPDX-License-Identifier: Apache-2.0
#include "link/time_anchor.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "link/time_terms.h"

namespace casus {
namespace {

using std::chrono::days;

// A narrative that seems to go back by more days than this has run over the turn of the year.
constexpr int kTurnOfYear = 180;

std::optional<Grain> grain_of(std::string_view unit) {
  if (unit == "D" || unit == "TH" || unit == "TM") return Grain::Day;
  if (unit == "W" || unit == "FN") return Grain::Week;
  if (unit == "WE") return Grain::Weekend;
  if (unit == "M") return Grain::Month;
  if (unit == "Q") return Grain::Quarter;
  if (unit == "Y") return Grain::Year;
  if (unit == "DE") return Grain::Decade;
  if (unit == "CE") return Grain::Century;
  return std::nullopt;
}

// `day` moved by `count` units; whole numbers of months and years keep the day of the month where it exists.
Date moved(Date day, std::string_view unit, double count) {
  auto whole = static_cast<int>(std::floor(count));
  auto rounded_days = [&](double each) { return days(static_cast<int>(std::lround(count * each))); };
  if (unit == "TH") return day + days(static_cast<int>(count / 24));
  if (unit == "TM") return day;
  if (unit == "D") return day + rounded_days(1);
  if (unit == "W" || unit == "WE") return day + rounded_days(7);
  if (unit == "FN") return day + rounded_days(14);
  int months_each = unit == "M"    ? 1
                    : unit == "Q"  ? 3
                    : unit == "Y"  ? 12
                    : unit == "DE" ? 120
                    : unit == "CE" ? 1200
                                   : 12000;
  if (std::abs(count) * months_each > 12.0 * 4000) return day;
  if (count != whole && unit == "M")
    return add_months(day, static_cast<int>(count)) +
           days(static_cast<int>(std::lround((count - static_cast<int>(count)) * 30)));
  return add_months(day, static_cast<int>(std::lround(count * months_each)));
}

double number_of(std::string_view text) { return std::atof(std::string(text).c_str()); }

// Years before Christ get no days: they cannot be written as ISO 8601 dates of four digits.
Anchored named(const Stretch& stretch, TimeBasis basis, std::string why) {
  TimeSpan covers;
  if (year_of(stretch.first) > 0) covers = {stretch.first, stretch.last};
  return {stretch.value, covers, basis, stretch, std::move(why)};
}

Anchored unknown(std::string why) { return {{}, {}, TimeBasis::Unknown, std::nullopt, std::move(why)}; }

std::string deictic_name(const TimeAnchors& anchors) {
  return anchors.written && !anchors.narrative ? anchors.written_from : "the last date told";
}

TimeBasis deictic_basis(const TimeAnchors& anchors) {
  return anchors.written && !anchors.narrative ? TimeBasis::Relative : TimeBasis::Context;
}

// "shift:W:-1": last week, two years ago, today.
Anchored anchor_shift(const TimeTerms& terms, const TimeAnchors& anchors) {
  if (terms.fields.size() < 3) return unknown("not understood: " + terms.date);
  auto grain = grain_of(terms.fields[1]);
  auto from = grain && *grain >= Grain::Year && anchors.narrative && anchors.told ? std::optional(anchors.told->first)
                                                                                  : anchors.deictic();
  if (!from || !grain) return unknown("no date to count from");
  double count = number_of(terms.fields[2]);
  // "told them this weekend" on a Monday
  if (*grain == Grain::Weekend && count == 0 && terms.direction == Direction::Past && weekday_of(*from) < 6) count = -1;
  Grain named_grain = count == std::floor(count) ? *grain : *grain == Grain::Year ? Grain::Month : Grain::Day;
  Anchored result = named(stretch_at(named_grain, moved(*from, terms.fields[1], count)), deictic_basis(anchors),
                          fmt::format("{} {} from {}", terms.fields[2], terms.fields[1], deictic_name(anchors)));
  if (terms.fields[1].front() == 'T' && count < 0) result.covers.first = *result.covers.first - days(1);
  return result;
}

// "context:Y:-1" names the whole unit ("the previous year"); "later:W:-1" counts ("a week earlier": that day).
Anchored anchor_context(const TimeTerms& terms, const TimeAnchors& anchors) {
  if (terms.fields.size() < 3) return unknown("not understood: " + terms.date);
  auto grain = grain_of(terms.fields[1]);
  if (!grain) return unknown("no date to count from");
  double count = number_of(terms.fields[2]);
  auto from = anchors.context(*grain, count == 0 || terms.fields[0] == "later");
  if (!from) return unknown("no date told before it");
  bool counted = terms.fields[0] == "later";
  if (from->grain > *grain && from->grain >= Grain::Month && *grain < Grain::Month) {
    return {from->value.substr(0, 4) + "-XX-XX",
            {},
            TimeBasis::Context,
            std::nullopt,
            "only " + from->value + " is told before it"};
  }
  Grain named_grain = counted && *grain == Grain::Week && from->grain == Grain::Day ? Grain::Day : *grain;
  return named(stretch_at(named_grain, moved(from->first, terms.fields[1], count)), TimeBasis::Context,
               fmt::format("{} {} from {}, told before it", terms.fields[2], terms.fields[1], from->value));
}

Date weekday_before(Date day, int weekday, bool strictly) {
  int back = (weekday_of(day) - weekday + 7) % 7;
  return day - days(back == 0 && strictly ? 7 : back);
}

Date weekday_after(Date day, int weekday, bool strictly) {
  int ahead = (weekday - weekday_of(day) + 7) % 7;
  return day + days(ahead == 0 && strictly ? 7 : ahead);
}

// "weekday:2" by the tense, "last:weekday:2", "next:weekday:2", "before:weekday:2", "after:weekday:2".
Anchored anchor_weekday(const TimeTerms& terms, const TimeAnchors& anchors) {
  int weekday = terms.date.back() - '0';
  std::string_view how = terms.fields[0];
  bool of_context = how == "before" || how == "after" || (anchors.narrative && how == "weekday");
  std::optional<Date> from =
      of_context && anchors.told_day ? std::optional(anchors.told_day->first) : anchors.deictic();
  if (!from || weekday < 1 || weekday > 7)
    return {fmt::format("XXXX-WXX-{}", weekday), {}, TimeBasis::Unknown, std::nullopt, "no date to count from"};
  bool ahead = how == "next" || how == "after" ||
               (how == "weekday" && (terms.direction == Direction::Future || terms.direction == Direction::Present));
  if (of_context && how == "weekday") ahead = true;
  Date day = ahead ? weekday_after(*from, weekday, how != "weekday") : weekday_before(*from, weekday, how != "weekday");
  return named(stretch_at(Grain::Day, day), of_context ? TimeBasis::Context : deictic_basis(anchors),
               fmt::format("{} such weekday counted from {}", ahead ? "next" : "last",
                           of_context ? to_iso(*from) : deictic_name(anchors)));
}

// "in:W:-1:3": Wednesday of last week.
Anchored anchor_weekday_in_week(const TimeTerms& terms, const TimeAnchors& anchors) {
  auto from = anchors.deictic();
  if (!from || terms.fields.size() < 4) return unknown("no date to count from");
  Date monday = stretch_at(Grain::Week, *from + days(7 * static_cast<int>(number_of(terms.fields[2])))).first;
  return named(stretch_at(Grain::Day, monday + days(static_cast<int>(number_of(terms.fields[3])) - 1)),
               deictic_basis(anchors), "that day of the week counted from " + deictic_name(anchors));
}

// "day:M:-1:20": the 20th of last month; "day:C:0:20": of the month told before.
Anchored anchor_day_of_month(const TimeTerms& terms, const TimeAnchors& anchors) {
  if (terms.fields.size() < 4) return unknown("not understood: " + terms.date);
  bool of_context = terms.fields[1] == "C";
  std::optional<Date> from =
      of_context ? (anchors.told ? std::optional(anchors.told->first) : std::nullopt) : anchors.deictic();
  if (!from) return unknown("no date to count from");
  Date month = add_months(stretch_at(Grain::Month, *from).first, static_cast<int>(number_of(terms.fields[2])));
  auto day = make_date(year_of(month), month_of(month), static_cast<unsigned>(number_of(terms.fields[3])));
  return day ? named(stretch_at(Grain::Day, *day), TimeBasis::Context,
                     "that day of the month counted from " + to_iso(*from))
             : unknown("there is no such day in that month");
}

// The stretch of "XXXX-04-26" or a feast in a given year.
std::optional<Stretch> in_year(std::string_view date, int year) {
  if (year < 1) return std::nullopt;
  std::string_view rest = date.substr(5);
  if (rest.find_first_of(":+") != std::string_view::npos || rest.find("easter") == 0 || rest.find("orthodox") == 0)
    return feast_of(year, rest);
  return stretch_of(fmt::format("{:04}{}", year, date.substr(4)));
}

double distance(const Stretch& stretch, Date from) {
  if (stretch.first <= from && from <= stretch.last) return 0;
  return static_cast<double>(from < stretch.first ? (stretch.first - from).count() : (from - stretch.last).count());
}

// The year of news: the last such date for the past, the coming one for the future, else the nearest.
std::optional<Stretch> nearest_year(const TimeTerms& terms, Date from) {
  std::optional<Stretch> best;
  double best_cost = 1e9;
  for (int year = year_of(from) - 1; year <= year_of(from) + 1; ++year) {
    auto stretch = in_year(terms.date, year);
    if (!stretch) continue;
    double cost = distance(*stretch, from);
    if (terms.weekday != 0 && stretch->grain == Grain::Day && weekday_of(stretch->first) != terms.weekday) cost += 800;
    // A day is so rarely meant a year away that the tense, which may be misread, decides only between closer rivals.
    double against_tense = stretch->grain == Grain::Day ? 250 : 1000;
    if (terms.direction == Direction::Past && stretch->first > from) cost += against_tense;
    if (terms.direction == Direction::Future && stretch->last < from) cost += against_tense;
    if (cost < best_cost) {
      best_cost = cost;
      best = stretch;
    }
  }
  return best;
}

// The year of a narrative: that of the last date told, or the next where months run over the turn of the year.
std::optional<Stretch> narrative_year(const TimeTerms& terms, const Stretch& told) {
  int year = year_of(told.first);
  auto same = in_year(terms.date, year);
  if (!same) return in_year(terms.date, year + 1);
  if (told.grain > Grain::Season) return same;
  bool long_before = (told.first - same->first) > days(kTurnOfYear);
  return long_before ? in_year(terms.date, year + 1) : same;
}

// "XXXX-XX-23 on:1": the nearest day with that number, and weekday if one is said.
Anchored anchor_day_number(const TimeTerms& terms, const TimeAnchors& anchors) {
  bool to_told = anchors.told && (anchors.narrative || terms.year == "context" || !anchors.written);
  std::optional<Date> from = to_told ? std::optional(anchors.told->first) : anchors.deictic();
  int number = std::atoi(terms.date.substr(8).c_str());
  if (!from || terms.date.size() != 10) return unknown("no date to count from");
  // A bare year gives no month to start from: look through all of it.
  const bool coarse = to_told && anchors.told->grain > Grain::Month;
  std::optional<Date> best;
  auto apart = [&](Date day) { return std::abs((day - *from).count()); };
  for (int month = coarse ? 0 : -3; month <= (coarse ? 11 : 3); ++month) {
    Date first = add_months(stretch_at(Grain::Month, *from).first, month);
    auto day = make_date(year_of(first), month_of(first), static_cast<unsigned>(number));
    bool fits = day && (terms.weekday == 0 ? month == 0 : weekday_of(*day) == terms.weekday);
    if (fits && (!best || apart(*day) < apart(*best))) best = day;
  }
  return best ? named(stretch_at(Grain::Day, *best), TimeBasis::Context,
                      "that day of the month nearest to " + to_iso(*from))
              : unknown("no such day near " + to_iso(*from));
}

// "XXXX-04-26", "XXXX-SU", "XXXX-easter-2": the year is open.
Anchored anchor_open_year(const TimeTerms& terms, const TimeAnchors& anchors) {
  auto open = [&](std::string why) {
    return Anchored{terms.date.find(':') == std::string::npos ? terms.date : "",
                    {},
                    TimeBasis::Unknown,
                    std::nullopt,
                    std::move(why)};
  };
  std::optional<Stretch> stretch;
  if (terms.year == "this-year" || terms.year == "last-year" || terms.year == "next-year") {
    auto from = anchors.deictic();
    if (!from) return open("no date to count from");
    stretch = in_year(terms.date, year_of(*from) + (terms.year == "this-year"   ? 0
                                                    : terms.year == "last-year" ? -1
                                                                                : 1));
    return stretch ? named(*stretch, deictic_basis(anchors), terms.year + ", counted from " + deictic_name(anchors))
                   : open("no such day");
  }
  bool from_told = terms.year == "context" || terms.year == "next-context" || anchors.narrative || !anchors.written;
  if (from_told && anchors.told) {
    stretch = terms.year == "next-context" ? in_year(terms.date, year_of(anchors.told->first) + 1)
                                           : narrative_year(terms, *anchors.told);
    return stretch ? named(*stretch, TimeBasis::Context, "the year of " + anchors.told->value + ", told before it")
                   : open("no such day in that year");
  }
  if (!anchors.written) return open("no year told before it");
  if (anchors.sentence_year && std::abs(*anchors.sentence_year - year_of(*anchors.written)) > 1) {
    stretch = in_year(terms.date, *anchors.sentence_year);
    return stretch ? named(*stretch, TimeBasis::Context,
                           fmt::format("the year {} of the same sentence", *anchors.sentence_year))
                   : open("no such day in that year");
  }
  stretch = nearest_year(terms, *anchors.written);
  return stretch ? named(*stretch, TimeBasis::Context, "the year that fits " + anchors.written_from)
                 : open("no such day near that date");
}

// "last:month:6", "this:season:SU", "next:half:H1", "before:month:4".
Anchored anchor_part_of_year(const TimeTerms& terms, const TimeAnchors& anchors) {
  std::string_view how = terms.fields[0];
  bool of_context = (how == "before" || how == "after") && anchors.told;
  std::optional<Date> from =
      of_context || (anchors.narrative && anchors.told) ? std::optional(anchors.told->first) : anchors.deictic();
  if (!from || terms.fields.size() < 3) return unknown("no date to count from");
  std::string date = "XXXX-" + std::string(terms.fields[2]);
  bool whole_year_counts = terms.fields[1] == "half" || terms.fields[1] == "quarter";
  std::optional<Stretch> stretch;
  if (whole_year_counts) {
    stretch = in_year(date, year_of(*from) + (how == "last" ? -1 : how == "next" ? 1 : 0));
  } else {
    for (int year = year_of(*from) - 1; year <= year_of(*from) + 1; ++year) {
      auto candidate = in_year(date, year);
      if (!candidate) continue;
      bool before = (how == "last" || how == "before") && candidate->last < *from;
      bool after = (how == "next" || how == "after") && candidate->first > *from && !stretch;
      bool nearer = how == "this" && (!stretch || distance(*candidate, *from) < distance(*stretch, *from));
      if (how == "this" && year_of(candidate->first) == year_of(*from)) nearer = true;
      if (before || after || nearer) stretch = candidate;
      if (how == "this" && year_of(candidate->first) == year_of(*from)) break;
    }
  }
  if (!stretch) return unknown("no such time near " + to_iso(*from));
  return named(*stretch, of_context ? TimeBasis::Context : deictic_basis(anchors),
               fmt::format("{} such time, counted from {}", how, to_iso(*from)));
}

// "P3M back": the time up to the reference day; "P2W ahead": from it.
Anchored anchor_duration(const TimeTerms& terms, const TimeAnchors& anchors) {
  Anchored result{terms.date, {}, TimeBasis::Unknown, std::nullopt, "a length of time"};
  auto from = anchors.deictic();
  bool counted = terms.date.find('X') == std::string::npos && terms.date.size() > 2;
  if (terms.reach.empty() || !from || !counted) return result;
  bool clock = terms.date[1] == 'T';
  std::string unit = fmt::format("{}{}", clock ? "T" : "", terms.date.back());
  double count = number_of(std::string_view(terms.date).substr(clock ? 2 : 1));
  bool back = terms.reach == "back";
  Date other = moved(*from, unit, back ? -count : count);
  result.covers = back ? TimeSpan{std::min(other, *from), *from} : TimeSpan{*from, std::max(other, *from)};
  result.basis = deictic_basis(anchors);
  result.why = fmt::format("a length of time {} from {}", terms.reach, deictic_name(anchors));
  return result;
}

// "XX6" is the sixties, "XX99" a year: the last such in the past, in a narrative the one of its century.
Anchored anchor_open_century(const TimeTerms& terms, const TimeAnchors& anchors) {
  auto from = anchors.narrative && anchors.told ? std::optional(anchors.told->first) : anchors.deictic();
  if (!from) from = anchors.told ? std::optional(anchors.told->first) : std::nullopt;
  if (!from) return unknown("no date to count from");
  std::string rest = terms.date.substr(2);
  int century = year_of(*from) / 100;
  auto stretch = stretch_of(fmt::format("{:02}{}", century, rest));
  if (stretch && stretch->first > *from + days(3660)) stretch = stretch_of(fmt::format("{:02}{}", century - 1, rest));
  return stretch ? named(*stretch, TimeBasis::Context, "the century that fits " + to_iso(*from))
                 : unknown("not understood: " + terms.date);
}

}  // namespace

std::optional<Date> TimeAnchors::deictic() const {
  if (written && !(narrative && told_day)) return written;
  if (written) return written;
  if (told_day) return told_day->first;
  return told && told->grain <= Grain::Month ? std::optional(told->first) : std::nullopt;
}

std::optional<Stretch> TimeAnchors::context(Grain grain, bool same) const {
  if (narrative) {
    if (grain >= Grain::Month && told) return told;
    if (told_day && (!told || told->grain <= Grain::Day)) return told_day;
    if (told) return told;
  } else {
    if (grain >= Grain::Month && told && told_here) return told;
    if (told_day && (told_here || same)) return told_day;
  }
  return written ? std::optional(stretch_at(Grain::Day, *written)) : std::nullopt;
}

Anchored anchor_date(const TimeTerms& terms, const TimeAnchors& anchors) {
  std::string_view date = terms.date;
  if (terms.fields.empty()) return unknown("not understood");
  std::string_view how = terms.fields[0];
  if (how == "shift") return anchor_shift(terms, anchors);
  if (how == "context" || how == "later") return anchor_context(terms, anchors);
  if (how == "this-day") {
    auto day = anchors.narrative && anchors.told_day ? std::optional(anchors.told_day->first) : anchors.deictic();
    return day ? named(stretch_at(Grain::Day, *day), deictic_basis(anchors), "the day " + deictic_name(anchors))
               : unknown("no date to count from");
  }
  if (how == "in") return anchor_weekday_in_week(terms, anchors);
  if (how == "day") return anchor_day_of_month(terms, anchors);
  if (how == "weekday" || (terms.fields.size() == 3 && terms.fields[1] == "weekday"))
    return anchor_weekday(terms, anchors);
  if (terms.fields.size() == 3 &&
      (how == "last" || how == "next" || how == "this" || how == "before" || how == "after")) {
    return anchor_part_of_year(terms, anchors);
  }
  if (date.starts_with("XXXX-XX-") && date.size() == 10 && date[8] != 'X') return anchor_day_number(terms, anchors);
  if (date.starts_with("XXXX-") && date.size() > 5 && date[5] != 'X') return anchor_open_year(terms, anchors);
  if (date.starts_with("XX") && date.size() >= 3 && date[2] != 'X') return anchor_open_century(terms, anchors);
  if (date.starts_with('P') && date.find("_REF") == std::string_view::npos) return anchor_duration(terms, anchors);
  if (auto stretch = stretch_of(date)) return named(*stretch, TimeBasis::Explicit, "as written");
  if (date.size() > 5 && date[4] == '-') {
    auto feast = feast_of(std::atoi(std::string(date.substr(0, 4)).c_str()), date.substr(5));
    if (feast) return named(*feast, TimeBasis::Explicit, "the day of the feast in that year");
  }
  return {std::string(date),
          {},
          TimeBasis::Unknown,
          std::nullopt,
          date.ends_with("_REF") ? "a vague reference" : "no day can be said"};
}

}  // namespace casus
