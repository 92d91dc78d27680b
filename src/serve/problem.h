// SPDX-License-Identifier: Apache-2.0
// Errors as application/problem+json (RFC 9457), with what to do about them.
#pragma once

#include <string>

#include "casus/result.h"
#include "serve/message.h"

namespace casus::serve {

Reply problem(int status, std::string detail, std::string remedy = "");
// What a part of Casus could not do, in the status that fits its code.
Reply problem(const Error& error);

}  // namespace casus::serve
