// SPDX-License-Identifier: Apache-2.0
// The day an article was published, chosen among all dates that its page shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/page_evidence.h"
#include "read/reading_tables.h"

namespace casus {

class Page;

struct DatedPage {
  std::string_view title;  // chosen already; dates near the heading that repeats it count for more
  std::string_view url;
  bool month_first = false;  // 4/28/2021
};

struct ChosenDate {
  std::string published;  // a day or an instant in ISO 8601; empty if the page shows none
  std::string source;     // of the evidence that decided
};

// `evidence` is what collect_evidence found on the page.
ChosenDate choose_date(const Page& page, const std::vector<Evidence>& evidence, const ReadingTables& tables, const DatedPage& about);

}  // namespace casus
