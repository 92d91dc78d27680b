// SPDX-License-Identifier: Apache-2.0
// Stage 3: noun phrases and pronouns, by structure alone. Who they are is decided in link/.
#pragma once

#include <vector>

#include "casus/actor.h"
#include "casus/analysis.h"
#include "casus/parse.h"

namespace casus {

// One mention per noun, name, pronoun and capitalised adjective, in token order: also for modifiers ("Israeli" in "Israeli raid").
std::vector<Mention> find_noun_phrases(const Parse& parse);

// Stretches between double quotation marks, marks excluded; a mark that is never closed ends with its paragraph.
std::vector<Quotation> find_quotations(const Document& document);

}  // namespace casus
