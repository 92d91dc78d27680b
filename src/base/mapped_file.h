// SPDX-License-Identifier: Apache-2.0
// Files that are mapped into memory rather than read: they open at once, and processes share them.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "casus/result.h"

namespace casus {

// A whole file, read-only. Movable; the bytes stay where they are.
class MappedFile {
 public:
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  static Result<MappedFile> open(const std::filesystem::path& path);
  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace casus
