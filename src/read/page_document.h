// SPDX-License-Identifier: Apache-2.0
// A web page to a Document: its article, and what the page says about it.
#pragma once

#include <string>
#include <string_view>

#include "casus/document.h"
#include "casus/result.h"
#include "read/reader.h"

namespace casus {

// What is known about bytes from elsewhere: HTTP headers of a WARC record, fields of a JSON line.
struct SourceHints {
  std::string url, charset, content_type, fetched;  // fetched: ISO 8601, for checks of plausibility only
};

Result<Document> read_page_document(std::string_view bytes, const std::string& id, const SourceHints& hints, const ReadOptions& options);

}  // namespace casus
