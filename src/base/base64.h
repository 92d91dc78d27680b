// SPDX-License-Identifier: Apache-2.0
// Bytes as text (RFC 4648, section 4).
#pragma once

#include <string>
#include <string_view>

namespace casus {

std::string to_base64(std::string_view bytes);
// Characters outside the alphabet end the text.
std::string from_base64(std::string_view text);

}  // namespace casus
