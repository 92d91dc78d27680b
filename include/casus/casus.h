// SPDX-License-Identifier: Apache-2.0
// The engine: opens the language model and the knowledge, and turns documents into analyses.
#pragma once

#include "casus/analysis.h"
#include "casus/result.h"

namespace casus {

const char* version();

}  // namespace casus
