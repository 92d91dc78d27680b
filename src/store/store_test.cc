// SPDX-License-Identifier: Apache-2.0
#include "casus/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "store/analysis_for_test.h"
#include "store/database.h"

namespace casus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> column(const Store& store, const std::string& select) {
  std::vector<std::string> values;
  Status status = store.query(select, {nullptr, [&](std::span<const StoreCell> cells) {
                                         values.push_back(cells[0].value_or("NULL"));
                                         return true;
                                       }});
  EXPECT_TRUE(status) << status.error().to_string();
  return values;
}

std::unique_ptr<Store> open_store(const std::filesystem::path& file) {
  auto store = Store::open(file, StoreAccess::Write);
  EXPECT_TRUE(store) << store.error().to_string();
  (*store)->begin_run({"1", "tables", "model", ""});
  return std::move(*store);
}

void add(Store& store, Analysis analysis) {
  auto counts = store.add(list_of(std::move(analysis)));
  ASSERT_TRUE(counts) << counts.error().to_string();
}

TEST(Store, OffsetsAreCodePoints) {
  TestFolder folder;
  auto store = open_store(folder / "s.duckdb");
  TestAnalysis text("d", "Erdoğan 北京: Iran attacked Iraq.");
  text.event("Iran attacked Iraq", "ASSAULT", EventStatus::Reported, {test_actor("Iran", "IRN")}, {test_actor("Iraq", "IRQ")});
  add(*store, std::move(text).take());
  EXPECT_THAT(column(*store, "SELECT substring(text, start + 1, \"end\" - start) FROM events JOIN documents USING (document)"), ElementsAre("Iran attacked Iraq"));
  EXPECT_THAT(column(*store, "SELECT country FROM event_actors ORDER BY role"), ElementsAre("IRN", "IRQ"));
}

TEST(Store, WhatIsAsserted) {
  TestFolder folder;
  auto store = open_store(folder / "s.duckdb");
  TestAnalysis text("d", "zero one two three four five six seven eight nine");
  Actor russia = test_actor("Russia", "RUS", {"MIL"}), ukraine = test_actor("Ukraine", "UKR", {"CVL"}), police = test_actor("police", "USA", {"COP"}), nobody;
  text.event("zero", "ASSAULT", EventStatus::Reported, {russia}, {ukraine});
  text.event("one", "ASSAULT", EventStatus::Claimed, {russia}, {ukraine});  // by a bystander
  text.claim(HolderKind::Actor, test_actor("Norway", "NOR", {"GOV"}));
  text.event("two", "ASSAULT", EventStatus::Claimed, {russia}, {ukraine});  // by the victim's government
  text.claim(HolderKind::Actor, test_actor("Kyiv", "UKR", {"GOV"}));
  text.event("three", "ASSAULT", EventStatus::Claimed, {russia}, {ukraine});  // by both
  text.claim(HolderKind::Actor, test_actor("Kyiv", "UKR", {"GOV"}));
  text.claim(HolderKind::Unnamed, nobody);
  text.event("four", "ASSAULT", EventStatus::Claimed, {test_actor("gunmen", "USA", {"CRM"})}, {test_actor("a man", "USA", {"CVL"})});
  text.claim(HolderKind::Actor, police);
  text.event("five", "COERCE", EventStatus::Claimed, {police}, {test_actor("protesters", "USA", {"CVL"})});  // the police about itself
  text.claim(HolderKind::Actor, police);
  text.event("six", "ASSAULT", EventStatus::Claimed, {russia}, {ukraine});  // the publisher's own conjecture
  text.claim(HolderKind::Publisher, nobody);
  text.event("seven", "ASSAULT", EventStatus::Claimed, {russia}, {ukraine});  // not certain
  text.claim(HolderKind::Unnamed, nobody, Certainty::Possible);
  text.event("eight", "ASSAULT", EventStatus::Denied, {russia}, {ukraine});
  text.claim(HolderKind::Unnamed, nobody, Certainty::Certain, Polarity::Negative);
  text.event("nine", "ASSAULT", EventStatus::Planned, {russia}, {ukraine});
  add(*store, std::move(text).take());
  EXPECT_THAT(column(*store, "SELECT substring(text, start + 1, \"end\" - start) FROM asserted_events JOIN documents USING (document) ORDER BY start"),
              ElementsAre("zero", "one", "three", "four"));
}

TEST(Store, DyadsAndTheFirstOfADay) {
  TestFolder folder;
  auto store = open_store(folder / "s.duckdb");
  TestAnalysis text("d", "one two three four five six seven");
  Actor iran = test_actor("Iran", "IRN"), iraq = test_actor("Iraq", "IRQ"), hamas = {"Hamas", "hamas", "PSE", {"REB"}}, men = test_actor("men", "");
  text.event("one", "CONSULT", EventStatus::Reported, {iraq, iran, iraq});
  text.event("two", "CONSULT", EventStatus::Reported, {iran, iraq});
  text.event("three", "ASSAULT", EventStatus::Reported, {hamas, hamas}, {men, iran});
  text.event("four", "ASSAULT", EventStatus::Reported, {hamas}, {iran});
  text.event("five", "ASSAULT", EventStatus::Reported, {hamas}, {iran}).date = {};
  text.event("six", "ASSAULT", EventStatus::Reported, {hamas}, {iran}).date = {};
  text.event("seven", "PROTEST", EventStatus::Reported, {});
  add(*store, std::move(text).take());
  EXPECT_THAT(column(*store, "SELECT concat(event, ' ', actors, '>', recipients) FROM event_dyads ORDER BY event"),
              ElementsAre("1 IRN|IRQ>", "2 IRN|IRQ>", "3 hamas>IRN|men", "4 hamas>IRN", "5 hamas>IRN", "6 hamas>IRN"));
  EXPECT_THAT(column(*store, "SELECT event FROM one_a_day ORDER BY event"), ElementsAre("1", "3", "4", "5", "6", "7")) << "two is one; those without a day stay";
  EXPECT_THAT(column(*store, "SELECT event FROM one_per_event ORDER BY event"), ElementsAre("1", "2", "3", "4", "5", "6", "7"));
}

TEST(Store, RowsOfAnOlderVersionAreNotAsserted) {
  TestFolder folder;
  auto store = open_store(folder / "s.duckdb");
  for (const char* text : {"Iran attacked Iraq.", "Iran attacked Turkey."}) {
    TestAnalysis version("d", text);
    version.event("attacked", "ASSAULT", EventStatus::Reported, {test_actor("Iran", "IRN")});
    add(*store, std::move(version).take());
  }
  EXPECT_THAT(column(*store, "SELECT text FROM asserted_events JOIN documents USING (document)"), ElementsAre("Iran attacked Turkey."));
  EXPECT_THAT(column(*store, "SELECT version FROM documents ORDER BY document"), ElementsAre("1", "2"));
}

TEST(Store, TheSameDocumentAgainReplacesItsRows) {
  TestFolder folder;
  auto store = open_store(folder / "s.duckdb");
  for (EventStatus status : {EventStatus::Reported, EventStatus::Denied}) {
    TestAnalysis text("d", "Iran attacked Iraq.");
    text.event("attacked", "ASSAULT", status, {test_actor("Iran", "IRN")});
    text.claim(HolderKind::Unnamed, {});
    std::vector<Analysis> twice = list_of(std::move(text).take());
    auto counts = store->add(twice);
    ASSERT_TRUE(counts) << counts.error().to_string();
    EXPECT_EQ(counts->added, status == EventStatus::Reported);
    EXPECT_EQ(counts->replaced, status == EventStatus::Denied);
  }
  EXPECT_THAT(column(*store, "SELECT status FROM events"), ElementsAre("denied"));
  for (const char* table : {"documents", "claims", "claim_events", "event_actors", "evidence", "sections", "sentences"}) {
    EXPECT_THAT(column(*store, std::string("SELECT count(*) FROM ") + table), ElementsAre("1")) << table;
  }
  EXPECT_THAT(column(*store, "SELECT count(*) FROM codings"), ElementsAre("2"));
}

TEST(Store, KeysAreKnownByTheRunThatMadeThem) {
  TestFolder folder;
  RunDescription run{"1", "tables", "model", ""}, other{"2", "tables", "model", ""};
  {
    auto store = open_store(folder / "s.duckdb");
    add(*store, TestAnalysis("d", "Iran attacked Iraq.").take());
    ASSERT_TRUE(store->end_run());
  }
  auto store = Store::open(folder / "s.duckdb", StoreAccess::Read);
  ASSERT_TRUE(store) << store.error().to_string();
  EXPECT_EQ((*store)->keys_of(run.signature())->size(), 1u);
  EXPECT_EQ((*store)->keys_of(other.signature())->size(), 0u);
}

TEST(Store, ASecondWriterAndForeignFilesAreRefused) {
  TestFolder folder;
  auto store = open_store(folder / "s.duckdb");
  auto second = Store::open(folder / "s.duckdb", StoreAccess::Write);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::Busy);
  EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(getpid())));
  std::ofstream(folder / "letter") << "Dear Sir, this is no database.";
  EXPECT_FALSE(Store::open(folder / "letter", StoreAccess::Write));
  EXPECT_EQ(Store::open(folder / "nowhere", StoreAccess::Read).error().code, ErrorCode::NotFound);
}

TEST(Store, CheckFindsWhatIsBroken) {
  TestFolder folder;
  {
    auto store = open_store(folder / "s.duckdb");
    TestAnalysis text("d", "Iran attacked Iraq.");
    text.event("attacked", "ASSAULT", EventStatus::Reported, {test_actor("Iran", "IRN")});
    add(*store, std::move(text).take());
    EXPECT_THAT(*store->check(), testing::IsEmpty());
  }
  for (const char* damage : {"INSERT INTO documents SELECT * FROM documents", "DELETE FROM events", "UPDATE events SET \"end\" = 999", "DELETE FROM runs",
                             "UPDATE documents SET latest = false", "DELETE FROM documents", "DELETE FROM codings"}) {
    std::filesystem::copy_file(folder / "s.duckdb", folder / "broken.duckdb", std::filesystem::copy_options::overwrite_existing);
    {
      auto database = Database::open(folder / "broken.duckdb", {});
      ASSERT_TRUE(database && database->run(damage)) << damage;
    }
    auto store = Store::open(folder / "broken.duckdb", StoreAccess::Read);
    ASSERT_TRUE(store);
    EXPECT_FALSE((*store)->check()->empty()) << damage;
  }
}

TEST(Store, CompactingKeepsTheRowsAndGivesSpaceBack) {
  TestFolder folder;
  std::string prose;
  for (int i = 0; i < 30000; ++i) prose += std::to_string(i * 7919) + " ";
  {
    auto store = open_store(folder / "s.duckdb");
    for (int round = 0; round < 8; ++round) {  // rows that are replaced leave space behind
      for (int i = 0; i < 4; ++i) add(*store, TestAnalysis("d" + std::to_string(i), prose + std::to_string(i)).take());
    }
  }
  auto before = std::filesystem::file_size(folder / "s.duckdb");
  Status compacted = Store::compact(folder / "s.duckdb");
  ASSERT_TRUE(compacted) << compacted.error().to_string();
  EXPECT_LT(std::filesystem::file_size(folder / "s.duckdb"), before);
  auto store = Store::open(folder / "s.duckdb", StoreAccess::Read);
  ASSERT_TRUE(store) << store.error().to_string();
  EXPECT_THAT(column(**store, "SELECT count(*) FROM documents"), ElementsAre("4"));
  EXPECT_THAT(column(**store, "SELECT count(*) FROM codings"), ElementsAre("32"));
  EXPECT_THAT(column(**store, "SELECT count(*) FROM casus_schema"), ElementsAre("1"));
  EXPECT_THAT(column(**store, "SELECT count(*) FROM asserted_events"), ElementsAre("0")) << "views are there";
  EXPECT_THAT(*(*store)->check(), testing::IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(folder / "s.duckdb.lock"));
}

TEST(Store, SqlOfOthersReachesNothing) {
  TestFolder folder;
  open_store(folder / "s.duckdb").reset();
  std::ofstream(folder / "secret.csv") << "a\n1\n";
  std::string secret = (folder / "secret.csv").string(), out = (folder / "out.csv").string();
  auto store = Store::open(folder / "s.duckdb", StoreAccess::Read);
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->lock_down());
  RowSink sink{nullptr, [](std::span<const StoreCell>) { return true; }};
  EXPECT_TRUE((*store)->query("SELECT count(*) FROM events -- with a remark", sink));
  const std::vector<std::string> refused = {"SELECT * FROM '" + secret + "'", "SELECT * FROM read_text('" + secret + "')", "FROM glob('/*')",
                                            "COPY events TO '" + out + "'", "SELECT 1; SELECT 2", "DELETE FROM events", "SELECT 1) UNION ALL (SELECT 2",
                                            "SELECT 1) TO '" + out + "'; --", "SET enable_external_access = true", "ATTACH '" + secret + "'",
                                            "INSTALL httpfs", ""};
  for (const std::string& sql : refused) {
    EXPECT_FALSE((*store)->query(sql, sink)) << sql;
    EXPECT_FALSE((*store)->query_json(sql, [](std::string_view) { return true; })) << sql;
    EXPECT_FALSE((*store)->write_parquet(sql, folder / "p.parquet")) << sql;
  }
  EXPECT_FALSE(std::filesystem::exists(out));
}

}  // namespace
}  // namespace casus
