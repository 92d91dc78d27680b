// SPDX-License-Identifier: Apache-2.0
// How likely type, actors and recipients of an event are right: a logistic model over a few properties (data/confidence.tsv).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "casus/analysis.h"
#include "casus/result.h"

namespace casus {

// The properties of an event that the model weighs, by name; train/fit_confidence.py fits their weights.
std::vector<std::string_view> confidence_features(const Analysis& text, const Event& event);

// Immutable after loading; shared by all threads.
class ConfidenceModel {
 public:
  static Result<ConfidenceModel> load(const std::filesystem::path& data_folder);
  // Sets the confidence of each event and says in its `why` what spoke for and against it.
  void judge(const Analysis& text, std::vector<Event>& events) const;
  // Drops the events below the floor, also from the claims that hold them.
  void drop_unlikely(Coding& coding) const;

 private:
  std::vector<std::pair<std::string, double>> weights_;
  double floor_ = 0;  // the row "floor" of the table; 0 keeps all
};

}  // namespace casus
