// SPDX-License-Identifier: Apache-2.0
// Runs the tables tests/cases/questions through the whole engine and the reader of questions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/table.h"
#include "casus/casus.h"
#include "casus/question.h"

namespace casus {
namespace {

std::string sorted(const std::string& text, char separator) {
  std::vector<std::string> parts = split_cell(text, separator);
  std::sort(parts.begin(), parts.end());
  return fmt::format("{}", fmt::join(parts, std::string(1, separator)));
}

// Units in one order of units, sides and parties.
std::string in_order(const std::string& units) {
  std::vector<std::string> all;
  for (const std::string& unit : split_cell(units, ';')) {
    std::vector<std::string> sides;
    for (const std::string& side : split_cell(unit, '|')) sides.push_back(sorted(side, '+'));
    std::sort(sides.begin(), sides.end());
    all.push_back(fmt::format("{}", fmt::join(sides, "|")));
  }
  std::sort(all.begin(), all.end());
  return fmt::format("{}", fmt::join(all, ";"));
}

std::string units_of(const AskedQuestion& question) {
  std::string units;
  for (const QuestionUnit& unit : question.units) units += (units.empty() ? "" : ";") + unit_text(unit);
  return in_order(units);
}

std::string reading_of(const AskedQuestion& question) {
  std::string text;
  for (const QuestionPart& part : question.reading) text += fmt::format("\n  {}: {}", part.part, part.words);
  return text;
}

class QuestionTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto options = default_options();
    ASSERT_TRUE(options) << options.error().to_string();
    auto engine = Engine::open(*options);
    ASSERT_TRUE(engine) << engine.error().to_string();
    auto reader = QuestionReader::load(options->data, options->knowledge);
    ASSERT_TRUE(reader) << reader.error().to_string();
    engine_ = std::move(*engine);
    reader_ = std::make_unique<QuestionReader>(std::move(*reader));
  }
  static void TearDownTestSuite() {
    engine_.reset();
    reader_.reset();
  }
  void SetUp() override { ASSERT_TRUE(engine_ && reader_); }

  static AskedQuestion read(const std::string& text, Date as_of) {
    auto workspace = engine_->make_workspace();
    std::vector<Document> documents;
    documents.push_back(question_document(text, as_of));
    return reader_->read(engine_->run(std::move(documents), *workspace).front(), text, as_of);
  }

  static std::unique_ptr<Engine> engine_;
  static std::unique_ptr<QuestionReader> reader_;
};
std::unique_ptr<Engine> QuestionTest::engine_;
std::unique_ptr<QuestionReader> QuestionTest::reader_;

TEST_F(QuestionTest, ReadsWhatIsAskedOrSaysWhyNot) {
  auto table = read_tables("tests/cases", "questions", {"as_of", "question", "outcome", "unit", "weeks"});
  ASSERT_TRUE(table) << table.error().to_string();
  ASSERT_GE(table->rows.size(), 40u);
  size_t refused = 0;
  for (const TableRow& row : table->rows) {
    auto as_of = parse_iso_date(row.cells[0]);
    ASSERT_TRUE(as_of) << row.where;
    AskedQuestion question = read(row.cells[1], *as_of);
    bool is_answerable = row.cells[2] == "rise" || row.cells[2] == "surge" || row.cells[2] == "fall";
    refused += !is_answerable;
    std::string got = question.is_read() ? fmt::format("{} {} {}", change_name(question.change), units_of(question), question.weeks) : std::string(fault_name(question.fault));
    std::string expected = is_answerable ? fmt::format("{} {} {}", row.cells[2], in_order(row.cells[3]), row.cells[4]) : row.cells[2];
    EXPECT_EQ(got, expected) << row.where << ": " << row.cells[1] << "\n  " << question.why << reading_of(question);
    EXPECT_EQ(question.is_read(), !question.reading.empty()) << row.where;
    EXPECT_EQ(question.is_read(), question.why.empty()) << row.where;
  }
  EXPECT_GE(refused, 15u);
}

// Law: a question that is offered in place of another reads without a fault, and as the same units.
TEST_F(QuestionTest, WhatIsOfferedInsteadCanBeAsked) {
  auto table = read_tables("tests/cases", "questions", {"as_of", "question", "outcome", "unit", "weeks"});
  ASSERT_TRUE(table) << table.error().to_string();
  size_t offered = 0;
  for (const TableRow& row : table->rows) {
    AskedQuestion question = read(row.cells[1], *parse_iso_date(row.cells[0]));
    if (question.instead.empty()) continue;
    ++offered;
    AskedQuestion instead = read(question.instead, question.as_of);
    EXPECT_TRUE(instead.is_read()) << row.where << ": " << question.instead << ": " << instead.why;
    ASSERT_FALSE(instead.units.empty()) << row.where;
    EXPECT_EQ(unit_text(instead.units.front()), unit_text(question.units.front())) << row.where << ": " << question.instead;
    EXPECT_EQ(instead.weeks, question.weeks) << row.where << ": " << question.instead;
  }
  EXPECT_GE(offered, 15u);
}

// Law: any text gives a reading or a reason.
TEST_F(QuestionTest, AnyTextGivesAReadingOrAReason) {
  Date as_of = *parse_iso_date("2021-05-12");
  for (const char* text : {"", "?", "   ", "Will", "will will will?", "Will and between or?", "¿Escalará Rusia?", "Will between between and against intensify?", "\xD0\x91\xD1\x83\xD0\xB4\xD0\xB5\xD1\x82?"}) {
    AskedQuestion question = read(text, as_of);
    EXPECT_FALSE(question.is_read()) << text;
    EXPECT_FALSE(question.why.empty()) << text;
  }
}

}  // namespace
}  // namespace casus
