// SPDX-License-Identifier: Apache-2.0
#include "store/migrations.h"

namespace casus {
namespace {

struct AddedColumn {
  const char* table;
  const char* column;
  const char* value;
};
// Columns that are not here are NULL in older rows; tables that came later (2: watched, 4: imports, imported_mentions) are empty.
constexpr AddedColumn kAddedColumns[] = {
    {"documents", "coded", "true"},  // since 3: what could not be coded was refused before
    {"events", "asserted",  // since 5
     "t.document IN (SELECT document FROM documents WHERE latest) AND (t.status = 'reported' OR (t.status = 'claimed' AND t.event IN (SELECT event FROM asserting_claims(0, 0))))"}};

}  // namespace

std::string value_for_older_rows(std::string_view table, std::string_view column) {
  for (const AddedColumn& added : kAddedColumns) {
    if (table == added.table && column == added.column) return added.value;
  }
  return "NULL";
}

}  // namespace casus
