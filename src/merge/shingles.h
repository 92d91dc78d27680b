// SPDX-License-Identifier: Apache-2.0
// What of a text's wording is kept, to tell copies: the smallest hashes of its runs of words, and of its names and numbers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace casus {

struct Wording {
  std::vector<uint32_t> shingles, names;  // StoryFeatures::shingles and names
};

Wording find_wording(std::string_view text);

}  // namespace casus
