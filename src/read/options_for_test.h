// SPDX-License-Identifier: Apache-2.0
// Options of reading with the tables of the checkout, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "read/sources.h"

namespace casus {

inline ReadOptions read_options() {
  auto tables = ReadingTables::load("data");
  EXPECT_TRUE(tables) << tables.error().to_string();
  ReadOptions options;
  options.tables = std::make_shared<const ReadingTables>(std::move(*tables));
  return options;
}

}  // namespace casus
