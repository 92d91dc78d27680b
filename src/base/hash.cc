// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace casus {

std::string content_id(std::initializer_list<std::string_view> parts) {
  std::string bytes;
  for (std::string_view part : parts) {
    bytes += fmt::format("{}:", part.size());
    bytes += part;
  }
  XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

uint32_t hash32(std::string_view text) {
  auto hash = static_cast<uint32_t>(XXH3_64bits(text.data(), text.size()));
  return hash == 0 ? 1 : hash;
}

}  // namespace casus
