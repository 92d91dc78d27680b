// SPDX-License-Identifier: Apache-2.0
// Stable ids: hashes of content that are the same on every machine.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace casus {

// 32 hex digits: XXH3-128 over the parts, each with its length in front so that borders count.
std::string content_id(std::initializer_list<std::string_view> parts);

// XXH3, its lower half; for comparing words without their text. Never 0.
uint32_t hash32(std::string_view text);

}  // namespace casus
