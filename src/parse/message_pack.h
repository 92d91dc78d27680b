// SPDX-License-Identifier: Apache-2.0
// The tables of a model are msgpack files: reading them without exceptions.
#pragma once

#define MSGPACK_NO_BOOST
#include <cstdint>
#include <msgpack.hpp>
#include <span>
#include <string>
#include <string_view>

#include "casus/result.h"

namespace casus {

using PackedValue = msgpack::object;

// The value in `bytes`; its strings point into `bytes`, which must outlive it. `file` names the source in messages.
// Errors: Corrupt.
Result<msgpack::object_handle> unpack(std::string_view bytes, const std::string& file);

// The text of a string; empty if `value` is none.
std::string_view text_of(const PackedValue& value);
bool is_text(const PackedValue& value);
// The items of an array and the entries of a map; none if `value` is something else.
std::span<const PackedValue> items_of(const PackedValue& value);
std::span<const msgpack::object_kv> entries_of(const PackedValue& value);
// The value of a key of a map; nullptr if there is none or `map` is no map.
const PackedValue* member(const PackedValue& map, std::string_view key);
const PackedValue* member(const PackedValue& map, uint64_t key);

}  // namespace casus
