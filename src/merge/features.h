// SPDX-License-Identifier: Apache-2.0
// What a document shows of itself to others.
#pragma once

#include "casus/analysis.h"

namespace casus {

StoryFeatures find_story_features(const Analysis& text);

}  // namespace casus
