// SPDX-License-Identifier: Apache-2.0
// What the language model is known to get wrong with whole texts, mended before coding; `casus parse` shows its answers as they are.
#pragma once

#include "casus/document.h"
#include "casus/parse.h"

namespace casus {

// Ends sentences with their paragraph and at the end of titles, bylines and datelines, where the model, which was trained on single
// sentences, goes on: each part gets a root and tree of its own. A clause in front of a semicolon is no longer the complement of the
// verb behind it ("Libya closed the port; Egypt denied it had asked for that") but "parataxis".
void repair_trees(const Document& document, Parse& parse);

}  // namespace casus
