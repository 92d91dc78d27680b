// SPDX-License-Identifier: Apache-2.0
// How many sources know of an event by themselves.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace casus {

// Where a report comes from.
struct ReportSource {
  int64_t copy_group = 0;  // near-duplicate texts are one source, whoever prints them
  std::string publisher;   // by kPublisherColumn: texts of one publisher are one source; those of nobody known ("") are one too, lest corroboration be overstated
};

// Of `documents`: who publishes it, or else the host of its address, without "www.".
inline constexpr const char* kPublisherColumn = R"(coalesce(publisher, nullif(regexp_extract(url, '^https?://(?:www\.)?([^/:?#]+)', 1), '')))";

// Reports that hang together by text or publisher, directly or through others, are one source.
int64_t count_independent(std::span<const ReportSource> reports);

// Whether each report is the first of its source.
std::vector<bool> first_of_sources(std::span<const ReportSource> reports);

}  // namespace casus
