// SPDX-License-Identifier: Apache-2.0
#include "forecast/features.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace casus {
namespace {

// Weeks of the past that the decaying means reach back: five years.
constexpr int kLongWeeks = 260;
constexpr int kHalfLives[] = {1, 2, 4, 8, 16, 32, 64, 128};

// Collects values, and their names the first time.
class Collector {
 public:
  explicit Collector(std::vector<std::string>* names) : names_(names) {}
  void put(std::string_view name, double value) {
    if (names_) names_->push_back(std::string(name));
    values_.push_back(static_cast<float>(value));
  }
  void put(std::string_view name, int number, double value) {
    if (names_) names_->push_back(fmt::format("{}_{}", name, number));
    values_.push_back(static_cast<float>(value));
  }
  std::vector<float> take() { return std::move(values_); }

 private:
  std::vector<std::string>* names_;
  std::vector<float> values_;
};

// The logarithm of how much more one rate is than another; half an event on each side keeps it finite.
double log_ratio(double count, double expected) { return std::log((count + 0.5) / (expected + 0.5)); }

struct Weeks {
  std::vector<double> conflict;  // per week, the last one first, as far as the store reaches
  double mean = 0;               // of all of them
};

Weeks weeks_of(const Past& own, Day store_start) {
  Weeks weeks;
  Day end = own.as_of();
  for (int week = 0; week < kLongWeeks && (week < 52 || end - 7 >= store_start - 1); ++week, end -= 7) {
    weeks.conflict.push_back(own.conflict(end - 7, end));
    weeks.mean += weeks.conflict.back();
  }
  weeks.mean /= static_cast<double>(weeks.conflict.size());
  return weeks;
}

double decayed_mean(const std::vector<double>& weeks, int half_life) {
  double sum = 0, weight = 1, all = 0, factor = std::exp2(-1.0 / half_life);
  for (double count : weeks) {
    sum += weight * count;
    all += weight;
    weight *= factor;
  }
  return sum / all;
}

double window(const std::vector<double>& weeks, int end, int length) {
  double sum = 0;
  for (int i = end; i < end + length; ++i) sum += weeks[static_cast<size_t>(i)];
  return sum;
}

void put_rates(Collector& out, const Weeks& weeks) {
  for (int week = 0; week < 8; ++week) out.put("conflict_week", week + 1, std::log1p(weeks.conflict[static_cast<size_t>(week)]));
  for (int block = 1; block < 4; ++block) out.put("conflict_month", block + 1, std::log1p(window(weeks.conflict, 4 * block, 4)));
  for (int length : {4, 12, 26, 52}) out.put("conflict_weeks", length, std::log1p(window(weeks.conflict, 0, length)));
  out.put("conflict_long_run", std::log1p(52 * weeks.mean));
  double recent = window(weeks.conflict, 0, 4), quarter = window(weeks.conflict, 0, 12);
  for (int half_life : kHalfLives) {
    double mean = decayed_mean(weeks.conflict, half_life);
    out.put("month_against_decay", half_life, log_ratio(recent, 4 * mean));
    out.put("quarter_against_decay", half_life, log_ratio(quarter, 12 * mean));
  }
  out.put("month_against_year", log_ratio(recent, window(weeks.conflict, 0, 52) / 13));
  out.put("quarter_against_year", log_ratio(quarter, window(weeks.conflict, 0, 52) * 12 / 52));
  out.put("quarter_against_months_before", log_ratio(quarter, window(weeks.conflict, 12, 40) * 12 / 40));
  out.put("month_against_quarter", log_ratio(recent, quarter / 3));
  out.put("year_against_long_run", log_ratio(window(weeks.conflict, 0, 52), 52 * weeks.mean));
  out.put("last_week_of_month", (weeks.conflict[0] + 0.5) / (recent + 2));
  out.put("last_half_of_month", (weeks.conflict[0] + weeks.conflict[1] + 1) / (recent + 2));
  out.put("last_month_of_quarter", (recent + 1) / (quarter + 3));
}

// Where the present window stands among those of the past year, and how much they scatter.
void put_spread(Collector& out, const Past& own, const Weeks& weeks) {
  for (int length : {4, 12}) {
    double now = window(weeks.conflict, 0, length), below = 0, above = 0, sum = 0, squares = 0, rises = 0;
    std::vector<double> counts;
    for (int end = 0; end + length <= 52; ++end) counts.push_back(window(weeks.conflict, end, length));
    for (size_t i = 0; i < counts.size(); ++i) {
      below += counts[i] < now;
      above += counts[i] > now;
      sum += counts[i];
      squares += counts[i] * counts[i];
      if (i + static_cast<size_t>(length) < counts.size()) rises += counts[i] > counts[i + static_cast<size_t>(length)];
    }
    double number = static_cast<double>(counts.size()), mean = sum / number, variance = std::max(0.0, squares / number - mean * mean);
    out.put("rank_in_year", length, (below - above) / number);
    out.put("variance_to_mean", length, std::log((variance + 0.5) / (mean + 0.5)));
    out.put("standing", length, (now - mean) / std::sqrt(variance + 1));
    out.put("rises_in_year", length, rises / std::max(1.0, number - length));
    double maximum = *std::max_element(counts.begin(), counts.end()), minimum = *std::min_element(counts.begin(), counts.end());
    out.put("against_maximum", length, log_ratio(now, maximum));
    out.put("against_minimum", length, log_ratio(now, minimum));
    double threshold = surge_threshold(own, length);
    out.put("against_threshold", length, log_ratio(now, threshold));
    out.put("threshold_against_mean", length, log_ratio(threshold, mean));
  }
  double covariance = 0, variance = 0, mean = window(weeks.conflict, 0, 52) / 52;
  for (size_t i = 0; i + 1 < 52; ++i) {
    covariance += (weeks.conflict[i] - mean) * (weeks.conflict[i + 1] - mean);
    variance += (weeks.conflict[i] - mean) * (weeks.conflict[i] - mean);
  }
  out.put("week_to_week", covariance / (variance + 1));
  double quiet = 0;
  for (int i = 0; i < 12; ++i) quiet += weeks.conflict[static_cast<size_t>(i)] == 0;
  out.put("quiet_weeks_of_quarter", quiet);
  out.put("days_since_conflict", std::log1p(own.days_since(Measure::Conflict, kYear)));
}

void put_other_quads(Collector& out, const Past& own) {
  Day now = own.as_of();
  constexpr std::pair<Measure, const char*> kQuads[] = {{Measure::VerbalCooperation, "verbal_cooperation"},
                                                        {Measure::MaterialCooperation, "material_cooperation"},
                                                        {Measure::VerbalConflict, "verbal_conflict"}};
  for (auto [quad, name] : kQuads) {
    double month = own.sum(quad, now - 28, now), quarter = own.sum(quad, now - 84, now), year = own.sum(quad, now - kYear, now);
    out.put(fmt::format("{}_month", name), std::log1p(month));
    out.put(fmt::format("{}_year", name), std::log1p(year));
    out.put(fmt::format("{}_month_against_year", name), log_ratio(month, year / 13));
    out.put(fmt::format("{}_week_against_year", name), log_ratio(own.sum(quad, now - 7, now), year / 52));
    out.put(fmt::format("{}_quarter_against_year", name), log_ratio(quarter, year * 12 / 52));
  }
  for (int weeks : {1, 4, 12, 52}) {
    double events = own.events(now - 7 * weeks, now);
    out.put("mean_intensity", weeks, own.sum(Measure::Intensity, now - 7 * weeks, now) / (events + 1));
    out.put("conflict_share", weeks, (own.conflict(now - 7 * weeks, now) + 0.5) / (events + 2));
  }
  for (auto [measure, name] : {std::pair{Measure::Protests, "protests"}, {Measure::Assaults, "assaults"}}) {
    double month = own.sum(measure, now - 28, now), year = own.sum(measure, now - kYear, now);
    out.put(fmt::format("{}_share", name), year / (own.conflict(now - kYear, now) + 1));
    out.put(fmt::format("{}_month_against_year", name), log_ratio(month, year / 13));
  }
}

// The same stretch a year before: what the season did then, against that year's rate.
void put_season(Collector& out, const Past& past, std::string_view name, Day store_start) {
  Day now = past.as_of();
  for (int weeks : {4, 12}) {
    double after = past.conflict(now - kYear, now - kYear + 7 * weeks), before = past.conflict(now - kYear - 7 * weeks, now - kYear);
    bool is_known = now - kYear - 7 * weeks >= store_start - 1;
    out.put(fmt::format("{}_rise_a_year_ago", name), weeks, is_known ? log_ratio(after, before) : 0);
    out.put(fmt::format("{}_season", name), weeks, log_ratio(after, past.conflict(now - kYear, now) * weeks / 52));
  }
}

void put_around(Collector& out, const Past& around, const Past& own, std::string_view name) {
  Day now = around.as_of();
  for (int weeks : {1, 4, 12}) {
    double near = around.conflict(now - 7 * weeks, now) - own.conflict(now - 7 * weeks, now);
    double year = around.conflict(now - kYear, now) - own.conflict(now - kYear, now);
    out.put(fmt::format("{}_conflict_against_year", name), weeks, log_ratio(std::max(near, 0.0), std::max(year, 0.0) * weeks / 52));
  }
  out.put(fmt::format("{}_events_month_against_year", name), log_ratio(around.events(now - 28, now), around.events(now - kYear, now) / 13));
  out.put(fmt::format("{}_share_of_conflict", name), log_ratio(own.conflict(now - kYear, now), around.conflict(now - kYear, now)));
}

void put_world(Collector& out, const Past& world) {
  Day now = world.as_of();
  for (int weeks : {1, 4, 12, 26}) {
    double events = world.events(now - 7 * weeks, now), year = world.events(now - kYear, now);
    double conflict = world.conflict(now - 7 * weeks, now), conflict_year = world.conflict(now - kYear, now);
    out.put("world_events_against_year", weeks, log_ratio(events, year * weeks / 52));
    out.put("world_conflict_against_year", weeks, log_ratio(conflict, conflict_year * weeks / 52));
  }
  double year_before = world.events(now - 2 * kYear, now - kYear);
  out.put("world_year_against_before", year_before > 0 ? log_ratio(world.events(now - kYear, now), year_before) : 0);
  out.put("world_events_a_week", std::log1p(world.events(now - kYear, now) / 52));
}

std::vector<float> collect(const Situation& situation, std::vector<std::string>* names) {
  Collector out(names);
  Day start = situation.world.first_day();
  Weeks weeks = weeks_of(situation.own, start);
  put_rates(out, weeks);
  put_spread(out, situation.own, weeks);
  put_other_quads(out, situation.own);
  put_season(out, situation.own, "own", start);
  put_season(out, situation.world, "world", start);
  put_around(out, situation.first, situation.own, "first_side");
  put_around(out, situation.second, situation.own, "second_side");
  put_world(out, situation.world);
  double angle = 2 * std::numbers::pi * situation.own.as_of() / 365.25;
  for (int wave : {1, 2}) {
    out.put("season_sine", wave, std::sin(wave * angle));
    out.put("season_cosine", wave, std::cos(wave * angle));
  }
  out.put("is_dyad", situation.kind == UnitKind::Dyad);
  out.put("is_internal", situation.kind == UnitKind::Internal);
  return out.take();
}

}  // namespace

double previous_count(const Past& own, int weeks) { return own.conflict(own.as_of() - 7 * weeks, own.as_of()); }

double surge_threshold(const Past& own, int weeks) {
  std::vector<double> counts;
  for (int end = 0; end + weeks <= 52; ++end) {
    Day last = own.as_of() - 7 * end;
    counts.push_back(own.conflict(last - 7 * weeks, last));
  }
  auto at = counts.begin() + static_cast<std::ptrdiff_t>(0.8 * static_cast<double>(counts.size()));
  std::nth_element(counts.begin(), at, counts.end());
  return std::max(2.0, *at);
}

const std::vector<std::string>& feature_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> collected;
    History nothing;
    Past past(nothing, 0);
    collect({UnitKind::Country, past, past, past, past}, &collected);
    return collected;
  }();
  return names;
}

std::vector<float> features_of(const Situation& situation) { return collect(situation, nullptr); }

}  // namespace casus
