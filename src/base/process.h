// SPDX-License-Identifier: Apache-2.0
// Runs another program apart from ours, with limits on its time, memory and output.
#pragma once

#include <string>
#include <vector>

#include "casus/result.h"

namespace casus {

struct ProcessLimits {
  unsigned seconds = 20;            // of processor time, and three times that of the clock
  size_t memory_bytes = 1u << 30;   // address space
  size_t output_bytes = 16u << 20;
};

// Standard output of `arguments` (the first is the program, looked up in PATH); standard error is thrown away. An Error if it
// cannot be started, fails, or goes beyond a limit.
Result<std::string> run_process(const std::vector<std::string>& arguments, const ProcessLimits& limits);

}  // namespace casus
