// SPDX-License-Identifier: Apache-2.0
// Noun phrases of a sentence with the codes that a user's actor and agent dictionaries give them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "code/dictionaries.h"

namespace casus {

// Phrases that are coordinated are one: "Mordor, Rohan and Bree".
struct CodedPhrase {
  uint32_t first = 0, end = 0;     // tokens, half open
  std::vector<std::string> codes;  // none if the dictionaries know nobody in it
  std::vector<std::string> why;
  bool is_compound = false;        // several codes side by side
  bool is_coded() const { return !codes.empty(); }
};

// Lower-case tokens as dictionaries have them; hyphens are empty.
std::vector<std::string> dictionary_tokens(const Analysis& text);

// Whether the words stand at token `at`, hyphens skipped; the token behind them, or 0.
uint32_t match_words(const std::vector<std::string>& tokens, const std::vector<std::string>& words, uint32_t at, uint32_t end);

// In text order, not overlapping.
std::vector<CodedPhrase> find_coded_phrases(const Analysis& text, const Sentence& sentence, const std::vector<std::string>& tokens,
                                            const Dictionaries& dictionaries, std::optional<Date> day);

}  // namespace casus
