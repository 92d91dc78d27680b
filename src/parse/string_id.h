// SPDX-License-Identifier: Apache-2.0
// spaCy's 64-bit ids of strings (its StringStore): what the hash tables of a model are keyed by.
#pragma once

#include <cstdint>
#include <string_view>

namespace casus {

// 0 for the empty string; a small number for the words that spaCy reserves (spacy/symbols.pxd of v3, 457 entries: "X"
// is 101); for all others MurmurHash64A of the UTF-8 bytes with seed 1.
uint64_t string_id(std::string_view text);

}  // namespace casus
