// SPDX-License-Identifier: Apache-2.0
// The files of the web pages. They are read once; a name that was not there then leads nowhere.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>

#include "casus/result.h"
#include "serve/message.h"

namespace casus::serve {

class Pages {
 public:
  // All files under the folder; links that lead out of it are left out. No folder: no pages.
  static Result<Pages> load(const std::filesystem::path& folder);
  void add(std::string path, std::string type, std::string body);
  bool has_index() const { return files_.contains("/index.html"); }

  // A file, or index.html for "/" and for addresses of views (no dot in the last part, asked for by a browser).
  std::optional<Reply> answer(const Request& request) const;

 private:
  struct File {
    std::string type, body, packed, tag;
    bool is_immutable = false;  // its name holds a hash of its content
  };
  std::unordered_map<std::string, File> files_;
};

}  // namespace casus::serve
