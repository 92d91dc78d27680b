// SPDX-License-Identifier: Apache-2.0
// How a clause stands in its sentence and its text: what event dates lean on when a clause names no time.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "casus/analysis.h"

namespace casus {

// The paragraph around token i: between blank lines.
Span paragraph_of(const Analysis& text, uint32_t i);
// True if the token stands in a headline: a title section, or a short early line without a full stop.
bool is_in_title(const Analysis& text, uint32_t i);
// The verb whose clause token i is in, or the number of tokens.
uint32_t verb_above(const Parse& parse, uint32_t i);
// The subject of a verb, of its own or shared by coordination, or the number of tokens.
uint32_t subject_of(const Parse& parse, uint32_t verb);
// True if the phrase has "the", "this" or a possessor.
bool is_definite(const Analysis& text, uint32_t noun);
// True if all names in the noun's phrase also stand in `sentence`.
bool has_names_of(const Analysis& text, uint32_t noun, const Sentence& sentence);
// True if the sentence of `verb` goes on with the one before it: its subject brings in no new name, and no word marks a
// change.
bool continues_sentence_before(const Analysis& text, uint32_t verb);
// "telephoned the president, who promised help", "flew on to Tbilisi, where they talked": the verb of a relative clause
// behind a comma that ends its sentence tells on.
bool continues_in_relative(const Analysis& text, uint32_t verb);
// "when", "as", "while", "before", "after", "until" open the clause.
bool opens_with_time(const Analysis& text, uint32_t verb);
bool opens_with(const Analysis& text, uint32_t verb, std::initializer_list<std::string_view> words);
bool has_word_between(const Analysis& text, uint32_t from, uint32_t to, const char* word);
bool is_question(const Analysis& text, uint32_t verb);
// "if", "unless", "whether" open the clause.
bool has_condition(const Analysis& text, uint32_t verb);

}  // namespace casus
