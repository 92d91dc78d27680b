// SPDX-License-Identifier: Apache-2.0
// A trained model as a store keeps it: the ensemble, and past situations to compare a new one with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "forecast/ensemble.h"

namespace casus {

inline constexpr const char* kModelKind = "escalation";

// Situations in the few numbers that make two of them alike.
struct Examples {
  std::vector<std::string> units;
  std::vector<PastSituation> past;
  Matrix looks;  // scaled values of `look_columns`, a row each
};

// Features that say whether two situations look alike: size, level, course, scatter.
const std::vector<size_t>& look_columns();

struct KeptModel {
  Ensemble ensemble;
  Examples examples;
};

// Every so many of the situations, that a model stays small; only those with all windows over.
Examples choose_examples(const Situations& situations, const Scaling& scaling);

std::string pack(const KeptModel& model);
Result<KeptModel> unpack_model(std::string_view bytes);

}  // namespace casus
