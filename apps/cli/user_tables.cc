// SPDX-License-Identifier: Apache-2.0
#include "user_tables.h"

#include <iostream>

#include "inputs.h"

namespace casus {
namespace {

std::vector<std::filesystem::path> paths(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

bool has_tables(const std::filesystem::path& folder) {
  for (const char* part : {"frames", "classes", "actors", "agents"}) {
    if (std::filesystem::is_directory(folder / part)) return true;
  }
  return false;
}

}  // namespace

DictionaryFiles UserTableOptions::dictionaries() const { return {paths(actors), paths(agents), paths(verbs), paths(discards)}; }

void add_dictionary_options(CLI::App& command, UserTableOptions& options) {
  command.add_option("--actors", options.actors, "Actor dictionary in the format of TABARI and PETRARCH")->check(CLI::ExistingFile);
  command.add_option("--agents", options.agents, "Agent dictionary, likewise")->check(CLI::ExistingFile);
  command.add_option("--verbs", options.verbs, "Verb dictionary, likewise; it codes the events in place of our frames")->check(CLI::ExistingFile);
  command.add_option("--discards", options.discards, "Phrases whose sentences (with + whose documents) yield no events")->check(CLI::ExistingFile);
}

void add_user_table_options(CLI::App& command, UserTableOptions& options) {
  command.add_option("--tables", options.tables, "Folder with frames/, classes/, actors/ or agents/ in our format, which win over ours; of several the last wins");
  add_dictionary_options(command, options);
}

Status use_tables(const UserTableOptions& options, EngineOptions& engine) {
  engine.tables = paths(options.tables);
  for (const auto& folder : engine.tables) {
    if (!has_tables(folder)) {
      return Error{ErrorCode::NotFound, "holds none of the folders frames, classes, actors, agents; put the tables there (docs/formats.md)", folder.string()};
    }
    size_t errors = 0;
    for (const Fault& fault : check_user_tables(folder, engine.data, engine.knowledge)) {
      std::cerr << "casus: " << (folder / fault.to_string()).string() << "\n";
      errors += !fault.is_warning;
    }
    if (errors > 0) return Error{ErrorCode::Invalid, "the tables have the faults named above; correct them", folder.string()};
  }
  engine.dictionaries = options.dictionaries();
  TRY_ASSIGN(std::vector<Error> refused, check_dictionaries(engine.dictionaries));
  report(refused);
  return ok();
}

}  // namespace casus
