// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "casus/forecast.h"

namespace casus {
namespace {

using Json = nlohmann::ordered_json;

// Four digits are more than any forecast knows.
double rounded(double value) { return std::round(value * 1e4) / 1e4; }

void put_chance(Json& line, const std::string& label, const Chance& chance) {
  line["p"][label] = rounded(chance.probability);
  line["base"][label] = rounded(chance.base);
  line["baseline"][label] = rounded(chance.baseline);
}

}  // namespace

std::string forecast_json(const Forecast& forecast) {
  Json line;
  line["id"] = forecast.id;
  if (!forecast.abstained.empty()) {
    line["abstain"] = true;
    line["why"] = forecast.abstained;
    return line.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  line["unit"] = forecast.unit;
  line["asof"] = to_iso(forecast.as_of);
  for (const char* part : {"p", "count", "base", "baseline"}) line[part] = Json::object();
  for (const HorizonForecast& horizon : forecast.horizons) {
    put_chance(line, fmt::format("up{}", horizon.weeks), horizon.rise);
    if (horizon.surge) put_chance(line, fmt::format("surge{}", horizon.weeks), *horizon.surge);
    line["count"][fmt::format("{}", horizon.weeks)] = {{"mean", rounded(horizon.mean)}, {"p10", horizon.low}, {"p90", horizon.high}, {"previous", horizon.previous},
                                                       {"threshold", horizon.threshold}};
  }
  line["weeks"] = forecast.weeks;
  line["drivers"] = Json::array();
  for (const Driver& driver : forecast.drivers) line["drivers"].push_back({{"name", driver.name}, {"effect", rounded(driver.effect)}, {"words", driver.words}});
  line["similar"] = Json::array();
  for (const SimilarSituation& past : forecast.similar) {
    line["similar"].push_back({{"asof", to_iso(past.as_of)}, {"unit", past.unit}, {"before", past.before}, {"after", past.after}, {"outcome", past.rose ? 1 : 0}});
  }
  const ReliabilityBin& bin = forecast.reliability;
  line["reliability"] = {{"from", rounded(bin.from)}, {"to", rounded(bin.to)}, {"forecasts", bin.forecasts}, {"mean_p", rounded(bin.mean_probability)}, {"frequency", rounded(bin.frequency)}};
  line["model"] = forecast.model;
  line["trained_until"] = to_iso(forecast.trained_until);
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace casus
