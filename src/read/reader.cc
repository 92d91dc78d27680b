// SPDX-License-Identifier: Apache-2.0
#include "read/reader.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "base/hash.h"
#include "base/utf8.h"
#include "read/charset.h"
#include "read/inflate.h"
#include "read/sources.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

bool is_json_lines(std::string_view extension) { return extension == ".jsonl" || extension == ".ndjson"; }

// The extension that tells the format, below one that only tells the packing.
std::string format_extension(fs::path path) {
  if (path.extension() == ".gz" || path.extension() == ".zst" || path.extension() == ".zstd") path = path.stem();
  return to_lower(path.extension().string());
}

// Reads a line of at most `limit` bytes; the rest of a longer one is skipped and `too_long` set. `consumed` grows by all bytes, its end included.
bool get_line(std::istream& stream, std::string& line, size_t limit, bool& too_long, int64_t& consumed) {
  line.clear();
  too_long = false;
  std::streambuf* buffer = stream.rdbuf();
  bool any = false;
  for (int c = buffer->sbumpc(); c != EOF; c = buffer->sbumpc()) {
    any = true;
    ++consumed;
    if (c == '\n') return true;
    if (line.size() < limit) line.push_back(static_cast<char>(c));
    else too_long = true;
  }
  return any;
}

Result<std::string> read_file(const std::string& path, size_t limit) {
  std::error_code error;
  auto size = fs::file_size(path, error);
  if (error) return Error{ErrorCode::Io, "cannot be read: " + error.message(), path};
  if (size > limit) {
    return Error{ErrorCode::Limit, fmt::format("has {} bytes, more than the {} allowed for one document; split it", size, limit), path};
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error{ErrorCode::Io, "cannot be opened; check its permissions", path};
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<size_t>(stream.gcount()));
  return bytes;
}

}  // namespace

Reader::Reader(std::vector<std::string> paths, ReadOptions options)
    : options_(std::move(options)), paths_(paths.begin(), paths.end()) {}

void Reader::add_file(std::string path, std::string id) { files_.push_back({std::move(path), repair_utf8(id)}); }

void Reader::add(std::vector<Result<Document>> documents) {
  for (Result<Document>& document : documents) ready_.push_back(std::move(document));
}

void Reader::list_folder(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> found;
  for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().filename().string().starts_with('.')) {
      if (it->is_directory(error)) it.disable_recursion_pending();
    } else if (it->is_regular_file(error)) {
      found.push_back(it->path());
    }
  }
  if (error) refused_.push_back({ErrorCode::Io, "cannot be read whole: " + error.message(), folder});
  std::sort(found.begin(), found.end());
  for (const fs::path& path : found) add_file(path.string(), path.lexically_relative(folder).string());
}

// Names that fit the pattern take its place, in name order, folders among them.
void Reader::list_pattern(const std::string& pattern) {
  glob_t found{};
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    paths_.insert(paths_.begin(), found.gl_pathv, found.gl_pathv + found.gl_pathc);
  } else {
    refused_.push_back({ErrorCode::NotFound, "there is no file that fits this pattern", pattern});
  }
  globfree(&found);
}

// Names of files are any bytes; what is said of them is UTF-8.
std::optional<Result<Document>> Reader::next() {
  auto next = pull();
  if (!next || *next) return next;
  Error error = next->error();
  error.where = repair_utf8(error.where);
  return Result<Document>(std::move(error));
}

std::optional<Result<Document>> Reader::pull() {
  while (true) {
    if (!refused_.empty()) {
      Error error = std::move(refused_.front());
      refused_.pop_front();
      return Result<Document>(std::move(error));
    }
    if (!ready_.empty()) {
      Result<Document> document = std::move(ready_.front());
      ready_.pop_front();
      return document;
    }
    if (lines_) {
      if (auto document = next_line()) return document;
      lines_ = nullptr;
      stream_.reset();
      continue;
    }
    if (!files_.empty()) {
      if (auto document = open_next_file()) return document;
      continue;
    }
    if (paths_.empty()) return std::nullopt;
    std::string path = paths_.front();
    paths_.pop_front();
    if (path == "-") {
      start_lines("standard input");
    } else if (fs::is_directory(path)) {
      list_folder(path);
    } else if (!fs::exists(path) && path.find_first_of("*?[") != std::string::npos) {
      list_pattern(path);
    } else {
      add_file(path, fs::path(path).filename().string());
    }
  }
}

std::optional<Result<Document>> Reader::open_next_file() {
  File file = files_.front();
  files_.pop_front();
  if (!fs::exists(file.path)) return Result<Document>(Error{ErrorCode::NotFound, "there is no such file or folder", file.path});
  std::string extension = format_extension(file.path);
  bool is_packed = extension != to_lower(fs::path(file.path).extension().string());
  if (is_json_lines(extension) && !is_packed) {
    stream_ = std::make_unique<std::ifstream>(file.path, std::ios::binary);
    if (!*stream_) return Result<Document>(Error{ErrorCode::Io, "cannot be opened; check its permissions", file.path});
    start_lines(file.path);
    return std::nullopt;
  }
  size_t limit = options_.max_document_bytes;
  bool is_archive = extension == ".warc" || is_json_lines(extension);
  auto bytes = read_file(file.path, is_archive ? 32 * limit : limit);
  if (!bytes) return Result<Document>(bytes.error());
  if (is_json_lines(extension)) {
    auto unpacked = inflate(*bytes, 32 * limit);
    if (!unpacked) return Result<Document>(Error{unpacked.error().code, unpacked.error().message, file.path});
    stream_ = std::make_unique<std::istringstream>(std::move(*unpacked));
    start_lines(file.path);
    return std::nullopt;
  }
  DocumentSource source{repair_utf8(file.path), 0, 0, static_cast<int64_t>(bytes->size()), content_id({*bytes})};
  for (Result<Document>& document : read_source(std::move(*bytes), file.id, extension, options_)) {
    if (document) document->source = source;
    if (document) ready_.push_back(std::move(document));
    else ready_.push_back(Error{document.error().code, document.error().message, file.path});
  }
  return std::nullopt;
}

void Reader::start_lines(const std::string& name) {
  lines_ = stream_ ? stream_.get() : &std::cin;
  lines_name_ = name;
  line_number_ = 0;
  line_start_ = 0;
}

std::optional<Result<Document>> Reader::next_line() {
  std::string line;
  bool too_long = false;
  int64_t consumed = line_start_;
  while (get_line(*lines_, line, options_.max_document_bytes, too_long, consumed)) {
    ++line_number_;
    int64_t start = std::exchange(line_start_, consumed);
    std::string where = fmt::format("{}:{}", lines_name_, line_number_);
    if (too_long) {
      return Result<Document>(Error{ErrorCode::Limit, fmt::format("is longer than the {} bytes allowed for one document; split it", options_.max_document_bytes), where});
    }
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto document = read_json_document(line, options_);
    if (document) {
      document->source = {lines_name_, static_cast<int64_t>(line_number_), start, start + static_cast<int64_t>(line.size()), content_id({line})};
      return document;
    }
    Error error = document.error();
    error.where = where;
    return Result<Document>(error);
  }
  return std::nullopt;
}

}  // namespace casus
