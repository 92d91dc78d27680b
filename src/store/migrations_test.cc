// SPDX-License-Identifier: Apache-2.0
// Stores of every earlier schema, made from their SQL (tests/schemas), open and answer as before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "casus/store.h"
#include "store/analysis_for_test.h"
#include "store/database.h"
#include "store/schema.h"

namespace casus {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using Rows = std::vector<std::string>;

template <typename Source>
Rows rows(const Source& source, const std::string& select) {
  Rows found;
  RowSink sink{nullptr, [&](std::span<const StoreCell> cells) {
                 std::string row;
                 for (const StoreCell& cell : cells) row += cell.value_or("NULL") + "|";
                 found.push_back(row);
                 return true;
               }};
  Status status = ok();
  if constexpr (std::is_same_v<Source, Store>) status = source.query(select, sink);
  else status = source.select(select, sink);
  EXPECT_TRUE(status) << select << ": " << status.error().to_string();
  return found;
}

std::string file_text(const std::string& path) {
  std::ifstream stream(path);
  EXPECT_TRUE(stream) << path;
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Selects of everything that the old schema holds, tables and views, with the columns it has.
Rows selects_of(const Database& old) {
  Rows selects;
  for (const std::string& row : rows(old, "SELECT format('SELECT {} FROM {} ORDER BY ALL', string_agg('\"' || column_name || '\"', ', ' ORDER BY column_index), table_name) "
                                          "FROM duckdb_columns() WHERE NOT internal AND table_name <> 'casus_schema' GROUP BY table_name ORDER BY table_name")) {
    selects.push_back(row.substr(0, row.size() - 1));
  }
  return selects;
}

class EarlierSchema : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    auto database = Database::open(file, {});
    ASSERT_TRUE(database) << database.error().to_string();
    for (const std::string& name : {std::to_string(GetParam()), std::string("rows")}) {
      Status made = database->run(file_text("tests/schemas/" + name + ".sql"));
      ASSERT_TRUE(made) << name << ": " << made.error().to_string();
    }
    for (const std::string& select : selects_of(*database)) before[select] = rows(*database, select);
  }

  TestFolder folder;
  std::filesystem::path file = folder / "old.duckdb";
  std::map<std::string, Rows> before;
};

TEST_P(EarlierSchema, AnswersAsBefore) {
  ASSERT_GE(before.size(), 17u);
  std::ofstream(folder / "old.duckdb.new") << "what a killed migration left";
  auto store = Store::open(file, StoreAccess::Write);
  ASSERT_TRUE(store) << store.error().to_string();
  EXPECT_EQ((*store)->migrated_from(), GetParam());
  EXPECT_THAT(*(*store)->check(), testing::IsEmpty());
  for (const auto& [select, answer] : before) EXPECT_EQ(rows(**store, select), answer) << select;
  EXPECT_THAT(rows(**store, "SELECT id FROM asserted_events WHERE event < 6 ORDER BY event"), ElementsAre("e2|", "e5|"));
  EXPECT_THAT(rows(**store, "SELECT version FROM casus_schema"), ElementsAre(std::to_string(kSchemaVersion) + "|"));
  EXPECT_THAT(rows(**store, "SELECT made FROM casus_schema"), ElementsAre(HasSubstr("2021-06-0" + std::to_string(GetParam()))));
}

TEST_P(EarlierSchema, TakesNewDocuments) {
  auto store = Store::open(file, StoreAccess::Write);
  ASSERT_TRUE(store) << store.error().to_string();
  (*store)->begin_run({"1", "tables", "model", ""});
  TestAnalysis text("a", "Iran left Iraq.");
  text.event("left", "RETREAT", EventStatus::Reported, {test_actor("Iran", "IRN")});
  auto counts = (*store)->add(list_of(std::move(text).take()));
  ASSERT_TRUE(counts) << counts.error().to_string();
  EXPECT_EQ(counts->versions, 1);
  EXPECT_THAT(rows(**store, "SELECT version, latest FROM documents WHERE id = 'a' ORDER BY document"), ElementsAre("1|false|", "2|false|", "3|true|"));
  EXPECT_THAT(rows(**store, "SELECT type FROM asserted_events WHERE event <> 6 OR type IS NOT NULL ORDER BY event"), ElementsAre("CONSULT|", "RETREAT|"));
  EXPECT_THAT(*(*store)->check(), testing::IsEmpty());
}

TEST_P(EarlierSchema, IsNotChangedByWhoOnlyReads) {
  auto size = std::filesystem::file_size(file);
  auto store = Store::open(file, StoreAccess::Read);
  ASSERT_FALSE(store);
  EXPECT_THAT(store.error().message, AllOf(HasSubstr("schema version " + std::to_string(GetParam())), HasSubstr("casus store migrate")));
  EXPECT_EQ(std::filesystem::file_size(file), size);
}

INSTANTIATE_TEST_SUITE_P(Schemas, EarlierSchema, testing::Range(1, kSchemaVersion), testing::PrintToStringParamName());

TEST(LaterSchema, IsRefusedWithTheVersionItNeeds) {
  TestFolder folder;
  ASSERT_TRUE(Store::open(folder / "s.duckdb", StoreAccess::Write));
  {
    auto database = Database::open(folder / "s.duckdb", {});
    ASSERT_TRUE(database && database->run("UPDATE casus_schema SET version = 999, casus = '7.3.0'"));
  }
  for (StoreAccess access : {StoreAccess::Read, StoreAccess::Write}) {
    auto store = Store::open(folder / "s.duckdb", access);
    ASSERT_FALSE(store);
    EXPECT_THAT(store.error().message, AllOf(HasSubstr("999"), HasSubstr("Casus 7.3.0 or later")));
  }
}

}  // namespace
}  // namespace casus
