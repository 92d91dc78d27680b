// SPDX-License-Identifier: Apache-2.0
#include "serve/delivery.h"

#include <zlib.h>

#include <algorithm>
#include <charconv>

#include "base/hash.h"

namespace casus::serve {
namespace {

constexpr size_t kWorthPacking = 1024;
constexpr int kPackingLevel = 4;  // JSON shrinks to a tenth, at some 100 MB/s

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Calls `see(item, weight)` for each item of a list like Accept.
template <typename See>
void for_each_weighted(std::string_view list, See see) {
  for (size_t at = 0; at <= list.size();) {
    size_t end = std::min(list.find(',', at), list.size());
    std::string_view item = list.substr(at, end - at);
    at = end + 1;
    double weight = 1;
    size_t mark = item.find(";");
    size_t q = item.find("q=");
    if (q != std::string_view::npos) std::from_chars(item.data() + q + 2, item.data() + item.size(), weight);
    std::string name(trimmed(item.substr(0, mark)));
    for (char& c : name) if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!name.empty()) see(name, weight);
  }
}

// How well a range fits a type: 3 named, 2 its family, 1 anything, 0 not.
int fit(const std::string& range, const std::string& type) {
  if (range == type) return 3;
  if (range == "*/*") return 1;
  return range.ends_with("/*") && type.starts_with(range.substr(0, range.size() - 1)) ? 2 : 0;
}

bool takes_gzip(const Request& request) {
  double weight = 0;
  for_each_weighted(request.header("accept-encoding"), [&](const std::string& name, double given) {
    if (name == "gzip") weight = given;
  });
  return weight > 0;
}

bool is_worth_packing(std::string_view type, size_t bytes) {
  if (bytes < kWorthPacking) return false;
  return type.starts_with("text/") || type.find("json") != std::string_view::npos || type.find("javascript") != std::string_view::npos || type.find("svg") != std::string_view::npos;
}

}  // namespace

std::string choose_type(std::string_view accept, const std::vector<std::string>& given) {
  if (given.empty() || trimmed(accept).empty()) return given.empty() ? "" : given.front();
  std::string best;
  double best_weight = 0;
  for (const std::string& type : given) {
    int closest = 0;
    double weight = 0;
    for_each_weighted(accept, [&](const std::string& range, double of_range) {
      if (int fits = fit(range, type); fits > closest) { closest = fits; weight = of_range; }
    });
    if (weight > best_weight) { best_weight = weight; best = type; }
  }
  return best;
}

std::string tag_of(std::initializer_list<std::string_view> parts) { return "W/\"" + content_id(parts).substr(0, 20) + "\""; }

bool has_tag(const Request& request, const std::string& tag) {
  std::string_view wanted = request.header("if-none-match");
  return trimmed(wanted) == "*" || (!wanted.empty() && wanted.find(tag.substr(2)) != std::string_view::npos);
}

std::string packed(std::string_view type, std::string_view body, int level) {
  if (!is_worth_packing(type, body.size())) return "";
  z_stream stream = {};
  constexpr int kGzip = 15 + 16;  // window of 32 KB, with the header of gzip
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(deflateBound(&stream, body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  int state = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return state == Z_STREAM_END ? out : "";
}

void send_packed(const Request& request, Reply& reply, const std::string& packed_body) {
  reply.headers.emplace_back("Vary", "Accept, Accept-Encoding");
  if (packed_body.empty() || !takes_gzip(request)) return;
  reply.body = packed_body;
  reply.headers.emplace_back("Content-Encoding", "gzip");
}

void pack(const Request& request, Reply& reply) {
  if (reply.file || reply.is_stream || !is_worth_packing(reply.type, reply.body.size())) return;
  send_packed(request, reply, takes_gzip(request) ? packed(reply.type, reply.body, kPackingLevel) : "");
}

void add_safety(Reply& reply) {
  static const std::vector<std::pair<std::string, std::string>> kSafety = {
      {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
                                  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
  reply.headers.insert(reply.headers.end(), kSafety.begin(), kSafety.end());
  auto has_cache = std::any_of(reply.headers.begin(), reply.headers.end(), [](const auto& header) { return header.first == "Cache-Control"; });
  if (!has_cache) reply.headers.emplace_back("Cache-Control", reply.status == 200 || reply.status == 304 ? "private, no-cache" : "no-store");
}

}  // namespace casus::serve
