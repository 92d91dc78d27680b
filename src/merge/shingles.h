// SPDX-License-Identifier: Apache-2.0
// What of a text's wording is kept, to tell copies: the smallest hashes of its runs of words, and of its names and numbers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "casus/story.h"

namespace casus {

struct Wording {
  std::vector<uint32_t> shingles, names;  // StoryFeatures::shingles and names
};

// The lower bits of an entry of `names` stand for the name, those above for the two words before and after it: two texts that say the same around
// another name are of one form, and no copies.
inline constexpr uint32_t kNameBits = 0xFFF;

Wording find_wording(std::string_view text);

}  // namespace casus
