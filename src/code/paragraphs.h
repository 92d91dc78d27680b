// SPDX-License-Identifier: Apache-2.0
// Paragraphs of a text: trees may run over their ends, what somebody says seldom does.
#pragma once

#include <cstdint>
#include <vector>

#include "casus/analysis.h"

namespace casus {

// Per token the number of its paragraph. A blank line parts paragraphs; where lines are not broken to a width, every line break does.
std::vector<uint32_t> number_paragraphs(const Analysis& text);

}  // namespace casus
