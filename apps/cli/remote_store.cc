// SPDX-License-Identifier: Apache-2.0
#include "remote_store.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "serve/wire.h"

namespace casus {
namespace {

using nlohmann::json;

constexpr long kConnectSeconds = 5, kHelloSeconds = 10, kCodingSeconds = 600;

size_t take(char* bytes, size_t size, size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

struct Exchange {
  long status = 0;
  std::string body;
};

// A GET, or a POST where there is a body.
Result<Exchange> exchange(const std::string& url, const std::string* body, long seconds) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(started == CURLE_OK ? curl_easy_init() : nullptr, &curl_easy_cleanup);
  if (!handle) return Error{ErrorCode::Io, "libcurl cannot be started", ""};
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/x-ndjson");
  if (const char* token = std::getenv("CASUS_TOKEN")) headers = curl_slist_append(headers, fmt::format("Authorization: Bearer {}", token).c_str());
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> owned(headers, &curl_slist_free_all);
  Exchange answer;
  char reason[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");  // the server is on this machine
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
  if (body) {
    curl_easy_setopt(handle.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body->data());
  }
  if (curl_easy_perform(handle.get()) != CURLE_OK) return Error{ErrorCode::Io, fmt::format("the server does not answer ({}); start it again, or end it", reason), url};
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

}  // namespace

std::filesystem::path server_address_file(const std::filesystem::path& store) {
  std::filesystem::path file = store;
  file += ".server";
  return file;
}

std::optional<RemoteStore> RemoteStore::find(const std::filesystem::path& store) {
  std::string address;
  std::ifstream(server_address_file(store)) >> address;
  if (!address.starts_with("http://")) return std::nullopt;
  auto answer = exchange(address + "/api/v1/health", nullptr, kHelloSeconds);
  if (!answer || answer->status != 200) return std::nullopt;
  return RemoteStore(address);
}

Result<RemoteAnswer> RemoteStore::send(const std::vector<Document>& documents, bool again, bool wants_coded) const {
  std::string lines;
  for (const Document& document : documents) lines += serve::write_wire_document(document) + "\n";
  std::string url = fmt::format("{}/api/v1/documents?again={}&return={}", address_, again, wants_coded ? "documents" : "counts");
  TRY_ASSIGN(Exchange answer, exchange(url, &lines, kCodingSeconds));
  json body = json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || !body.is_object()) {
    std::string detail = body.is_object() ? body.value("detail", "") : "";
    std::string remedy = answer.status == 401 || answer.status == 403 ? "set CASUS_TOKEN to a token of role write" : "try again";
    return Error{ErrorCode::Io, fmt::format("the server answers {}: {}; {}", answer.status, detail, remedy), address_};
  }
  RemoteAnswer given;
  given.counts = {body["added"], body["versions"], body["replaced"], body["events"], body["claims"]};
  given.skipped = body["skipped"];
  for (const json& document : body["documents"]) given.coded.push_back(document.dump(-1, ' ', false, json::error_handler_t::replace));
  for (const json& refused : body["refused"]) return Error{ErrorCode::Invalid, fmt::format("the server refuses a document: {}; is it of the same version?", refused["reason"].get<std::string>()), address_};
  return given;
}

}  // namespace casus
