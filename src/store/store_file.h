// SPDX-License-Identifier: Apache-2.0
// The file of a store: opened, made, brought to the present schema, rewritten. Whoever writes holds its FileLock.
#pragma once

#include <filesystem>

#include "store/database.h"

namespace casus {

Result<Database> open_database(const std::filesystem::path& file, StoreAccess access);

// An empty store of the present schema, which appears whole.
Status make_store(const std::filesystem::path& file);

// The schema of an open database; an Error if it is no store of ours, or of a later schema than this program's.
Result<int> schema_version(const Database& database, const std::filesystem::path& file);

// Rewrites a store of the present or an earlier schema as one of the present schema, without the space of deleted rows. It is replaced at the
// end or stays as it was.
Status rewrite_store(const std::filesystem::path& file);

}  // namespace casus
