// SPDX-License-Identifier: Apache-2.0
// The language of a text.
#pragma once

#include <string>
#include <string_view>

namespace casus {

// BCP 47 ("en", "zh-Hant"), or empty where the text is too short or mixed to tell. Requires valid UTF-8.
std::string identify_language(std::string_view text);

}  // namespace casus
