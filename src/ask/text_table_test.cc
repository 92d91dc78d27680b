// SPDX-License-Identifier: Apache-2.0
#include "ask/text_table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace casus {
namespace {

std::vector<std::string> lines_of(const std::string& table) {
  std::istringstream stream(table);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(TextTable, CountsWhatTheTerminalCounts) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("Erdoğan"), 7u);
  EXPECT_EQ(display_width("e\u0301te"), 3u);   // combining accent
  EXPECT_EQ(display_width("北京"), 4u);
  EXPECT_EQ(display_width("Київ"), 4u);
}

TEST(TextTable, CutsAtWholeCharacters) {
  EXPECT_EQ(fit_text("Kherson", 7), "Kherson");
  EXPECT_EQ(fit_text("Kherson", 4), "Khe…");
  EXPECT_EQ(fit_text("北京市", 4), "北…");  // the second half of a wide character does not fit
  EXPECT_EQ(fit_text("two\nlines\x1b[31m", 40), "two lines [31m");
  EXPECT_EQ(fit_text("a word", 3), "a…");
}

TEST(TextTable, NoLineIsWiderThanTheTerminal) {
  std::vector<TextColumn> columns = {{"date", 10, 0, false}, {"who", 8, 0, false}, {"n", 2, 1, true}, {"words", 10, 2, false}};
  std::vector<std::vector<std::string>> rows = {{"2021-05-11", "Russian troops → Ukraine", "12", "shelled the port 北京 of the town on Tuesday"},
                                                {"2021-05-12", "Germany", "3", "met"}};
  for (size_t width : {7u, 20u, 30u, 40u, 60u, 200u}) {
    for (const std::string& line : lines_of(text_table(columns, rows, width))) EXPECT_LE(display_width(line), width) << line;
  }
  EXPECT_EQ(text_table(columns, rows, 24).find("shelled"), std::string::npos);
  EXPECT_NE(text_table(columns, rows, 24).find("\n(no room for: words)\n"), std::string::npos);
  EXPECT_NE(text_table(columns, rows, 200).find("on Tuesday"), std::string::npos);
  EXPECT_NE(text_table(columns, rows, 200).find("\n2021-05-12  Germany                    3  met\n"), std::string::npos);
}

}  // namespace
}  // namespace casus
