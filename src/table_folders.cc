// SPDX-License-Identifier: Apache-2.0
#include "table_folders.h"

#include <cstdlib>
#include <string>

#include "casus/lexicon.h"

namespace casus {

TableFolders::~TableFolders() {
  std::error_code ignored;
  if (!temporary_.empty()) std::filesystem::remove_all(temporary_, ignored);
}

Status TableFolders::add_dictionaries(const EngineOptions& options) {
  DictionaryFiles names{options.dictionaries.actors, options.dictionaries.agents, {}, {}};
  if (names.empty()) return ok();
  std::string pattern = (std::filesystem::temp_directory_path() / "casus-tables-XXXXXX").string();
  if (!mkdtemp(pattern.data())) return Error{ErrorCode::Io, "no folder can be made there; free some space, or set TMPDIR", pattern};
  temporary_ = pattern;
  TRY_ASSIGN(ImportReport report, import_dictionaries(names, options.data, options.knowledge, temporary_));
  folders_.push_back(temporary_);
  return ok();
}

}  // namespace casus
