// SPDX-License-Identifier: Apache-2.0
#include "read/warc.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/utf8.h"
#include "read/charset.h"
#include "read/inflate.h"

namespace casus {
namespace {

using Headers = std::map<std::string, std::string>;  // names in lower case

// Reads "name: value" lines up to the empty one; `at` ends behind it.
Headers read_headers(std::string_view text, size_t& at) {
  Headers headers;
  while (at < text.size()) {
    size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) break;
    size_t colon = line.find(':');
    if (colon == std::string_view::npos || headers.size() > 200) continue;
    size_t value = line.find_first_not_of(" \t", colon + 1);
    headers[to_lower(repair_utf8(line.substr(0, colon)))] = value == std::string_view::npos ? "" : repair_utf8(line.substr(value));
  }
  return headers;
}

// "chunked" transfer: sizes in hexadecimal before each piece.
std::string join_chunks(std::string_view body) {
  std::string out;
  for (size_t at = 0; at < body.size();) {
    size_t size = 0;
    auto [end, error] = std::from_chars(body.data() + at, body.data() + body.size(), size, 16);
    if (error != std::errc{} || size == 0) break;
    size_t start = body.find('\n', static_cast<size_t>(end - body.data()));
    if (start == std::string_view::npos) break;
    out += body.substr(start + 1, size);
    at = start + 1 + size;
    while (at < body.size() && (body[at] == '\r' || body[at] == '\n')) ++at;
  }
  return out;
}

bool is_page_type(std::string_view type) {
  std::string lower = to_lower(type);
  return lower.empty() || lower.find("html") != std::string::npos || lower.find("xml") != std::string::npos || lower.find("rss") != std::string::npos ||
         lower.find("text/plain") != std::string::npos;
}

Result<WarcPage> read_response(std::string_view block, const Headers& record, size_t limit) {
  WarcPage page;
  auto field = [](const Headers& headers, const char* name) {
    auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  };
  page.id = field(record, "warc-record-id");
  page.id.erase(std::remove_if(page.id.begin(), page.id.end(), [](char c) { return c == '<' || c == '>'; }), page.id.end());
  page.hints.url = field(record, "warc-target-uri");
  page.hints.url.erase(std::remove_if(page.hints.url.begin(), page.hints.url.end(), [](char c) { return c == '<' || c == '>'; }), page.hints.url.end());
  size_t at = 0;
  if (block.starts_with("HTTP/")) {
    at = std::min(block.find('\n'), block.size() - 1) + 1;
    Headers http = read_headers(block, at);
    page.hints.content_type = field(http, "content-type");
    page.hints.content_language = field(http, "content-language");
    page.hints.content_location = field(http, "content-location");
    page.body = field(http, "transfer-encoding") == "chunked" ? join_chunks(block.substr(at)) : std::string(block.substr(at));
  } else {
    page.hints.content_type = field(record, "content-type");
    page.body = block;
  }
  if (is_compressed(page.body)) {
    TRY_ASSIGN(page.body, inflate(page.body, limit));
  }
  return page;
}

}  // namespace

bool looks_like_warc(std::string_view bytes) { return bytes.starts_with("WARC/"); }

std::optional<Result<WarcPage>> next_warc_page(std::string_view warc, size_t& at, size_t limit) {
  while (at < warc.size()) {
    size_t start = warc.find("WARC/", at);
    if (start == std::string_view::npos) break;
    at = std::min(warc.find('\n', start), warc.size() - 1) + 1;
    Headers record = read_headers(warc, at);
    size_t length = 0;
    const std::string& text = record["content-length"];
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc{} || length > warc.size() - at) {
      Error broken{ErrorCode::Corrupt, fmt::format("holds a WARC record at byte {} whose length is missing or beyond the end; fetch the file again", start), ""};
      at = warc.size();
      return Result<WarcPage>(std::move(broken));
    }
    std::string_view block = warc.substr(at, length);
    at += length;
    const std::string& type = record["warc-type"];
    if (type != "response" && type != "resource") continue;
    auto page = read_response(block, record, limit);
    if (page && !is_page_type(page->hints.content_type)) continue;
    return page;
  }
  return std::nullopt;
}

}  // namespace casus
