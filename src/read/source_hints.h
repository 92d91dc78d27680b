// SPDX-License-Identifier: Apache-2.0
// What is known about bytes from elsewhere: the HTTP headers of a WARC record, the fields of a JSON line.
#pragma once

#include <string>

#include "read/written_date.h"

namespace casus {

struct SourceHints {
  std::string url, charset, content_type, content_language, content_location;
  const MonthNames* months = nullptr;  // for dates in feeds that name months

  // The character set that is known, if only from the content type; empty if none.
  std::string known_charset() const;
};

}  // namespace casus
