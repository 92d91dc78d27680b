// SPDX-License-Identifier: Apache-2.0
// Builds a Parse for tests from JSON in the shape of spaCy's Doc.to_json(), written by hand or by a tool.
#pragma once

#include <string>
#include <string_view>

#include "casus/parse.h"
#include "casus/result.h"

namespace casus {

// A text and its parse. The labels of the tokens live in `parse.strings`.
struct ParsedText {
  std::string id, text;
  Parse parse;
};

// One object with "text", "tokens" (id, start, end, tag, pos, morph, lemma, dep, head), "sents" and "ents"; offsets
// count code points. "id" and "ents" may be left out, and within a token every label.
Result<ParsedText> parse_from_spacy_json(std::string_view line);

}  // namespace casus
