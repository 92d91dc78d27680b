// SPDX-License-Identifier: Apache-2.0
// What a document shows of itself to others.
#pragma once

#include "casus/analysis.h"
#include "merge/word_counts.h"

namespace casus {

StoryFeatures find_story_features(const Analysis& text, const WordCounts& words);

// The same for documents whose parse is not at hand (coded ones that are read back): words are what stands between blanks, capitals tell names, and what
// fired an event is what its rule says; of other words only those count that the table of words knows.
StoryFeatures find_plain_story_features(const Analysis& text, const WordCounts& words);

}  // namespace casus
