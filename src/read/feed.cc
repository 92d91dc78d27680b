// SPDX-License-Identifier: Apache-2.0
#include "read/feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "read/charset.h"
#include "read/feed_reader.h"
#include "read/xml_tree.h"

namespace casus {

bool looks_like_feed(std::string_view text) {
  std::string head = to_lower(text.substr(0, 4096));
  for (std::string_view name : {"<rss", "<feed", "<rdf:rdf", "<channel", "<atom:feed"}) {
    size_t at = head.find(name);
    if (at == std::string::npos) continue;
    size_t html = head.find("<html");
    if (html == std::string::npos || at < html) return true;
  }
  return false;
}

Result<Feed> read_feed(std::string_view bytes, const SourceHints& hints) {
  DecodedText decoded = decode(bytes, hints.known_charset(), true);
  XmlTree tree = read_xml(decoded.text);
  Feed feed = FeedReader(tree, hints).run();
  feed.encoding = decoded.encoding;
  if (feed.version.empty() && feed.entries.empty() && !feed.feed.title.is_set) {
    return Error{ErrorCode::Invalid, "is no RSS or Atom feed", ""};
  }
  return feed;
}

std::string resolve_address(std::string_view base, std::string_view relative) {
  auto scheme_end = [](std::string_view address) {
    size_t colon = address.find(':');
    if (colon == std::string_view::npos || colon == 0) return size_t{0};
    for (char c : address.substr(0, colon)) {
      if (!std::isalnum(static_cast<unsigned char>(c)) && c != '+' && c != '-' && c != '.') return size_t{0};
    }
    return colon + 1;
  };
  while (!relative.empty() && (relative.front() == ' ' || relative.front() == '\n')) relative.remove_prefix(1);
  while (!relative.empty() && (relative.back() == ' ' || relative.back() == '\n')) relative.remove_suffix(1);
  size_t scheme = scheme_end(relative);
  // "http:///host/path" has too many slashes.
  if (scheme > 0) {
    if (relative.substr(scheme).starts_with("///")) return std::string(relative.substr(0, scheme)) + std::string(relative.substr(scheme + 1));
    return std::string(relative);
  }
  size_t base_scheme = scheme_end(base);
  if (base_scheme == 0) return std::string(relative);
  if (relative.empty()) return std::string(base);
  size_t authority_end = base.substr(base_scheme).starts_with("//") ? std::min(base.find_first_of("/?#", base_scheme + 2), base.size()) : base_scheme;
  if (relative.starts_with("//")) return std::string(base.substr(0, base_scheme)) + std::string(relative);
  std::string_view path = base.substr(authority_end);
  path = path.substr(0, path.find_first_of("?#"));
  if (relative.front() == '#' || relative.front() == '?') return std::string(base.substr(0, authority_end)) + std::string(path) + std::string(relative);
  std::string joined(relative);
  if (relative.front() != '/') joined = std::string(path.substr(0, path.rfind('/') + 1)) + joined;
  if (joined.empty() || joined.front() != '/') joined.insert(0, "/");
  // "." and ".." go.
  std::string clean;
  for (size_t at = 0; at < joined.size();) {
    size_t next = std::min(joined.find('/', at + 1), joined.size());
    std::string_view part = std::string_view(joined).substr(at, next - at);
    if (part == "/..") clean.resize(clean.rfind('/') == std::string::npos ? 0 : clean.rfind('/'));
    else if (part != "/.") clean += part;
    if ((part == "/.." || part == "/.") && next == joined.size()) clean += '/';
    at = next;
  }
  return std::string(base.substr(0, authority_end)) + clean;
}

}  // namespace casus
