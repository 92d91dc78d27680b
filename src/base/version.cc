// SPDX-License-Identifier: Apache-2.0
#include "casus/casus.h"

namespace casus {

const char* version() { return "0.1.0"; }

}  // namespace casus
