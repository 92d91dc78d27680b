// SPDX-License-Identifier: Apache-2.0
// How far ahead a question looks.
#pragma once

#include <string>

#include "question/wording.h"

namespace casus {

struct AskedHorizon {
  QuestionFault fault = QuestionFault::None;  // Horizon, PastHorizon or None
  int weeks = 4;        // the nearest that forecasts have, also where there is a fault
  std::string words;    // of the question; empty if it names none
  int days = 28;        // that they reach from the as-of day on
  std::string why;      // of the fault
};

AskedHorizon find_horizon(const Analysis& analysis, const Wording& wording, const QuestionTables& tables, Date as_of);

}  // namespace casus
