// SPDX-License-Identifier: Apache-2.0
// Runs tests/cases/read/layout.tsv: what the layout of a plain text says about it.
#include "read/layout.h"

#include <gtest/gtest.h>

#include <string>

#include "base/table.h"
#include "read/reader.h"

namespace casus {
namespace {

std::string with_line_ends(std::string text) {
  for (size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at)) text.replace(at, 2, "\n");
  return text;
}

const char* name_of(SectionKind kind) {
  static const char* const kNames[] = {"title", "dateline", "body", "quotation", "scripture", "byline", "boilerplate"};
  return kNames[static_cast<size_t>(kind)];
}

std::string field_of(const Document& document, const std::string& field) {
  if (field == "title") return document.title;
  if (field == "publisher") return document.publisher;
  if (field == "author") return document.author;
  if (field == "published") return document.published;
  if (field == "translated") return document.translated ? "true" : "false";
  std::string all;
  for (const Section& section : document.sections) {
    if (field != name_of(section.kind)) continue;
    std::string text(document.slice(section.span));
    text.erase(text.find_last_not_of(' ') + 1);
    all += (all.empty() ? "" : " || ") + text;
  }
  return all;
}

TEST(Layout, Cases) {
  auto tables = ReadingTables::load("data");
  ASSERT_TRUE(tables) << tables.error().to_string();
  ReadOptions options;
  options.tables = std::make_shared<const ReadingTables>(std::move(*tables));
  auto cases = read_table("tests/cases/read", "layout.tsv", {"text", "field", "expected"});
  ASSERT_TRUE(cases) << cases.error().to_string();
  ASSERT_GT(cases->rows.size(), 30u);
  for (const TableRow& row : cases->rows) {
    auto document = read_plain_document(with_line_ends(row.cells[0]), "case", options);
    ASSERT_TRUE(document) << row.where;
    EXPECT_EQ(field_of(*document, row.cells[1]), with_line_ends(row.cells[2])) << row.where << "\n" << document->text;
  }
}

TEST(Layout, SectionsAreSortedAndApart) {
  auto tables = ReadingTables::load("data");
  ASSERT_TRUE(tables);
  auto cases = read_table("tests/cases/read", "layout.tsv", {"text", "field", "expected"});
  ASSERT_TRUE(cases);
  for (const TableRow& row : cases->rows) {
    Document document;
    document.text = with_line_ends(row.cells[0]);
    read_layout(document, tables->layout);
    uint32_t end = 0;
    for (const Section& section : document.sections) {
      EXPECT_LE(end, section.span.start) << row.where;
      EXPECT_LT(section.span.start, section.span.end) << row.where;
      end = section.span.end;
    }
    EXPECT_LE(end, document.text.size()) << row.where;
  }
}

TEST(Layout, GivenFieldsAreKept) {
  auto tables = ReadingTables::load("data");
  ASSERT_TRUE(tables);
  Document document;
  document.text = "Quiet night in Tartu\n\nBy A. Lepik\n\nTartu, 5 May 2010\n\nNothing happened in Tartu on Tuesday.";
  document.title = "Another title";
  document.author = "Somebody";
  document.publisher = "Their paper";
  document.published = "2010-05-06";
  read_layout(document, tables->layout);
  EXPECT_EQ(document.title, "Another title");
  EXPECT_EQ(document.author, "Somebody");
  EXPECT_EQ(document.publisher, "Their paper");
  EXPECT_EQ(document.published, "2010-05-06");
}

}  // namespace
}  // namespace casus
