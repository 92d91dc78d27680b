// SPDX-License-Identifier: Apache-2.0
// What every answer gets on its way out: the media type that was asked for, a tag, packing, headers of safety.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "serve/message.h"

namespace casus::serve {

// The first of `given` that the header Accept likes best; empty if it takes none of them. Without the header the first.
std::string choose_type(std::string_view accept, const std::vector<std::string>& given);

// The tag of an answer that `parts` decide; it is weak, because packing changes the bytes.
std::string tag_of(std::initializer_list<std::string_view> parts);
// Whether the request has the answer with this tag already.
bool has_tag(const Request& request, const std::string& tag);

// The body as gzip has it; empty where packing is not worth it.
std::string packed(std::string_view type, std::string_view body, int level);
// Packs the body if the client takes gzip and it is worth it.
void pack(const Request& request, Reply& reply);
// The same for a body that was packed before.
void send_packed(const Request& request, Reply& reply, const std::string& packed_body);
// Headers of safety; pages may load what is this server's own, and nothing else.
void add_safety(Reply& reply);

}  // namespace casus::serve
