// SPDX-License-Identifier: Apache-2.0
// One writer per store: a lock that the system gives back when its holder dies, and that names the holder.
#pragma once

#include <filesystem>
#include <string>

#include "casus/result.h"

namespace casus {

class FileLock {
 public:
  // Takes "<file>.lock"; ErrorCode::Busy with the holder's process id if another process has it.
  static Result<FileLock> take(const std::filesystem::path& file);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  FileLock(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace casus
