// SPDX-License-Identifier: Apache-2.0
// Documents on their way from a program of ours, which has read them, to the server that codes them.
#pragma once

#include <string>
#include <string_view>

#include "casus/document.h"
#include "read/reader.h"

namespace casus::serve {

// One line of JSON: the fields of contract "Input", and what only a reader knows: sections (offsets in code points) and whether the text is translated.
std::string write_wire_document(const Document& document);

// The same back, and any line that `casus code` reads. Without sections the layout is read from the text.
Result<Document> read_wire_document(std::string_view line, const ReadOptions& options);

}  // namespace casus::serve
