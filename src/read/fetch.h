// SPDX-License-Identifier: Apache-2.0
// One source from the web, only if it changed: an HTTP GET with the conditions that its last answer gave.
#pragma once

#include <string>

#include "casus/result.h"
#include "read/source_hints.h"

namespace casus {

struct FetchRequest {
  std::string url;
  std::string etag, last_modified;  // of the last answer; empty the first time
  size_t max_bytes = 16u << 20;     // a longer answer is refused, unpacked or not
  long seconds = 60;                // for all of it
};

struct FetchedSource {
  bool is_unchanged = false;  // the server says that nothing changed; there is no body then
  std::string body, etag, last_modified;
  SourceHints hints;          // the address that answered in the end, and its headers
};

bool is_web_address(std::string_view text);

// http and https only, at most five redirections. An Error of code NotFound: the server says that it is gone for good.
Result<FetchedSource> fetch(const FetchRequest& request);

}  // namespace casus
