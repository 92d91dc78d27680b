// SPDX-License-Identifier: Apache-2.0
// What is known of a word by its spelling alone, computed once for all tokens that are spelled so.
#pragma once

#include <cstdint>
#include <string_view>

#include "parse/network.h"

namespace casus {

// What the rules make of a word with a given tag and dependency label. The views point into the model, apart from the
// lemma's, which points into the lexicon.
struct Reading {
  uint16_t network_tag = 0, network_dep = 0;  // indexes as in TokenLabels
  bool may_begin_sequence = false;            // rules for several tokens may begin with this one
  std::string_view tag, pos, morph, dep, lemma;
  Reading* next = nullptr;                    // another reading of the same word
};

struct Lexeme {
  std::string_view text, lower;
  TokenFeatures features;      // with space_after false
  bool begins_phrase = false;  // see Tokenizer
  Reading* readings = nullptr;
};

}  // namespace casus
