// SPDX-License-Identifier: Apache-2.0
// The document's own voice: opinion, conjecture, forecast, exhortation and prayer of whoever publishes it.
#pragma once

#include <string>
#include <vector>

#include "code/attribution.h"
#include "code/factuality.h"

namespace casus {

// Tokens are inclusive; kNoToken where there is no cue.
struct OwnClaim {
  uint32_t cue_first = kNoToken, cue_last = kNoToken;
  uint32_t content_first = 0, content_last = 0;
  std::string kind;
  Certainty certainty = Certainty::Certain;
  Polarity polarity = Polarity::Positive;
};

// Clauses outside quotations and outside `others` that argue rather than report.
std::vector<OwnClaim> find_own_voice(const Analysis& text, const StanceLexicon& lexicon, const FactualityReader& reader, const std::vector<Attribution>& others);

}  // namespace casus
