// SPDX-License-Identifier: Apache-2.0
// What a reader types into a box, as SQL conditions.
#pragma once

#include <string>

namespace casus {

// Each of the words begins a word of the column, in any case: "ambass post" is in "the post of the ambassador". `words` has one at least, or nothing holds.
std::string has_beginnings(const std::string& column, const std::string& words);

// A pattern for regexp_matches with nothing in it but itself.
std::string literal_pattern(const std::string& words);

}  // namespace casus
