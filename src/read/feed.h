// SPDX-License-Identifier: Apache-2.0
// RSS, RDF, Atom and CDF feeds: their fields as they stand, under the names that feedparser gave them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casus/result.h"
#include "read/source_hints.h"

namespace casus {

// A text with what its element says of it. `value` of HTML is markup with its addresses resolved.
struct FeedText {
  std::string value, type, language, base;
  bool is_set = false;
};

struct FeedLink {
  std::string href, rel, type, title, hreflang, length;
};

struct FeedPerson {
  std::string name, email, href;
};

// What feeds and entries share.
struct FeedFields {
  FeedText title, subtitle, summary;  // subtitle of feeds, summary of entries
  std::vector<FeedText> content;
  std::string id, link, comments, language, rights, generator;
  std::string published, updated;                // as written
  std::string published_parsed, updated_parsed;  // "2004-01-01T19:48:21Z", empty if they cannot be read
  std::vector<FeedLink> links, enclosures;
  std::vector<FeedPerson> authors, contributors;
  std::string publisher;
  std::vector<std::string> tags;
};

struct Feed {
  std::string encoding;  // the character set, lower case
  std::string version;   // "rss20", "rss10", "atom10", "atom03", "cdf", ...; "rss" or "atom" where it cannot be told further
  FeedFields feed;
  std::vector<FeedFields> entries;
};

// True if the first bytes look like a feed rather than a page.
bool looks_like_feed(std::string_view text);

// Malformed XML is read as far as it goes; an Error only where there is no feed at all or it is beyond the limits.
Result<Feed> read_feed(std::string_view bytes, const SourceHints& hints);

// `relative` seen from `base`; `relative` itself where there is no base.
std::string resolve_address(std::string_view base, std::string_view relative);

}  // namespace casus
