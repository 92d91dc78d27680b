// SPDX-License-Identifier: Apache-2.0
#include "read/fetch.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr long kConnectSeconds = 15, kRedirections = 5;
constexpr size_t kHeaderBytes = 4096;  // of one header's value that is kept

struct Answer {
  FetchedSource source;
  size_t max_bytes = 0;
  bool is_too_long = false;
};

size_t take_body(char* bytes, size_t, size_t count, void* to) {
  auto& answer = *static_cast<Answer*>(to);
  if (answer.source.body.size() + count > answer.max_bytes) {
    answer.is_too_long = true;
    return 0;
  }
  answer.source.body.append(bytes, count);
  return count;
}

size_t take_header(char* bytes, size_t, size_t count, void* to) {
  FetchedSource& source = static_cast<Answer*>(to)->source;
  std::string_view line(bytes, count);
  if (line.starts_with("HTTP/")) {
    // The headers of a redirection are not those of what it leads to.
    source.etag = source.last_modified = "";
    source.hints = {};
    return count;
  }
  size_t colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string name = to_lower(line.substr(0, colon));
  std::string_view value = line.substr(colon + 1);
  value = value.substr(std::min(value.find_first_not_of(" \t"), value.size()));
  value = value.substr(0, std::min(value.find_last_not_of(" \t\r\n") + 1, kHeaderBytes));
  for (auto [known, field] : {std::pair{"etag", &source.etag}, {"last-modified", &source.last_modified}, {"content-type", &source.hints.content_type},
                              {"content-language", &source.hints.content_language}, {"content-location", &source.hints.content_location}}) {
    if (name == known) *field = value;
  }
  return count;
}

struct HeaderList {
  curl_slist* list = nullptr;
  void add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }
  ~HeaderList() { curl_slist_free_all(list); }
};

Error refusal(const FetchRequest& request, long status) {
  switch (status) {
    case 401: case 403: return {ErrorCode::Invalid, fmt::format("the server refuses it to us (HTTP {}); ask its owner, or leave it out", status), request.url};
    case 404: return {ErrorCode::Invalid, "the server knows no such address (HTTP 404); check it", request.url};
    case 410: return {ErrorCode::NotFound, "is gone for good (HTTP 410); leave it out", request.url};
    default: return {ErrorCode::Io, fmt::format("the server answers with HTTP {}; it is asked again later", status), request.url};
  }
}

}  // namespace

bool is_web_address(std::string_view text) {
  std::string head = to_lower(text.substr(0, 8));
  return head.starts_with("http://") || head.starts_with("https://");
}

Result<FetchedSource> fetch(const FetchRequest& request) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(started == CURLE_OK ? curl_easy_init() : nullptr, &curl_easy_cleanup);
  if (!handle) return Error{ErrorCode::Io, "libcurl cannot be started", request.url};
  CURL* curl = handle.get();
  Answer answer;
  answer.max_bytes = request.max_bytes;
  HeaderList headers;
  if (!request.etag.empty()) headers.add("If-None-Match: " + request.etag);
  if (!request.last_modified.empty()) headers.add("If-Modified-Since: " + request.last_modified);
  headers.add("Accept: application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5");
  char reason[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, kRedirections);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.list);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "casus (reader of news feeds)");
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl can unpack; take_body counts what comes out
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, request.seconds);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
  CURLcode code = curl_easy_perform(curl);
  if (answer.is_too_long) return Error{ErrorCode::Limit, fmt::format("is longer than the {} bytes allowed for one source", request.max_bytes), request.url};
  if (code != CURLE_OK) return Error{ErrorCode::Io, fmt::format("cannot be fetched: {}", *reason ? reason : curl_easy_strerror(code)), request.url};
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status == 304) {
    answer.source.is_unchanged = true;
    return std::move(answer.source);
  }
  if (status < 200 || status > 299) return refusal(request, status);
  const char* address = nullptr;
  curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &address);
  answer.source.hints.url = address ? address : request.url;
  return std::move(answer.source);
}

}  // namespace casus
