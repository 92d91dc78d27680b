// SPDX-License-Identifier: Apache-2.0
#include "parse/message_pack.h"

namespace casus {
namespace {

using msgpack::type::object_type;

constexpr size_t kMostItems = 1 << 24, kDeepest = 32;

}  // namespace

Result<msgpack::object_handle> unpack(std::string_view bytes, const std::string& file) {
  const msgpack::unpack_limit limit(kMostItems, kMostItems, bytes.size(), bytes.size(), bytes.size(), kDeepest);
  const auto in_place = [](object_type, size_t, void*) { return true; };
  try {  // the library's way to report errors ends here
    return msgpack::unpack(bytes.data(), bytes.size(), in_place, nullptr, limit);
  } catch (const msgpack::unpack_error&) {
    return Error{ErrorCode::Corrupt, "not a msgpack file, or cut off; install the model again", file};
  }
}

bool is_text(const PackedValue& value) { return value.type == object_type::STR; }

std::string_view text_of(const PackedValue& value) {
  return is_text(value) ? std::string_view(value.via.str.ptr, value.via.str.size) : std::string_view();
}

std::span<const PackedValue> items_of(const PackedValue& value) {
  if (value.type != object_type::ARRAY) return {};
  return {value.via.array.ptr, value.via.array.size};
}

std::span<const msgpack::object_kv> entries_of(const PackedValue& value) {
  if (value.type != object_type::MAP) return {};
  return {value.via.map.ptr, value.via.map.size};
}

const PackedValue* member(const PackedValue& map, std::string_view key) {
  for (const auto& entry : entries_of(map)) {
    if (is_text(entry.key) && text_of(entry.key) == key) return &entry.val;
  }
  return nullptr;
}

const PackedValue* member(const PackedValue& map, uint64_t key) {
  for (const auto& entry : entries_of(map)) {
    if (entry.key.type == object_type::POSITIVE_INTEGER && entry.key.via.u64 == key) return &entry.val;
  }
  return nullptr;
}

}  // namespace casus
