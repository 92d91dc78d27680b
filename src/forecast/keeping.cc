// SPDX-License-Identifier: Apache-2.0
#include "forecast/keeping.h"

#include <algorithm>

#include "forecast/bytes.h"

namespace casus {
namespace {

constexpr size_t kMostExamples = 10'000;

// Raised with every change of the features or of the bytes: a model of another version is refused.
constexpr uint32_t kFormat = 1;

}  // namespace

const std::vector<size_t>& look_columns() {
  static const std::vector<size_t> columns = [] {
    std::vector<size_t> found;
    const auto& names = feature_names();
    for (const char* name : {"conflict_weeks_4", "conflict_weeks_12", "conflict_weeks_52", "month_against_year", "quarter_against_year", "rank_in_year_4",
                             "variance_to_mean_4", "last_half_of_month", "verbal_conflict_month_against_year", "conflict_share_52"}) {
      found.push_back(static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
    }
    return found;
  }();
  return columns;
}

Examples choose_examples(const Situations& situations, const Scaling& scaling) {
  Examples examples;
  examples.units = situations.units;
  examples.looks.columns = look_columns().size();
  size_t step = situations.past.size() / kMostExamples + 1;
  for (size_t i = 0; i < situations.past.size(); i += step) {
    const PastSituation& past = situations.past[i];
    if (std::any_of(past.after.begin(), past.after.end(), [](float after) { return after < 0; })) continue;
    std::vector<float> row = scaling.apply(situations.features.row(i));
    examples.past.push_back(past);
    for (size_t column : look_columns()) examples.looks.values.push_back(row[column]);
  }
  return examples;
}

std::string pack(const KeptModel& model) {
  ByteWriter bytes;
  bytes.put(kFormat);
  bytes.put(static_cast<uint64_t>(feature_names().size()));
  bytes.put(pack(model.ensemble));
  bytes.put(static_cast<uint64_t>(model.examples.units.size()));
  for (const std::string& unit : model.examples.units) bytes.put(unit);
  bytes.put(model.examples.past);
  bytes.put(model.examples.looks.values);
  return bytes.take();
}

Result<KeptModel> unpack_model(std::string_view packed) {
  ByteReader bytes(packed);
  uint32_t format = 0;
  uint64_t features = 0, units = 0;
  std::string ensemble;
  bytes.get(format);
  bytes.get(features);
  bytes.get(ensemble);
  if (format != kFormat || features != feature_names().size()) ensemble.clear();
  KeptModel model;
  TRY_ASSIGN(model.ensemble, unpack_ensemble(ensemble));
  bytes.get(units);
  for (uint64_t i = 0; i < units && bytes.is_good(); ++i) bytes.get(model.examples.units.emplace_back());
  bytes.get(model.examples.past);
  bytes.get(model.examples.looks.values);
  model.examples.looks.columns = look_columns().size();
  bool fits = bytes.is_good() && model.examples.looks.rows() == model.examples.past.size();
  for (const PastSituation& past : model.examples.past) fits = fits && past.unit < model.examples.units.size();
  if (!fits) return Error{ErrorCode::Corrupt, "the model kept in the store is damaged; train it again: casus forecast train", ""};
  return model;
}

}  // namespace casus
