// SPDX-License-Identifier: Apache-2.0
// What people say of events, kept beside them.
#include <fmt/format.h>

#include "store/store_state.h"

namespace casus {

Result<int64_t> Store::add_review(const EventReview& review) {
  const Database& database = *state_->database;
  std::string id = quote_sql(review.event);
  TRY_ASSIGN(StoreCell known, database.value(fmt::format("SELECT count(*) FROM events WHERE id = {}", id)));
  if (to_number(known) == 0) return Error{ErrorCode::NotFound, "There is no such event; casus events lists them", review.event};
  auto text_or_null = [](const std::string& text) { return text.empty() ? std::string("NULL") : quote_sql(text); };
  TRY(state_->transaction([&] {
    return database.run(fmt::format(R"(INSERT INTO reviews
SELECT (SELECT coalesce(max(review), 0) + 1 FROM reviews), e.id, d.key, e.start, e."end", e.type, substring(d.text, e.start + 1, e."end" - e.start), {}, {}, {}, {}, {}
FROM events e JOIN documents d USING (document) WHERE e.id = {} ORDER BY d.document DESC LIMIT 1)",
                                    quote_sql(review.reviewer), sql_instant(now()), quote_sql(review.verdict), text_or_null(review.correction), text_or_null(review.note), id));
  }));
  TRY_ASSIGN(StoreCell number, database.value("SELECT max(review) FROM reviews"));
  return to_number(number);
}

}  // namespace casus
