// SPDX-License-Identifier: Apache-2.0
// Who wrote an article, from the bylines and the metadata of its page.
#pragma once

#include <string>
#include <vector>

#include "read/page_evidence.h"
#include "read/page_publisher.h"
#include "read/reading_tables.h"

namespace casus {

class Page;

// Names joined by "; "; empty if the page shows none. Persons before the publisher, who is its own author only where nobody else is named.
std::string choose_author(const Page& page, const std::vector<Evidence>& evidence, const ReadingTables& tables, const Publisher& publisher);

}  // namespace casus
