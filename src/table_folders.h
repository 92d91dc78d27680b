// SPDX-License-Identifier: Apache-2.0
// The folders of a user's tables while an engine is being opened.
#pragma once

#include <filesystem>
#include <vector>

#include "casus/casus.h"

namespace casus {

class TableFolders {
 public:
  explicit TableFolders(std::vector<std::filesystem::path> given) : folders_(std::move(given)) {}
  // Removes what add_dictionaries made.
  ~TableFolders();
  TableFolders(const TableFolders&) = delete;

  // Dictionaries of actors and agents become tables in a temporary folder.
  Status add_dictionaries(const EngineOptions& options);
  const std::vector<std::filesystem::path>& folders() const { return folders_; }

 private:
  std::vector<std::filesystem::path> folders_;
  std::filesystem::path temporary_;
};

}  // namespace casus
