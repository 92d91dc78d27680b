// SPDX-License-Identifier: Apache-2.0
// The files of a spaCy model: an unpacked folder, or a wheel (a zip file) with such a folder inside.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "casus/result.h"

namespace casus {

class ModelFolder {
 public:
  // A folder counts as a model if it has a config.cfg, at its top or one of two levels below (as installed packages
  // have it). Errors: NotFound; Corrupt if a file is no zip archive; Invalid if there is no model inside.
  static Result<ModelFolder> open(const std::filesystem::path& path);
  ~ModelFolder();
  ModelFolder(ModelFolder&&) noexcept;
  ModelFolder& operator=(ModelFolder&&) noexcept;

  // The contents of a file, e.g. "tok2vec/model". Errors: NotFound, Io, Limit if it has more than 1 GB.
  Result<std::string> read(const std::string& file) const;

 private:
  struct Archive;
  ModelFolder(std::filesystem::path path, std::unique_ptr<Archive> archive);
  std::filesystem::path path_;         // of the model folder, or of the archive
  std::unique_ptr<Archive> archive_;   // none for a folder
};

}  // namespace casus
