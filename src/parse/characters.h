// SPDX-License-Identifier: Apache-2.0
// Properties of characters in the definitions of Python, which spaCy's models were trained with, and the features of a
// word that are made of them. All texts are valid UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace casus {

// str.isspace: more than ASCII's white space (U+001C to U+001F, U+0085, U+00A0, U+3000 ...).
bool is_space(char32_t c);
// str.isalpha: the letters, general category L.
bool is_letter(char32_t c);
// Whether the text is not empty and has nothing but letters.
bool is_all_letters(std::string_view text);
// Whether the text is not empty and has nothing but white space.
bool is_all_space(std::string_view text);

// The first code point, and the last three (or all).
std::string_view first_character(std::string_view text);
std::string_view last_three_characters(std::string_view text);

// "Xxxx" for "London", "dd" for "19": letters become X or x, digits d, others stay; of more than 4 equal ones in a row
// the rest is dropped; 100 code points and more give "LONG".
std::string word_shape(std::string_view text);

}  // namespace casus
