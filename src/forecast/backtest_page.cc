// SPDX-License-Identifier: Apache-2.0
// A backtest as JSON and as a page with plots.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "casus/forecast.h"

namespace casus {
namespace {

using Json = nlohmann::ordered_json;

// The side of a plot in pixels, and its margin.
constexpr double kSide = 200, kMargin = 34;

double rounded(double value) { return std::round(value * 1e5) / 1e5; }

std::string percent(double share) { return fmt::format("{:.1f}", 100 * share); }

// Frequency against probability, a dot for each bin, its area the number of forecasts; on the diagonal they are as sure as they should be.
std::string calibration_plot(const MethodScores& scores) {
  auto x = [](double share) { return kMargin + share * kSide; };
  auto y = [](double share) { return 8 + (1 - share) * kSide; };
  std::string plot = fmt::format("<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" aria-label=\"Calibration of {2}\">", kSide + kMargin + 10, kSide + kMargin + 10, scores.label);
  plot += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"frame\"/><line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"right\"/>", x(0), y(1), kSide, kSide, x(0), y(0),
                      x(1), y(1));
  for (double tick : {0.0, 0.5, 1.0}) {
    plot += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", x(tick), y(0) + 16, tick, x(0) - 5, y(tick) + 4, tick);
  }
  std::string line;
  for (const ReliabilityBin& bin : scores.bins) {
    if (bin.forecasts == 0) continue;
    double radius = 1.5 + 10 * std::sqrt(static_cast<double>(bin.forecasts) / static_cast<double>(scores.forecasts));
    line += fmt::format("{:.1f},{:.1f} ", x(bin.mean_probability), y(bin.frequency));
    plot += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"><title>{} forecasts, mean {} %, came true {} %</title></circle>", x(bin.mean_probability), y(bin.frequency), radius,
                        bin.forecasts, percent(bin.mean_probability), percent(bin.frequency));
  }
  return plot + fmt::format("<polyline points=\"{}\"/></svg>", line);
}

std::string score_row(const MethodScores& s) {
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{:.4f}</td><td>{} ({} to {})</td><td>{:.4f}</td><td>{}</td><td>{:.3f}</td></tr>\n", s.label, s.method, s.forecasts,
                     percent(s.base_rate), s.brier, percent(s.skill), percent(s.skill_low), percent(s.skill_high), s.log_loss,
                     s.area_under_curve ? fmt::format("{:.3f}", *s.area_under_curve) : "-", s.calibration_error);
}

Json json_of(const MethodScores& s) {
  Json bins = Json::array();
  for (const ReliabilityBin& bin : s.bins) {
    if (bin.forecasts > 0) bins.push_back({{"from", rounded(bin.from)}, {"to", rounded(bin.to)}, {"forecasts", bin.forecasts}, {"mean_p", rounded(bin.mean_probability)}, {"frequency", rounded(bin.frequency)}});
  }
  return {{"label", s.label},
          {"method", s.method},
          {"forecasts", s.forecasts},
          {"base_rate", rounded(s.base_rate)},
          {"brier", rounded(s.brier)},
          {"skill", rounded(s.skill)},
          {"skill_low", rounded(s.skill_low)},
          {"skill_high", rounded(s.skill_high)},
          {"log_loss", rounded(s.log_loss)},
          {"auc", s.area_under_curve ? Json(rounded(*s.area_under_curve)) : Json(nullptr)},
          {"calibration_error", rounded(s.calibration_error)},
          {"bins", std::move(bins)}};
}

}  // namespace

std::string backtest_json(const Backtest& backtest) {
  Json json = {{"from", to_iso(backtest.from)}, {"to", to_iso(backtest.to)}, {"origins", backtest.origins}, {"units", backtest.units}, {"refits", backtest.refits}, {"scores", Json::array()}};
  for (const MethodScores& scores : backtest.scores) json["scores"].push_back(json_of(scores));
  return json.dump();
}

std::string backtest_page(const Backtest& backtest) {
  std::string rows, plots;
  for (const MethodScores& scores : backtest.scores) {
    rows += score_row(scores);
    if (scores.method == "combined") plots += fmt::format("<figure><figcaption>{}</figcaption>{}</figure>\n", scores.label, calibration_plot(scores));
  }
  return fmt::format(R"(<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Forecasts, backtested</title>
<style>body{{font:15px/1.4 sans-serif;margin:2em auto;max-width:70em;color:#222}}table{{border-collapse:collapse}}td,th{{padding:.2em .7em;border-bottom:1px solid #ddd;text-align:right}}
td:nth-child(-n+2),th:nth-child(-n+2){{text-align:left}}figure{{display:inline-block;margin:0 1em 1em 0}}text{{font-size:11px;fill:#444}}.frame{{fill:none;stroke:#bbb}}.right{{stroke:#bbb;stroke-dasharray:4}}
circle{{fill:#2a6f97;fill-opacity:.6}}polyline{{fill:none;stroke:#2a6f97}}</style>
<h1>Forecasts, backtested</h1>
<p>Made as if on {} Sundays from {} to {}, for {} units; models fitted anew {} times, each on windows that were over by then.</p>
<h2>Calibration of the combined forecast</h2>
<p>Frequency (upwards) against probability. Dots on the dashed line are as sure as they should be; a dot's area is its share of the forecasts.</p>
{}<h2>Scores</h2>
<table><tr><th>question</th><th>method</th><th>forecasts</th><th>came true, %</th><th>Brier score</th><th>skill, % (95 % by units)</th><th>log loss</th><th>AUC</th><th>calibration error</th></tr>
{}</table></html>
)", backtest.origins, to_iso(backtest.from), to_iso(backtest.to), backtest.units, backtest.refits, plots, rows);
}

}  // namespace casus
