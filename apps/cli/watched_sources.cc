// SPDX-License-Identifier: Apache-2.0
#include "watched_sources.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <iostream>

#include "base/hash.h"
#include "read/fetch.h"
#include "read/sources.h"

namespace casus {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// A file that changed less than this ago may still be written.
constexpr int64_t kSettlingNanoseconds = 1'000'000'000;
// A feed that fails is asked after twice the time each time, up to this many intervals.
constexpr int kLongestPause = 32;

int64_t now_nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// The ending that tells the format where an answer's bytes do not.
std::string extension_of(const SourceHints& hints) {
  if (hints.content_type.find("xml") != std::string::npos || hints.content_type.find("rss") != std::string::npos) return ".xml";
  if (hints.content_type.find("html") != std::string::npos) return ".html";
  return "";
}

}  // namespace

WatchedSources::WatchedSources(const InputOptions& input, const std::vector<WatchedSource>& seen, std::chrono::milliseconds interval, bool is_once)
    : input_(input), reader_({{}, input.read}), interval_(interval), is_once_(is_once) {
  std::map<std::string, const WatchedSource*> by_name;
  for (const WatchedSource& source : seen) {
    if (is_web_address(source.source)) by_name[source.source] = &source;
    else files_[source.source] = {source.size, source.modified};
  }
  for (const std::string& path : input.paths) {
    if (!is_web_address(path)) {
      folders_.push_back(path);
      continue;
    }
    Feed feed;
    feed.state.source = path;
    if (auto known = by_name.find(path); known != by_name.end()) feed.state = *known->second;
    feeds_.push_back(std::move(feed));
  }
}

void WatchedSources::begin_look() {
  auto now = Clock::now();
  if (folders_due_ <= now) {
    for (const std::string& folder : folders_) look_at_folder(folder);
    folders_due_ = now + interval_;
  }
  for (Feed& feed : feeds_) {
    if (!feed.is_gone && feed.due <= now) due_.push_back(&feed);
  }
}

WatchedSources::Clock::time_point WatchedSources::next_look() const {
  auto next = folders_.empty() ? Clock::now() + 1h : folders_due_;
  for (const Feed& feed : feeds_) {
    if (!feed.is_gone) next = std::min(next, feed.due);
  }
  return next;
}

void WatchedSources::look_at_folder(const std::string& folder) {
  std::error_code error;
  std::vector<WatchedSource> arrived;
  std::map<std::string, std::string> ids;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().filename().string().starts_with('.')) {
      if (it->is_directory(ignored)) it.disable_recursion_pending();
      continue;
    }
    struct stat status = {};
    if (::stat(it->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    int64_t modified = int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    std::string path = fs::absolute(it->path(), ignored).lexically_normal().string();
    auto known = files_.find(path);
    if (known != files_.end() && known->second == std::pair(int64_t{status.st_size}, modified)) continue;
    int64_t age = now_nanoseconds() - modified;
    if (!is_once_ && age >= 0 && age < kSettlingNanoseconds) continue;
    ids[path] = it->path().lexically_relative(folder).string();
    arrived.push_back({path, "", "", status.st_size, modified});
  }
  if (error) refused_.push_back({ErrorCode::Io, "cannot be read whole: " + error.message(), folder});
  std::sort(arrived.begin(), arrived.end(), [](const WatchedSource& a, const WatchedSource& b) { return a.source < b.source; });
  for (WatchedSource& file : arrived) {
    reader_.reader().add_file(file.source, ids[file.source]);
    files_[file.source] = {file.size, file.modified};
    fresh_.push_back(std::move(file));
  }
}

void WatchedSources::postpone(Feed& feed, const Error& error) {
  ++unreachable_;
  feed.is_gone = error.code == ErrorCode::NotFound;
  if (feed.failures++ == 0 || feed.is_gone) std::cerr << "casus: " << error.to_string() << "\n";
  feed.due = Clock::now() + interval_ * std::min(1 << std::min(feed.failures, 10), kLongestPause);
}

void WatchedSources::look_at_feed(Feed& feed) {
  FetchRequest request{feed.state.source, feed.state.etag, feed.state.last_modified, input_.read.max_document_bytes};
  auto fetched = fetch(request);
  if (!fetched) return postpone(feed, fetched.error());
  if (feed.failures > 0) std::cerr << fmt::format("casus: {}: answers again\n", feed.state.source);
  feed.failures = 0;
  feed.due = Clock::now() + interval_;
  if (fetched->is_unchanged) return;
  feed.state.etag = fetched->etag;
  feed.state.last_modified = fetched->last_modified;
  fresh_.push_back(feed.state);
  DocumentSource source{feed.state.source, 0, 0, static_cast<int64_t>(fetched->body.size()), content_id({fetched->body})};
  auto documents = read_source(std::move(fetched->body), feed.state.source, extension_of(fetched->hints), input_.read, fetched->hints);
  for (Result<Document>& document : documents) {
    if (document) document->source = source;
    else document = Error{document.error().code, document.error().message, feed.state.source};
  }
  reader_.reader().add(std::move(documents));
}

std::optional<Batch> WatchedSources::next(const std::function<bool(const Document&)>& keep) {
  while (true) {
    if (!refused_.empty()) return Batch{{}, std::exchange(refused_, {}), 0};
    if (auto batch = reader_.next(keep)) return batch;
    if (due_.empty()) return std::nullopt;
    Feed* feed = due_.front();
    due_.pop_front();
    look_at_feed(*feed);
  }
}

std::vector<WatchedSource> WatchedSources::take_seen() { return std::exchange(fresh_, {}); }

}  // namespace casus
