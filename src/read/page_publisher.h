// SPDX-License-Identifier: Apache-2.0
// Who publishes a page, and by what other names its titles and bylines call it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/page_evidence.h"

namespace casus {

struct Publisher {
  std::string name;               // the host where no name is found; empty if that is not known either
  std::vector<std::string> keys;  // key_of() of all its names

  // Whether the text is one of its names.
  bool is(std::string_view text) const;
  // Whether a part of a title holds one of its names, or is held by one, or says nothing at all.
  bool is_named_in(std::string_view part) const;
};

// `host` of the page's address, without "www."; empty if it is not known.
Publisher choose_publisher(const std::vector<Evidence>& evidence, std::string_view host);

// What stands between two parts of a title: "Ferry strike ends | Harbour | The Quay". `at` is npos where there is none.
struct PartMark {
  size_t at = std::string_view::npos, size = 0;
};
PartMark first_part_mark(std::string_view title);
PartMark last_part_mark(std::string_view title);

}  // namespace casus
