// SPDX-License-Identifier: Apache-2.0
// Fields of articles on small pages: tests/cases/read/pages.tsv.
#include <gtest/gtest.h>

#include <string>

#include "base/table.h"
#include "read/options_for_test.h"

namespace casus {
namespace {

std::string written_out(std::string page) {
  std::string menu = "<nav>";
  for (int i = 0; i < 50; ++i) menu += "<a href=\"/" + std::to_string(i) + "\">Quay</a>";
  menu += "</nav>";
  const std::string text = "<p>The crews of the island ferries went back to work, after eleven days, two votes and one very long night.</p>";
  for (const auto& [name, html] : {std::pair<std::string, std::string>{"@menu", menu}, {"@text", text}}) {
    for (size_t at = 0; (at = page.find(name, at)) != std::string::npos; at += html.size()) page.replace(at, name.size(), html);
  }
  return page;
}

TEST(Page, Cases) {
  const ReadOptions options = read_options();
  auto cases = read_table("tests/cases", "read/pages.tsv", {"page", "field", "expected"});
  ASSERT_TRUE(cases) << cases.error().to_string();
  ASSERT_FALSE(cases->rows.empty());
  for (const TableRow& row : cases->rows) {
    const std::string &field = row.cells[1], &expected = row.cells[2];
    auto document = read_page_document(written_out(row.cells[0]), "page", {}, options);
    ASSERT_TRUE(document) << row.where << ": " << document.error().to_string();
    ASSERT_TRUE(field == "title" || field == "author" || field == "publisher" || field == "published") << row.where << ": field " << field;
    std::string found = field == "title" ? document->title : field == "author" ? document->author : field == "publisher" ? document->publisher : document->published;
    EXPECT_EQ(found, expected) << row.where;
  }
}

}  // namespace
}  // namespace casus
