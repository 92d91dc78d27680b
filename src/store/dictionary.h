// SPDX-License-Identifier: Apache-2.0
// What every table and column of a store means: comments of the database, the dictionary of exports, and what docs/schema.md is checked against.
#pragma once

#include <span>
#include <string>

namespace casus {

struct Meaning {
  const char* table;
  const char* column;  // empty: what a row of the table is
  const char* text;
};
std::span<const Meaning> dictionary();

// Statements that write the meanings into a database that has the tables.
std::string comment_sql();

}  // namespace casus
