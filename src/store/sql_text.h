// SPDX-License-Identifier: Apache-2.0
// Small translations between our values and SQL's text.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "casus/store.h"

namespace casus {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

inline Instant now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }
inline std::string sql_instant(Instant instant) { return fmt::format("make_timestamp({}::BIGINT)", instant.time_since_epoch().count()); }

inline int64_t to_number(const StoreCell& cell) {
  int64_t number = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), number);
  return number;
}

}  // namespace casus
