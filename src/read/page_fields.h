// SPDX-License-Identifier: Apache-2.0
// The article's fields, chosen among all that its page says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/page_evidence.h"
#include "read/reading_tables.h"

namespace casus {

class Page;

struct PageFields {
  std::string title, author, publisher, published, language, url;
  std::string published_from;  // the source of the evidence that decided
};

// `evidence` is what collect_evidence found; `url` is where the page was fetched, if known.
PageFields choose_fields(const Page& page, const std::vector<Evidence>& evidence, const ReadingTables& tables, std::string_view url);

}  // namespace casus
