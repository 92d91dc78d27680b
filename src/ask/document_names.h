// SPDX-License-Identifier: Apache-2.0
// What a document is called: its title, or else its first sentence, cut at a word.
#pragma once

#include <string>

namespace casus {

// An expression on `documents d` and the join below.
std::string document_name();

// LEFT JOIN of the first sentences of those of `documents` (a SELECT of numbers) that have no title.
std::string first_sentences(const std::string& documents);

// Where an event or a claim was read, as data/openapi.json has it (document_head): on `documents d` and the join above.
std::string document_head();

}  // namespace casus
