// SPDX-License-Identifier: Apache-2.0
// Which agency a text is credited to.
#pragma once

#include <string>
#include <string_view>

namespace casus {

// The name between parentheses before the dash of a dateline ("LIMA, March 3 (Northern Wire) - "), or empty.
std::string find_agency(std::string_view text);

}  // namespace casus
