// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

#include "base/hash.h"
#include "base/process.h"
#include "base/table.h"
#include "base/utf8.h"
#include "casus/time.h"

namespace casus {
namespace {

TEST(Utf8, NamesTheFirstInvalidByte) {
  EXPECT_EQ(find_invalid_utf8("plain"), std::nullopt);
  EXPECT_EQ(find_invalid_utf8("Erdoğan 🙂"), std::nullopt);
  EXPECT_EQ(find_invalid_utf8("ab\xFFz"), 2u);
  EXPECT_EQ(find_invalid_utf8("a\xC0\xAF"), 1u);        // overlong
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0u);    // surrogate
  EXPECT_EQ(find_invalid_utf8("abc\xE2\x82"), 3u);     // cut short
}

TEST(Utf8, FoldsNames) {
  EXPECT_EQ(fold_name("Erdoğan"), "erdogan");
  EXPECT_EQ(fold_name("São Tomé"), "sao tome");
  EXPECT_EQ(fold_name("N’Djamena"), "n'djamena");
  EXPECT_EQ(fold_name("İzmir"), "izmir");
}

TEST(Utf8, CodePointOffsetsGoBothWays) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "aé€🙂";
  CodePointIndex index(text);
  size_t at = 0;
  for (uint32_t point = 0; at < text.size(); ++point) {
    EXPECT_EQ(index.to_code_points(static_cast<uint32_t>(at)), point);
    EXPECT_EQ(index.to_bytes(point), at);
    next_code_point(text, at);
  }
  EXPECT_EQ(index.to_code_points(static_cast<uint32_t>(text.size())), 200u);
  EXPECT_EQ(index.to_bytes(200), text.size());
}

TEST(ContentId, SeesTheBordersOfItsParts) {
  EXPECT_EQ(content_id({"ab", "c"}), content_id({"ab", "c"}));
  EXPECT_NE(content_id({"ab", "c"}), content_id({"a", "bc"}));
  EXPECT_EQ(content_id({"x"}).size(), 32u);
}

TEST(Time, ReadsIsoDatesAndRefusesOthers) {
  EXPECT_EQ(to_iso(*parse_iso_date("2021-04-28")), "2021-04-28");
  EXPECT_EQ(to_iso(*parse_iso_date("2024-02-29T23:59:59+05:00")), "2024-02-29");
  EXPECT_FALSE(parse_iso_date("2023-02-29"));
  EXPECT_FALSE(parse_iso_date("28.04.2021"));
  EXPECT_FALSE(parse_iso_date("2021-04"));
  EXPECT_FALSE(parse_iso_date("2021-04-281"));
}

class TableTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_ / "t"); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& file, const std::string& text) { std::ofstream(folder_ / file) << text; }
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("casus_table_" + std::to_string(::getpid()));
};

TEST_F(TableTest, ReadsRowsAndSaysWhereTheyStand) {
  write("t/a.tsv", "# note\nname\tcodes\nx\tA|B\n\ny\t-\n");
  auto table = read_table(folder_, "t/a.tsv", {"name", "codes"});
  ASSERT_TRUE(table) << table.error().to_string();
  ASSERT_EQ(table->rows.size(), 2u);
  EXPECT_EQ(table->rows[1].where, "t/a.tsv:5");
  EXPECT_EQ(table->rows[1].cells[1], "");
  EXPECT_EQ(split_cell(table->rows[0].cells[1]), (std::vector<std::string>{"A", "B"}));
}

TEST_F(TableTest, NamesFileAndLineOfABadRow) {
  write("t/a.tsv", "name\tcodes\nx\tA\tB\n");
  auto table = read_table(folder_, "t/a.tsv", {"name", "codes"});
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().where, "t/a.tsv:2");
  EXPECT_NE(table.error().message.find("has 3 cells where 2 are needed"), std::string::npos);
}

TEST_F(TableTest, RefusesAnotherHeader) {
  write("t/a.tsv", "names\tcodes\n");
  EXPECT_FALSE(read_table(folder_, "t/a.tsv", {"name", "codes"}));
}

TEST(Process, StopsWhatGoesBeyondItsLimits) {
  ProcessLimits limits;
  limits.seconds = 1;
  limits.output_bytes = 1000;
  EXPECT_EQ(*run_process({"echo", "done"}, limits), "done\n");
  EXPECT_EQ(run_process({"sh", "-c", "while :; do :; done"}, limits).error().code, ErrorCode::Limit);
  EXPECT_EQ(run_process({"sleep", "60"}, limits).error().code, ErrorCode::Limit);
  EXPECT_EQ(run_process({"yes"}, limits).error().code, ErrorCode::Limit);
  EXPECT_EQ(run_process({"false"}, limits).error().code, ErrorCode::Corrupt);
  EXPECT_EQ(run_process({"no-such-program-here"}, limits).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace casus
