// SPDX-License-Identifier: Apache-2.0
// Recognises time expressions. Which words make one is said in data/times/; docs/formats.md describes the tables and
// the forms of TimeMention::value.
#pragma once

#include <vector>

#include "casus/document.h"
#include "casus/parse.h"
#include "casus/time.h"
#include "find/time_grammar.h"

namespace casus {

// The expressions of the text in order, not overlapping. Uses tags and the tree where they are there, never the
// entities alone; any text gives a result.
std::vector<TimeMention> find_times(const Document& document, const Parse& parse, const TimeGrammar& grammar);

}  // namespace casus
