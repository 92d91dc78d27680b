// SPDX-License-Identifier: Apache-2.0
// What a run depends on, as hashes: two runs with the same ones code the same document alike.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/hash.h"
#include "casus/casus.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

Result<std::string> hash_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error{ErrorCode::Io, "cannot be read; check its permissions", file.string()};
  return content_id({std::string(std::istreambuf_iterator<char>(stream), {})});
}

// Names and contents of all files below `folder`, or of the one file that it is.
Result<std::string> hash_folder(const fs::path& folder) {
  if (fs::is_regular_file(folder)) return hash_file(folder);
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    bool decides_rows = it->path().filename() != "openapi.json" && it->path().filename() != "glossary.tsv";  // which serve the server
    if (decides_rows && it->is_regular_file(error)) files.push_back(it->path());
  }
  if (error) return Error{ErrorCode::Io, "cannot be read whole: " + error.message(), folder.string()};
  std::sort(files.begin(), files.end());
  std::string all;
  for (const fs::path& file : files) {
    TRY_ASSIGN(std::string hash, hash_file(file));
    all += file.lexically_relative(folder).string() + '\n' + hash + '\n';
  }
  return content_id({all});
}

}  // namespace

Result<RunDescription> describe_run(const EngineOptions& options) {
  TRY_ASSIGN(std::string data, hash_folder(options.data));
  for (const auto& folder : options.tables) {
    TRY_ASSIGN(std::string own, hash_folder(folder));
    data += own;
  }
  for (const auto* kind : {&options.dictionaries.actors, &options.dictionaries.agents, &options.dictionaries.verbs, &options.dictionaries.discards}) {
    data += '|';
    for (const fs::path& file : *kind) {
      TRY_ASSIGN(std::string hash, hash_file(file));
      data += hash;
    }
  }
  TRY_ASSIGN(std::string knowledge, hash_folder(options.knowledge));
  TRY_ASSIGN(std::string model, hash_folder(options.model));
  std::string own;  // what the user adds to our tables
  for (const fs::path& gazetteer : options.gazetteers) {
    TRY_ASSIGN(std::string hash, hash_file(gazetteer));
    own += (own.empty() ? "gazetteer " : "; gazetteer ") + gazetteer.filename().string() + " " + hash;
  }
  return RunDescription{version(), content_id({data, knowledge}), options.model.filename().string() + " " + model, own};
}

}  // namespace casus
