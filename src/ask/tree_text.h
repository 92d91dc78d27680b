// SPDX-License-Identifier: Apache-2.0
// A dependency tree as indented text.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "casus/document.h"
#include "casus/parse.h"

namespace casus {

// One line a token: branches, word, tag, relation to its head, and what `note(token)` says of it (may be empty).
std::string tree_text(const Document& document, const Parse& parse, uint32_t sentence, const std::function<std::string(uint32_t)>& note);

}  // namespace casus
