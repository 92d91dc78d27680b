// SPDX-License-Identifier: Apache-2.0
// Runs tests/cases/read/recasing.tsv: texts in capitals, and how they are written in ordinary case.
#include "read/recasing.h"

#include <gtest/gtest.h>

#include "base/table.h"

namespace casus {
namespace {

std::string with_line_ends(std::string text) {
  for (size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at)) text.replace(at, 2, "\n");
  return text;
}

TEST(Recasing, Cases) {
  auto tables = CaseTables::load("data", "build/knowledge");
  ASSERT_TRUE(tables) << tables.error().to_string();
  auto cases = read_table("tests/cases/read", "recasing.tsv", {"text", "recased"});
  ASSERT_TRUE(cases) << cases.error().to_string();
  ASSERT_GE(cases->rows.size(), 60u);
  for (const TableRow& row : cases->rows) {
    const std::string text = with_line_ends(row.cells[0]);
    const std::string recased = recase(text, *tables).value_or(text);
    EXPECT_EQ(recased, with_line_ends(row.cells[1])) << row.where;
    EXPECT_EQ(recased.size(), text.size()) << row.where;
  }
}

TEST(Recasing, LettersWhoseOtherCaseHasAnotherLengthStay) {
  auto tables = CaseTables::load("data", "build/knowledge");
  ASSERT_TRUE(tables) << tables.error().to_string();
  const std::string text = "POLICE IN İZMİR ARRESTED ẞENOL ÖZGÜR";
  auto recased = recase(text, *tables);
  ASSERT_TRUE(recased);
  EXPECT_EQ(recased->size(), text.size());
  EXPECT_NE(recased->find("İzmİr"), std::string::npos) << *recased;
  EXPECT_NE(recased->find("Özgür"), std::string::npos) << *recased;
}

}  // namespace
}  // namespace casus
