// SPDX-License-Identifier: Apache-2.0
#include "base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

namespace casus {

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Error{ErrorCode::NotFound, std::string("cannot be opened: ") + std::strerror(errno), path.string()};
  struct stat status {};
  MappedFile mapped;
  bool is_known = fstat(file, &status) == 0;
  if (is_known && status.st_size > 0) {
    void* start = mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ, MAP_SHARED, file, 0);
    is_known = start != MAP_FAILED;
    if (is_known) mapped.bytes_ = {static_cast<const char*>(start), static_cast<size_t>(status.st_size)};
  }
  std::string reason = std::strerror(errno);
  ::close(file);
  if (!is_known) return Error{ErrorCode::Io, "cannot be mapped into memory: " + reason, path.string()};
  return mapped;
}

}  // namespace casus
