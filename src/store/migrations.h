// SPDX-License-Identifier: Apache-2.0
// What a store of an earlier schema gets for columns that it has not.
#pragma once

#include <string>
#include <string_view>

namespace casus {

// An expression of SQL over a row `t` of the old table; all tables before it in kOtherTables and kDocumentTables are filled already.
std::string value_for_older_rows(std::string_view table, std::string_view column);

}  // namespace casus
