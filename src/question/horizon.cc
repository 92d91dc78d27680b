// SPDX-License-Identifier: Apache-2.0
#include "question/horizon.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace casus {
namespace {

// What forecasts have (casus/forecast.h), and how far from the nearest a question may be.
constexpr int kWeeks[] = {1, 2, 4, 12};
constexpr int kLeastDays = 3, kMostDays = 126;

int days_until(Date as_of, Date day) { return static_cast<int>((day - as_of).count()); }

// The nearest by ratio: 6 weeks are as far from 4 as from 9.
int nearest_weeks(int days) {
  int best = kWeeks[0];
  auto distance = [&](int weeks) { return std::abs(std::log(std::max(1, days) / (7.0 * weeks))); };
  for (int weeks : kWeeks) {
    if (distance(weeks) < distance(best)) best = weeks;
  }
  return best;
}

// "P3M" in days; nothing where the number is not said.
std::optional<int> length_in_days(std::string_view value) {
  if (!value.starts_with("P")) return std::nullopt;
  if (value.starts_with("PT")) return 1;
  double number = 0;
  auto [end, error] = std::from_chars(value.data() + 1, value.data() + value.size(), number);
  if (error != std::errc()) return std::nullopt;
  std::string_view unit(end, static_cast<size_t>(value.data() + value.size() - end));
  double days = unit == "D" ? 1 : unit == "W" ? 7 : unit == "FN" ? 14 : unit == "M" ? 30.44 : unit == "Q" ? 91.3 : unit == "Y" ? 365.25 : unit == "DE" ? 3652 : unit == "WE" ? 7 : 0;
  if (days == 0) return std::nullopt;
  return static_cast<int>(std::lround(number * days));
}

// One stretch that the question names.
struct Stretch {
  std::string words;
  int from = 0, days = 0;  // first and last day, from the as-of day on
};

class HorizonFinder {
 public:
  HorizonFinder(const Analysis& analysis, const Wording& wording, const QuestionTables& tables, Date as_of) : analysis_(analysis), wording_(wording), tables_(tables), as_of_(as_of) {}

  std::vector<Stretch> stretches() const {
    std::vector<Stretch> found;
    for (const PhraseList::Match& match : wording_.horizons) found.push_back({text_of(match.first, match.end), 0, tables_.horizons[match.row]});
    for (size_t i = 0; i < analysis_.mentions.times.size() && i < analysis_.links.times.size(); ++i) {
      const TimeExpression& time = analysis_.links.times[i];
      bool is_told = std::any_of(wording_.horizons.begin(), wording_.horizons.end(), [&](const PhraseList::Match& match) { return time.first_token < match.end && match.first < time.end_token; });
      if (is_told || time.type == TimexType::Set || stands_behind(time, "backward")) continue;
      if (auto stretch = stretch_of(time)) found.push_back(*stretch);
    }
    return found;
  }

 private:
  std::string text_of(size_t first, size_t end) const {
    const auto& tokens = analysis_.parse.tokens;
    return std::string(analysis_.document.slice({tokens[first].span.start, tokens[end - 1].span.end}));
  }

  // Whether such a word stands before it, articles aside.
  bool stands_behind(const TimeExpression& time, std::string_view kind) const {
    for (size_t at = time.first_token, steps = 0; at-- > 0 && steps < 2; ++steps) {
      if (tables_.is(kind, wording_.words, at)) return true;
      if (!tables_.is("determiner", wording_.words, at)) return false;
    }
    return false;
  }

  std::optional<Stretch> stretch_of(const TimeExpression& time) const {
    std::string words = text_of(time.first_token, time.end_token);
    if (time.type == TimexType::Duration) {
      auto days = length_in_days(time.value);
      if (!days) return std::nullopt;
      return Stretch{words, 0, *days};
    }
    if (!time.covers.first || !time.covers.last) return std::nullopt;
    // "by June" ends where June begins, "by the end of June" where it ends.
    bool is_end = words.find("end") != std::string::npos || words.find("END") != std::string::npos;
    bool is_deadline = stands_behind(time, "deadline") && !is_end;
    int from = days_until(as_of_, *time.covers.first), last = days_until(as_of_, is_deadline ? *time.covers.first : *time.covers.last);
    return Stretch{words, is_deadline || is_end ? 0 : from, last};
  }

  const Analysis& analysis_;
  const Wording& wording_;
  const QuestionTables& tables_;
  Date as_of_;
};

}  // namespace

AskedHorizon find_horizon(const Analysis& analysis, const Wording& wording, const QuestionTables& tables, Date as_of) {
  AskedHorizon asked;
  std::vector<Stretch> stretches = HorizonFinder(analysis, wording, tables, as_of).stretches();
  if (stretches.empty()) return asked;
  const Stretch& stretch = stretches.front();
  asked.words = stretch.words;
  asked.days = stretch.days;
  asked.weeks = nearest_weeks(stretch.days);
  std::string day = to_iso(as_of);
  auto refuse = [&](QuestionFault fault, std::string why) {
    asked.fault = fault;
    asked.why = std::move(why);
  };
  if (stretches.size() > 1 && nearest_weeks(stretches[1].days) != asked.weeks) {
    refuse(QuestionFault::Horizon, fmt::format("\"{}\" and \"{}\" are two horizons; ask for one", stretch.words, stretches[1].words));
  } else if (stretch.days < 0) {
    refuse(QuestionFault::PastHorizon, fmt::format("\"{}\" is over on {}, the day that is asked on", stretch.words, day));
  } else if (stretch.days < kLeastDays) {
    refuse(QuestionFault::Horizon, fmt::format("\"{}\" is too near: forecasts look 1, 2, 4 or 12 weeks ahead", stretch.words));
  } else if (stretch.days > kMostDays) {
    refuse(QuestionFault::Horizon, fmt::format("\"{}\" reaches {} days behind {}: forecasts look 12 weeks ahead at most", stretch.words, stretch.days, day));
  } else if (stretch.from > 7 && 2 * stretch.from > stretch.days) {
    refuse(QuestionFault::Horizon, fmt::format("\"{}\" begins {} days behind {}: forecasts are for the weeks that begin on that day", stretch.words, stretch.from, day));
  }
  return asked;
}

}  // namespace casus
