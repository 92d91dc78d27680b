// SPDX-License-Identifier: Apache-2.0
// What a page says of its article in JSON-LD (schema.org).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace casus {

struct LinkedArticle {
  int rank = 0;  // 3 an article, 2 a page or something else that was published, 1 anything
  std::string headline, published, modified, publisher, language, url;
  std::vector<std::string> authors;
};

// One entry for each object of the script that tells something, in its order; of a script that is no JSON one entry at most, with headline and dates.
std::vector<LinkedArticle> read_json_ld(std::string_view script);

// References to characters ("&amp;", "&oacute;", "&#8217;") resolved, white space collapsed.
std::string plain_value(std::string_view value);

}  // namespace casus
