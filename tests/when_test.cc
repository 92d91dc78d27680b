// SPDX-License-Identifier: Apache-2.0
// Runs the tables tests/cases/when (time expressions) and tests/cases/when_events (dates of events).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/table.h"
#include "code/event_date.h"
#include "find/times.h"
#include "link/times.h"
#include "support/test_parser.h"

namespace casus {
namespace {

const char* name_of(TimexType type) {
  switch (type) {
    case TimexType::Date:
      return "DATE";
    case TimexType::Time:
      return "TIME";
    case TimexType::Duration:
      return "DURATION";
    case TimexType::Set:
      return "SET";
  }
  return "";
}

const char* name_of(TimeBasis basis) {
  switch (basis) {
    case TimeBasis::Explicit:
      return "explicit";
    case TimeBasis::Relative:
      return "relative";
    case TimeBasis::Context:
      return "context";
    case TimeBasis::Published:
      return "published";
    case TimeBasis::Unknown:
      return "unknown";
  }
  return "";
}

std::string day(const std::optional<Date>& date) { return date ? to_iso(*date) : std::string(); }

// "\n" in a cell stands for a line break.
std::string with_breaks(const std::string& cell) {
  std::string text;
  for (size_t i = 0; i < cell.size(); ++i) {
    bool line_break = cell[i] == '\\' && i + 1 < cell.size() && cell[i + 1] == 'n';
    text += line_break ? '\n' : cell[i];
    i += line_break;
  }
  return text;
}

class WhenTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    parser_ = new TestParser;
    grammar_ = new Result<TimeGrammar>(TimeGrammar::load("data"));
  }
  static void TearDownTestSuite() {
    delete parser_;
    delete grammar_;
  }

  void SetUp() override { ASSERT_TRUE(*grammar_) << grammar_->error().to_string(); }
  static bool has_parser() { return parser_->problem().empty(); }

  static std::optional<Analysis> analyse(const std::string& published, const std::string& text) {
    Analysis analysis;
    analysis.document.published = published;
    analysis.document.text = with_breaks(text);
    auto parse = parser_->parse(analysis.document.text);
    if (!parse) return std::nullopt;
    analysis.parse = std::move(*parse);
    analysis.mentions.times = find_times(analysis.document, analysis.parse, **grammar_);
    analysis.links.times = link_times(analysis.document, analysis.parse, analysis.mentions.times);
    return analysis;
  }

  static TestParser* parser_;
  static Result<TimeGrammar>* grammar_;
};
TestParser* WhenTest::parser_ = nullptr;
Result<TimeGrammar>* WhenTest::grammar_ = nullptr;

std::string list_of(const Analysis& analysis) {
  std::string list;
  for (const TimeExpression& time : analysis.links.times) {
    list += fmt::format("\n  \"{}\" {} {} {}..{} ({})", analysis.document.slice(time.span), name_of(time.type),
                        time.value, day(time.covers.first), day(time.covers.last), time.why);
  }
  return list;
}

TEST_F(WhenTest, FindsAndAnchorsExpressions) {
  if (!has_parser()) GTEST_SKIP() << parser_->problem();
  const std::vector<std::string> columns = {"published", "text", "expression", "type", "value", "from", "to"};
  auto table = read_tables("tests/cases", "when", columns);
  ASSERT_TRUE(table) << table.error().to_string();
  ASSERT_GE(table->rows.size(), 150u);
  for (const TableRow& row : table->rows) {
    auto analysis = analyse(row.cells[0], row.cells[1]);
    ASSERT_TRUE(analysis) << row.where << ": no parse of " << row.cells[1];
    const auto& times = analysis->links.times;
    if (row.cells[2].empty()) {
      EXPECT_TRUE(times.empty()) << row.where << " " << row.cells[1] << list_of(*analysis);
      continue;
    }
    auto found = std::find_if(times.begin(), times.end(), [&](const TimeExpression& time) {
      return analysis->document.slice(time.span) == row.cells[2];
    });
    if (found == times.end()) {
      ADD_FAILURE() << row.where << ": \"" << row.cells[2] << "\" not found in: " << row.cells[1] << list_of(*analysis);
      continue;
    }
    std::string expected = fmt::format("{} {} {}..{}", row.cells[3], row.cells[4], row.cells[5], row.cells[6]);
    std::string got = fmt::format("{} {} {}..{}", name_of(found->type), found->value, day(found->covers.first),
                                  day(found->covers.last));
    EXPECT_EQ(got, expected) << row.where << ": " << row.cells[1] << "\n  " << found->why;
  }
}

TEST_F(WhenTest, DatesEvents) {
  if (!has_parser()) GTEST_SKIP() << parser_->problem();
  const std::vector<std::string> columns = {"published", "text", "trigger", "from", "to", "basis"};
  auto table = read_tables("tests/cases", "when_events", columns);
  ASSERT_TRUE(table) << table.error().to_string();
  for (const TableRow& row : table->rows) {
    auto analysis = analyse(row.cells[0], row.cells[1]);
    ASSERT_TRUE(analysis) << row.where << ": no parse of " << row.cells[1];
    const auto& tokens = analysis->parse.tokens;
    // The last token with that word: "visited ... the visit".
    auto trigger = std::find_if(tokens.rbegin(), tokens.rend(), [&](const Token& token) {
      return analysis->document.slice(token.span) == row.cells[2];
    });
    ASSERT_NE(trigger, tokens.rend()) << row.where << ": no token " << row.cells[2];
    std::string why;
    EventDate date = EventDates(*analysis).of(static_cast<uint32_t>(tokens.rend() - trigger - 1), why);
    std::string expected = fmt::format("{}..{} {}", row.cells[3], row.cells[4], row.cells[5]);
    std::string got = fmt::format("{}..{} {}", day(date.span.first), day(date.span.last), name_of(date.basis));
    EXPECT_EQ(got, expected) << row.where << ": " << row.cells[1] << "\n  " << why << list_of(*analysis);
  }
}

// Any text gives a result, with spans inside it and days in order.
TEST_F(WhenTest, KeepsItsLawsOnAnyWords) {
  const char* words[] = {"the",  "31",   "February", "BC",    "0",   "-",   "/",       "last",  "99999",
                         "week", "2021", "half",     "of",    "two", "and", "million", "year",  "next",
                         "Feb",  "30th", "ago",      "until", "'",   "99",  "s",       "Easter"};
  uint32_t state = 7;
  for (int round = 0; round < 400; ++round) {
    Analysis analysis;
    analysis.document.published = round % 3 == 0 ? "" : "2021-05-12";
    for (int i = 0; i < 12; ++i) {
      state = state * 1664525u + 1013904223u;
      std::string word = words[(state >> 16) % std::size(words)];
      Token token;
      token.span.start = static_cast<uint32_t>(analysis.document.text.size());
      analysis.document.text += word;
      token.span.end = static_cast<uint32_t>(analysis.document.text.size());
      analysis.document.text += ' ';
      token.tag = token.dep = token.pos = token.lemma = token.morph = "";
      analysis.parse.tokens.push_back(token);
    }
    auto size = static_cast<uint32_t>(analysis.document.text.size());
    analysis.parse.sentences.push_back({{0, size}, 0, 12});
    analysis.parse.index_children();
    analysis.mentions.times = find_times(analysis.document, analysis.parse, **grammar_);
    analysis.links.times = link_times(analysis.document, analysis.parse, analysis.mentions.times);
    for (const TimeExpression& time : analysis.links.times) {
      ASSERT_LE(time.span.end, size) << analysis.document.text;
      ASSERT_LT(time.span.start, time.span.end) << analysis.document.text;
      if (time.covers.first && time.covers.last) {
        ASSERT_LE(*time.covers.first, *time.covers.last) << analysis.document.text;
      }
    }
    std::string why;
    for (uint32_t i = 0; i < 12; ++i) EventDates(analysis).of(i, why);
  }
}

}  // namespace
}  // namespace casus
