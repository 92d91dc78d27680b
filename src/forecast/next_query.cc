// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "casus/next_events.h"

namespace casus {

Result<NextEventQuery> parse_next_event_query(std::string_view id) {
  Error error{ErrorCode::Invalid, fmt::format("\"{}\" is no query; write day|side|entity|relation, the side o or s: 2014-12-01|o|China|Make a visit", id), ""};
  size_t side = id.find('|'), entity = side == std::string_view::npos ? side : id.find('|', side + 1), relation = id.rfind('|');
  if (entity == std::string_view::npos || relation <= entity) return error;
  auto day = parse_iso_date(id.substr(0, side));
  std::string_view asked = id.substr(side + 1, entity - side - 1);
  NextEventQuery query{std::string(id), day.value_or(Date()), asked == "s", std::string(id.substr(entity + 1, relation - entity - 1)), std::string(id.substr(relation + 1))};
  if (!day || (asked != "s" && asked != "o") || query.entity.empty() || query.relation.empty()) return error;
  return query;
}

}  // namespace casus
