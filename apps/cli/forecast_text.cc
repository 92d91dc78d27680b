// SPDX-License-Identifier: Apache-2.0
#include "forecast_text.h"

#include <fmt/format.h>

namespace casus {
namespace {

std::string weeks_text(int weeks) { return weeks == 1 ? "1 week" : fmt::format("{} weeks", weeks); }

}  // namespace

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::string forecast_text(const Forecast& forecast) {
  std::string text = fmt::format("{} as of {}\n", forecast.unit, to_iso(forecast.as_of));
  if (!forecast.abstained.empty()) return text + fmt::format("No forecast: {}\n", forecast.abstained);
  text += fmt::format("\nMaterial conflict events: more than in as many weeks before?\n{:<10} {:>7} {:>10} {:>12}   {:>8} {:>9} {:>12}\n", "over", "answer", "base rate", "count model",
                      "before", "expected", "80 % within");
  for (const HorizonForecast& horizon : forecast.horizons) {
    text += fmt::format("{:<10} {:>7} {:>10} {:>12}   {:>8} {:>9.1f} {:>12}\n", weeks_text(horizon.weeks), percent(horizon.rise.probability), percent(horizon.rise.base),
                        percent(horizon.rise.baseline), horizon.previous, horizon.mean, fmt::format("{} to {}", horizon.low, horizon.high));
  }
  for (const HorizonForecast& horizon : forecast.horizons) {
    if (!horizon.surge) continue;
    text += fmt::format("A surge in {} (more than {} events): {}; base rate {}, count model {}\n", weeks_text(horizon.weeks), horizon.threshold,
                        percent(horizon.surge->probability), percent(horizon.surge->base), percent(horizon.surge->baseline));
  }
  text += fmt::format("\nWhat moves the answer over {} (log-odds):\n", weeks_text(forecast.weeks));
  for (const Driver& driver : forecast.drivers) text += fmt::format("  {:+.2f}  {}: {}\n", driver.effect, driver.name, driver.words);
  text += "\nPast situations that looked like it:\n";
  for (const SimilarSituation& past : forecast.similar) {
    text += fmt::format("  {}  {}: {} events before, {} after: {}\n", to_iso(past.as_of), past.unit, past.before, past.after, past.rose ? "rose" : "did not rise");
  }
  const ReliabilityBin& bin = forecast.reliability;
  if (bin.forecasts > 0) {
    text += fmt::format("\nHow such forecasts did: of {} that said {} to {} while validating, {} came true.\n", bin.forecasts, percent(bin.from), percent(bin.to), percent(bin.frequency));
  }
  return text + fmt::format("Model {}, trained on events until {}.\n", forecast.model, to_iso(forecast.trained_until));
}

std::string backtest_text(const Backtest& backtest) {
  std::string text = fmt::format("{} origins from {} to {}, {} units", backtest.origins, to_iso(backtest.from), to_iso(backtest.to), backtest.units);
  text += backtest.refits > 0 ? fmt::format("; models fitted {} times\n\n", backtest.refits) : "\n\n";
  text += fmt::format("{:<8} {:<12} {:>9} {:>6} {:>7} {:>7} {:>16} {:>9} {:>6} {:>6}\n", "question", "method", "forecasts", "true", "Brier", "skill", "95 % by units", "log loss", "AUC", "cal");
  for (const MethodScores& s : backtest.scores) {
    text += fmt::format("{:<8} {:<12} {:>9} {:>6} {:>7.4f} {:>7.4f} {:>16} {:>9.4f} {:>6} {:>6.3f}\n", s.label, s.method, s.forecasts, percent(s.base_rate), s.brier, s.skill,
                        fmt::format("{:.3f} to {:.3f}", s.skill_low, s.skill_high), s.log_loss, s.area_under_curve ? fmt::format("{:.3f}", *s.area_under_curve) : "-", s.calibration_error);
  }
  for (const MethodScores& s : backtest.scores) {
    if (s.method != "combined") continue;
    text += fmt::format("\n{}: forecasts that said, how many, came true\n", s.label);
    for (const ReliabilityBin& bin : s.bins) {
      if (bin.forecasts > 0) text += fmt::format("  {:>5} to {:>5} {:>8} {:>6}\n", percent(bin.from), percent(bin.to), bin.forecasts, percent(bin.frequency));
    }
  }
  return text;
}

}  // namespace casus
