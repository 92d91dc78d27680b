// SPDX-License-Identifier: Apache-2.0
#include "parse/model_folder.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace casus {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestFile = 1'000'000'000;  // bytes
constexpr int kDeepest = 2;                       // site-packages/en_core_web_sm/en_core_web_sm-3.8.0
constexpr std::string_view kConfig = "config.cfg";

Error no_model(const fs::path& path) {
  return {ErrorCode::Invalid, "no spaCy model inside (no config.cfg); give the folder of a model or its wheel",
          path.string()};
}

std::optional<fs::path> find_model(const fs::path& folder, int levels) {
  std::error_code error;
  if (fs::is_regular_file(folder / kConfig, error)) return folder;
  if (levels == 0) return std::nullopt;
  std::vector<fs::path> inner;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_directory(error)) inner.push_back(entry.path());
  }
  std::sort(inner.begin(), inner.end());
  for (const fs::path& path : inner) {
    if (auto found = find_model(path, levels - 1)) return found;
  }
  return std::nullopt;
}

Result<std::string> read_from_disk(const fs::path& path) {
  std::error_code error;
  const uint64_t size = fs::file_size(path, error);
  if (error) return Error{ErrorCode::NotFound, "the model lacks this file; install it again", path.string()};
  if (size > kLargestFile) return Error{ErrorCode::Limit, "larger than any file of a model", path.string()};
  std::string bytes(size, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) {
    return Error{ErrorCode::Io, "cannot be read", path.string()};
  }
  return bytes;
}

}  // namespace

struct ModelFolder::Archive {
  zip_t* zip = nullptr;
  std::string prefix;  // of the model's files, with the last '/'

  explicit Archive(zip_t* opened) : zip(opened) {}
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() { zip_discard(zip); }

  // The config.cfg highest up in the archive marks the model.
  bool find_model() {
    std::optional<std::string> best;
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
      const char* entry = zip_get_name(zip, static_cast<zip_uint64_t>(i), 0);
      const std::string_view name = entry == nullptr ? "" : entry;
      if (name != kConfig && !name.ends_with("/config.cfg")) continue;
      const std::string_view folder = name.substr(0, name.size() - kConfig.size());
      if (!best || folder.size() < best->size()) best = folder;
    }
    prefix = best.value_or("");
    return best.has_value();
  }
};

ModelFolder::ModelFolder(fs::path path, std::unique_ptr<Archive> archive)
    : path_(std::move(path)), archive_(std::move(archive)) {}
ModelFolder::~ModelFolder() = default;
ModelFolder::ModelFolder(ModelFolder&&) noexcept = default;
ModelFolder& ModelFolder::operator=(ModelFolder&&) noexcept = default;

Result<ModelFolder> ModelFolder::open(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    const auto folder = find_model(path, kDeepest);
    if (!folder) return no_model(path);
    return ModelFolder(*folder, nullptr);
  }
  if (!fs::exists(path, error)) {
    return Error{ErrorCode::NotFound, "no such language model; script/setup fetches one", path.string()};
  }
  int code = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (zip == nullptr) return Error{ErrorCode::Corrupt, "not a wheel (zip archive), or damaged", path.string()};
  auto archive = std::make_unique<Archive>(zip);
  if (!archive->find_model()) return no_model(path);
  return ModelFolder(path, std::move(archive));
}

Result<std::string> ModelFolder::read(const std::string& file) const {
  if (!archive_) return read_from_disk(path_ / file);
  const auto where = [&] { return fmt::format("{}:{}", path_.string(), archive_->prefix + file); };
  zip_stat_t stat;
  if (zip_stat(archive_->zip, (archive_->prefix + file).c_str(), 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0) {
    return Error{ErrorCode::NotFound, "the model lacks this file; install it again", where()};
  }
  if (stat.size > kLargestFile) return Error{ErrorCode::Limit, "larger than any file of a model", where()};
  std::string bytes(stat.size, '\0');
  zip_file_t* opened = zip_fopen_index(archive_->zip, stat.index, 0);
  const zip_int64_t count = opened == nullptr ? -1 : zip_fread(opened, bytes.data(), bytes.size());
  if (opened != nullptr) zip_fclose(opened);
  if (count != static_cast<zip_int64_t>(bytes.size())) {
    return Error{ErrorCode::Corrupt, "cannot be unpacked; install the model again", where()};
  }
  return bytes;
}

}  // namespace casus
