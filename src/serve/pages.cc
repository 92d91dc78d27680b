// SPDX-License-Identifier: Apache-2.0
#include "serve/pages.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <sstream>

#include "serve/delivery.h"

namespace casus::serve {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostBytes = 64 << 20;
constexpr int kPackingLevel = 9;  // once, at the start

std::string type_of(const fs::path& path) {
  constexpr std::array<std::pair<const char*, const char*>, 15> kTypes = {{{".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"}, {".json", "application/json"}, {".geojson", "application/geo+json"}, {".topojson", "application/json"}, {".svg", "image/svg+xml"}, {".png", "image/png"},
      {".ico", "image/x-icon"}, {".woff2", "font/woff2"}, {".webmanifest", "application/manifest+json"}, {".txt", "text/plain; charset=utf-8"}, {".webp", "image/webp"}, {".wasm", "application/wasm"}}};
  for (const auto& [extension, type] : kTypes) if (path.extension() == extension) return type;
  return "application/octet-stream";
}

}  // namespace

void Pages::add(std::string path, std::string type, std::string body) {
  std::string tag = tag_of({path, body});
  bool is_immutable = path.starts_with("/assets/");
  std::string small = packed(type, body, kPackingLevel);
  files_[std::move(path)] = {std::move(type), std::move(body), std::move(small), std::move(tag), is_immutable};
}

Result<Pages> Pages::load(const fs::path& folder) {
  Pages pages;
  if (folder.empty()) return pages;
  std::error_code error;
  fs::path root = fs::canonical(folder, error);
  if (error || !fs::is_directory(root)) return Error{ErrorCode::NotFound, "is no folder of pages; give the one that holds index.html", folder.string()};
  size_t bytes = 0;
  for (fs::recursive_directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file() || it->is_symlink()) continue;
    std::ifstream stream(it->path(), std::ios::binary);
    std::string body((std::istreambuf_iterator<char>(stream)), {});
    bytes += body.size();
    if (bytes > kMostBytes) return Error{ErrorCode::Limit, fmt::format("holds more than {} MB; give the folder that was built, not that of its sources", kMostBytes >> 20), folder.string()};
    pages.add("/" + it->path().lexically_relative(root).generic_string(), type_of(it->path()), std::move(body));
  }
  if (!pages.has_index()) return Error{ErrorCode::NotFound, "holds no index.html; build the pages first", folder.string()};
  return pages;
}

std::optional<Reply> Pages::answer(const Request& request) const {
  std::string path;
  for (const std::string& segment : request.path) path += "/" + segment;
  auto found = files_.find(path);
  bool is_view = found == files_.end() && request.path.back().find('.') == std::string::npos &&
                 (path == "/" || request.header("accept").find("text/html") != std::string_view::npos);
  if (is_view) found = files_.find("/index.html");
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;
  Reply reply;
  reply.headers = {{"ETag", file.tag}, {"Cache-Control", file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (has_tag(request, file.tag)) {
    reply.status = 304;
    return reply;
  }
  reply.type = file.type;
  reply.body = file.body;
  if (!file.packed.empty()) send_packed(request, reply, file.packed);
  return reply;
}

}  // namespace casus::serve
