// SPDX-License-Identifier: Apache-2.0
#include "ask/review_rows.h"

#include <fmt/format.h>

namespace casus {

std::string verdict_word(const std::string& column) {
  return fmt::format("CASE {0} WHEN 'accept' THEN 'right' WHEN 'correct' THEN 'corrected' WHEN 'reject' THEN 'wrong' ELSE {0} END", column);
}

std::string standing_reviews(const std::string& condition) {
  return fmt::format(R"(SELECT * FROM (SELECT max(review) AS review, event_id, reviewer, arg_max({}, review) AS verdict FROM reviews WHERE {} GROUP BY event_id, reviewer)
WHERE verdict <> 'withdrawn')", verdict_word("verdict"), condition);
}

}  // namespace casus
