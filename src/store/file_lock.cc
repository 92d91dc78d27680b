// SPDX-License-Identifier: Apache-2.0
#include "store/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace casus {
namespace {

std::string command_of(const std::string& pid) {
  std::ifstream stream("/proc/" + pid + "/cmdline", std::ios::binary);
  std::string words((std::istreambuf_iterator<char>(stream)), {});
  for (char& c : words) if (c == '\0') c = ' ';
  constexpr size_t kLongest = 100;
  if (words.size() > kLongest) words = words.substr(0, kLongest) + "...";
  while (words.ends_with(' ')) words.pop_back();
  return words;
}

Error busy(const std::filesystem::path& file, const std::filesystem::path& lock) {
  std::string pid;
  std::ifstream(lock) >> pid;
  std::string command = command_of(pid);
  std::string holder = pid.empty() ? "another process" : "process " + pid + (command.empty() ? "" : " (" + command + ")");
  return {ErrorCode::Busy, fmt::format("is being written by {}; a store has one writer: wait for it to end", holder), file.string()};
}

// The path still leads to the file that was opened: its former holder may have removed it in between.
bool is_current(int descriptor, const std::filesystem::path& path) {
  struct stat opened, named;
  return fstat(descriptor, &opened) == 0 && stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

Result<FileLock> FileLock::take(const std::filesystem::path& file) {
  std::filesystem::path path = file;
  path += ".lock";
  while (true) {
    int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
      return Error{ErrorCode::Io, fmt::format("cannot be written: its lock file {} cannot be made ({})", path.string(), std::strerror(errno)), file.string()};
    }
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      close(descriptor);
      return busy(file, path);
    }
    if (!is_current(descriptor, path)) {
      close(descriptor);
      continue;
    }
    std::string pid = std::to_string(getpid()) + "\n";
    if (ftruncate(descriptor, 0) != 0 || write(descriptor, pid.data(), pid.size()) != static_cast<ssize_t>(pid.size())) {
      close(descriptor);
      return Error{ErrorCode::Io, fmt::format("cannot be written: {} takes no data ({})", path.string(), std::strerror(errno)), file.string()};
    }
    return FileLock(path, descriptor);
  }
}

FileLock::FileLock(FileLock&& other) noexcept : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ < 0) return;
  unlink(path_.c_str());  // while it is still held, so that nobody else's is removed
  close(descriptor_);
}

}  // namespace casus
