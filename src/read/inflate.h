// SPDX-License-Identifier: Apache-2.0
// gzip and zstd, told by their first bytes, with a limit on what comes out.
#pragma once

#include <string>
#include <string_view>

#include "casus/result.h"

namespace casus {

bool is_compressed(std::string_view bytes);

// All members one after the other; an Error if the bytes are broken or more than `limit` come out.
Result<std::string> inflate(std::string_view bytes, size_t limit);

}  // namespace casus
