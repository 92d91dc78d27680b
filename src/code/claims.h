// SPDX-License-Identifier: Apache-2.0
// Stage 5: claims: who says so, and how surely.
#pragma once

#include <vector>

#include "casus/analysis.h"
#include "code/stance_lexicon.h"

namespace casus {

// Claims of a text by the start of their content. Reads all layers up to links, and coding.events, whose ids it lists.
std::vector<Claim> find_claims(const Analysis& text, const StanceLexicon& lexicon);

}  // namespace casus
