// SPDX-License-Identifier: Apache-2.0
// Dates with times as feeds write them, to instants.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "read/written_date.h"

namespace casus {

// "Thu, 01 Jan 2004 19:48:21 GMT", "2003-12-31T10:14:55-08:00", "2003-12", "31.12.2003 19:48" ... as "2004-01-01T19:48:21Z";
// a time without zone counts as UTC, a date without time as midnight, a year or month as its first day.
std::optional<std::string> read_instant(std::string_view text, const MonthNames& months);

}  // namespace casus
