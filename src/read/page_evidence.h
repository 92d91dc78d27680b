// SPDX-License-Identifier: Apache-2.0
// All that a page says of its article, each with where it says so and how far that is believed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/meta_fields.h"
#include "read/reading_tables.h"

namespace casus {

class Page;

struct Evidence {
  PageField field;
  std::string value;
  std::string source;  // "json-ld datePublished", "meta og:title", "time", "address", ...
  int weight = 0;      // 0 to 100
};

// In the order of the page. `url` is where the page was fetched, if known.
std::vector<Evidence> collect_evidence(const Page& page, const ReadingTables& tables, std::string_view url);

// Evidence of one field, best first; of equals the first on the page. It points into `evidence`.
std::vector<const Evidence*> ranked(const std::vector<Evidence>& evidence, PageField field);

// Letters and digits of a text, folded: what two spellings of one headline share.
std::string key_of(std::string_view text);

}  // namespace casus
