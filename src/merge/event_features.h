// SPDX-License-Identifier: Apache-2.0
// What is known of the events of a document, for comparing reports.
#pragma once

#include "casus/analysis.h"
#include "merge/word_counts.h"

namespace casus {

// One per word that the caller points at (Document::asked), else one per coded event.
std::vector<EventFeatures> find_event_features(const Analysis& text, const WordCounts& words);
// Of coded events; of a text that `is_parsed`, else what fired them is taken from their rules and nobody is told apart by name alone.
std::vector<EventFeatures> find_event_features(const std::vector<Event>& events, const Parse& parse, bool is_parsed);

// Hash of a token's word form for comparing texts: lower case, without diacritics; 0 for words that tell nothing.
uint32_t telling_word(const Token& token);

}  // namespace casus
