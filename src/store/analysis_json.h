// SPDX-License-Identifier: Apache-2.0
// The output contract: an analysis as one line of JSON. Its schema is docs/output.schema.json.
#pragma once

#include <string>

#include "casus/analysis.h"

namespace casus {

// One document, without a line feed. Every field of the contract is there; what does not apply is null or an empty
// list. Offsets are code points of the document's text.
std::string to_json_line(const Analysis& analysis);

}  // namespace casus
