// SPDX-License-Identifier: Apache-2.0
// Gives stretches that are all in capitals the case of ordinary text, for language models know that far better.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "read/case_words.h"

namespace casus {

// The text with its lines and sentences in capitals recased, of the same length, so that every offset holds; nothing if there are none.
// A line counts if it has three words of two letters or more and nine tenths of its letters are capitals, a sentence in an ordinary line
// if it has four such words and no small letter.
std::optional<std::string> recase(std::string_view text, const CaseTables& tables);

}  // namespace casus
