// SPDX-License-Identifier: Apache-2.0
// Which reviews count: of each reviewer and event the last, unless it withdraws what was said before.
#pragma once

#include <string>

namespace casus {

// A review's verdict in present words; stores of earlier versions hold accept, correct and reject.
std::string verdict_word(const std::string& column);

// A SELECT of review, event_id, reviewer and verdict (in present words) of the reviews that count, for a condition on `reviews`.
std::string standing_reviews(const std::string& condition);

}  // namespace casus
