// SPDX-License-Identifier: Apache-2.0
// Tables and dictionaries that a user brings along; what the verbs that code texts share.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "casus/casus.h"

namespace casus {

struct UserTableOptions {
  std::vector<std::string> tables, actors, agents, verbs, discards;
  DictionaryFiles dictionaries() const;
};

void add_dictionary_options(CLI::App& command, UserTableOptions& options);
void add_user_table_options(CLI::App& command, UserTableOptions& options);

// Hands them to the engine; entries that cannot be read are named on standard error and left out.
Status use_tables(const UserTableOptions& options, EngineOptions& engine);

}  // namespace casus
