// SPDX-License-Identifier: Apache-2.0
// WARC: archived responses of web servers, one after the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "casus/result.h"
#include "read/source_hints.h"

namespace casus {

struct WarcPage {
  std::string id;    // the record's id, without its brackets
  std::string body;  // of the HTTP response, unpacked
  SourceHints hints;
};

// Reads from `at` on and moves it behind the record: the next response with a page or feed, the Error of one that cannot be
// read, or nothing at the end.
std::optional<Result<WarcPage>> next_warc_page(std::string_view warc, size_t& at, size_t limit);

bool looks_like_warc(std::string_view bytes);

}  // namespace casus
