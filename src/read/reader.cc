// SPDX-License-Identifier: Apache-2.0
#include "read/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "read/page_document.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

bool is_json_lines(const fs::path& path) { return path.extension() == ".jsonl" || path.extension() == ".ndjson"; }

bool is_text(const fs::path& path) {
  static const char* const kExtensions[] = {"", ".txt", ".text", ".md", ".markdown"};
  return std::find(std::begin(kExtensions), std::end(kExtensions), path.extension()) != std::end(kExtensions);
}

bool is_page(const fs::path& path) {
  static const char* const kExtensions[] = {".html", ".htm", ".xhtml"};
  return std::find(std::begin(kExtensions), std::end(kExtensions), path.extension()) != std::end(kExtensions);
}

// Reads a line of at most `limit` bytes; the rest of a longer one is skipped and `too_long` set.
bool get_line(std::istream& stream, std::string& line, size_t limit, bool& too_long) {
  line.clear();
  too_long = false;
  std::streambuf* buffer = stream.rdbuf();
  bool any = false;
  for (int c = buffer->sbumpc(); c != EOF; c = buffer->sbumpc()) {
    any = true;
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
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace

Reader::Reader(std::vector<std::string> paths, ReadOptions options)
    : options_(std::move(options)), paths_(paths.begin(), paths.end()) {
  assert(!paths.empty());
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
  for (const fs::path& path : found) files_.push_back({path.string(), path.lexically_relative(folder).string()});
}

std::optional<Result<Document>> Reader::next() {
  while (true) {
    if (!refused_.empty()) {
      Error error = refused_.front();
      refused_.pop_front();
      return Result<Document>(error);
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
      lines_ = &std::cin;
      lines_name_ = "standard input";
      line_number_ = 0;
    } else if (fs::is_directory(path)) {
      list_folder(path);
    } else {
      files_.push_back({path, fs::path(path).filename().string()});
    }
  }
}

std::optional<Result<Document>> Reader::open_next_file() {
  File file = files_.front();
  files_.pop_front();
  if (!fs::exists(file.path)) return Result<Document>(Error{ErrorCode::NotFound, "there is no such file or folder", file.path});
  if (is_json_lines(file.path)) {
    stream_ = std::make_unique<std::ifstream>(file.path, std::ios::binary);
    if (!*stream_) return Result<Document>(Error{ErrorCode::Io, "cannot be opened; check its permissions", file.path});
    lines_ = stream_.get();
    lines_name_ = file.path;
    line_number_ = 0;
    return std::nullopt;
  }
  if (!is_text(file.path) && !is_page(file.path)) {
    return Result<Document>(Error{ErrorCode::Unsupported, "is of a kind that cannot be read; give plain text, Markdown or JSON Lines", file.path});
  }
  auto bytes = read_file(file.path, options_.max_document_bytes);
  if (!bytes) return Result<Document>(bytes.error());
  auto document = is_page(file.path) ? read_page_document(*bytes, file.id, {}, options_) : read_plain_document(*bytes, file.id, options_);
  if (document) return document;
  Error error = document.error();
  error.where = file.path;
  return Result<Document>(error);
}

std::optional<Result<Document>> Reader::next_line() {
  std::string line;
  bool too_long = false;
  while (get_line(*lines_, line, options_.max_document_bytes, too_long)) {
    ++line_number_;
    std::string where = fmt::format("{}:{}", lines_name_, line_number_);
    if (too_long) {
      return Result<Document>(Error{ErrorCode::Limit, fmt::format("is longer than the {} bytes allowed for one document; split it", options_.max_document_bytes), where});
    }
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto document = read_json_document(line, options_);
    if (document) return document;
    Error error = document.error();
    error.where = where;
    return Result<Document>(error);
  }
  return std::nullopt;
}

}  // namespace casus
