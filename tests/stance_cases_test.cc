// SPDX-License-Identifier: Apache-2.0
// Runs tests/cases/status (how a word of a sentence stands) and tests/cases/claims (who says what) through the whole engine.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "base/names.h"
#include "base/table.h"
#include "base/utf8.h"
#include "casus/casus.h"
#include "code/status.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

// A content counts as found if the words of the two agree to this share (Dice).
constexpr double kSameContent = 0.8;

class StanceCases : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    setenv("CASUS_HOME", ".", 0);
    auto options = default_options();
    ASSERT_TRUE(options.has_value()) << options.error().to_string();
    auto engine = Engine::open(*options);
    ASSERT_TRUE(engine.has_value()) << engine.error().to_string();
    engine_ = std::move(*engine);
    auto lexicon = StanceLexicon::load(options->data);
    ASSERT_TRUE(lexicon.has_value()) << lexicon.error().to_string();
    lexicon_ = std::make_unique<StanceLexicon>(std::move(*lexicon));
    workspace_ = engine_->make_workspace();
  }
  static void TearDownTestSuite() {
    workspace_.reset();
    engine_.reset();
    lexicon_.reset();
  }

  static Analysis analyse(const std::string& cell) {
    Document document;
    document.key = cell;
    document.publisher = "The Test";
    for (size_t i = 0; i < cell.size(); ++i) {
      bool line_break = cell[i] == '\\' && i + 1 < cell.size() && cell[i + 1] == 'n';
      document.text += line_break ? '\n' : cell[i];
      i += line_break;
    }
    document.sections = {{{0, static_cast<uint32_t>(document.text.size())}, SectionKind::Body}};
    std::vector<Document> documents;
    documents.push_back(std::move(document));
    return std::move(engine_->run(std::move(documents), *workspace_).front());
  }

  static std::unique_ptr<Engine> engine_;
  static std::unique_ptr<StanceLexicon> lexicon_;
  static Engine::WorkspacePtr workspace_;
};
std::unique_ptr<Engine> StanceCases::engine_;
std::unique_ptr<StanceLexicon> StanceCases::lexicon_;
Engine::WorkspacePtr StanceCases::workspace_;

std::multiset<std::string> words_of(std::string_view text) {
  std::multiset<std::string> words;
  std::string word;
  for (char letter : to_lower(text) + " ") {
    if (std::isalnum(static_cast<unsigned char>(letter)) || (letter & 0x80)) word += letter;
    else if (!word.empty()) words.insert(std::exchange(word, {}));
  }
  return words;
}

double overlap(std::string_view a, std::string_view b) {
  std::multiset<std::string> left = words_of(a), right = words_of(b), both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::inserter(both, both.end()));
  return left.empty() && right.empty() ? 1 : 2.0 * static_cast<double>(both.size()) / static_cast<double>(left.size() + right.size());
}

// Shares of cases that pass, per file, against the floors of tests/cases/stance_floors.tsv.
class Tally {
 public:
  void count(const std::string& where, bool passes) {
    std::string file = where.substr(0, where.find(".tsv"));
    ++cases_[file];
    if (passes) ++passed_[file];
  }
  void hold(const std::string& folder) {
    auto table = read_table("tests/cases", "stance_floors.tsv", {"file", "floor"});
    ASSERT_TRUE(table.has_value()) << table.error().to_string();
    std::map<std::string, double> floors;
    for (const TableRow& row : table->rows) floors[row.cells[0]] = std::strtod(row.cells[1].c_str(), nullptr);
    for (const auto& [file, count] : cases_) {
      double share = static_cast<double>(passed_[file]) / count;
      double floor = floors.contains(file) ? floors[file] : 1.0;
      std::cout << fmt::format("{:28} {:4} of {:4}  {:.2f}  floor {:.2f}\n", file, passed_[file], count, share, floor);
      EXPECT_GE(share + 1e-9, floor) << file << " fell below its floor in tests/cases/stance_floors.tsv";
      floors.erase(file);
    }
    for (const auto& [file, floor] : floors) EXPECT_FALSE(file.starts_with(folder)) << "stance_floors.tsv names " << file << ", which has no file";
  }

 private:
  std::map<std::string, int> cases_, passed_;
};

TEST_F(StanceCases, StatusOfAWord) {
  auto table = read_tables("tests/cases", "status", {"text", "word", "status"});
  ASSERT_TRUE(table.has_value()) << table.error().to_string();
  Tally tally;
  for (const TableRow& row : table->rows) {
    Analysis text = analyse(row.cells[0]);
    const auto& tokens = text.parse.tokens;
    auto at = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) { return text.document.slice(token.span) == row.cells[1]; });
    if (at == tokens.end()) {
      ADD_FAILURE() << row.where << ": no token " << row.cells[1];
      continue;
    }
    std::string why;
    EventStatus status = status_at(text, *lexicon_, static_cast<uint32_t>(at - tokens.begin()), &why);
    bool passes = name_of(status) == row.cells[2];
    if (!passes) std::cout << fmt::format("  {} expected {}: {} [{}]\n      {}\n", row.where, row.cells[2], row.cells[0], row.cells[1], why);
    tally.count(row.where, passes);
  }
  tally.hold("status/");
}

std::string show(const Analysis& text, const Claim& claim) {
  std::string holder = claim.holder.kind == HolderKind::Publisher ? "PUBLISHER" : claim.holder.span ? std::string(text.document.slice(*claim.holder.span)) : "UNNAMED";
  return fmt::format("{} | {} | {} | {} | {} | {}", holder, claim.cue ? claim.cue->kind : "-", claim.cue ? text.document.slice(claim.cue->span) : "-",
                     text.document.slice(claim.content), name_of(claim.certainty), name_of(claim.polarity));
}

bool fits(const Analysis& text, const Claim& claim, const TableRow& row) {
  const std::string& holder = row.cells[1];
  if (holder == "PUBLISHER" && claim.holder.kind != HolderKind::Publisher) return false;
  if (holder == "UNNAMED" && claim.holder.kind != HolderKind::Unnamed) return false;
  if (holder != "PUBLISHER" && holder != "UNNAMED") {
    if (!claim.holder.span || overlap(text.document.slice(*claim.holder.span), holder) == 0) return false;
  }
  if (!row.cells[2].empty() && claim.cue && claim.cue->kind != row.cells[2]) return false;
  if (!row.cells[3].empty() && (!claim.cue || overlap(text.document.slice(claim.cue->span), row.cells[3]) == 0)) return false;
  return overlap(text.document.slice(claim.content), row.cells[4]) >= kSameContent && name_of(claim.certainty) == row.cells[5] && name_of(claim.polarity) == row.cells[6];
}

TEST_F(StanceCases, ClaimsOfAText) {
  auto table = read_tables("tests/cases", "claims", {"text", "holder", "kind", "cue", "content", "certainty", "polarity"});
  ASSERT_TRUE(table.has_value()) << table.error().to_string();
  Tally tally;
  for (const TableRow& row : table->rows) {
    Analysis text = analyse(row.cells[0]);
    const auto& claims = text.coding.claims;
    bool none = row.cells[1].empty();
    bool passes = none ? claims.empty() : std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) { return fits(text, claim, row); });
    if (!passes) {
      std::cout << fmt::format("  {} {}\n      expected {} | {} | {} | {} | {} | {}\n", row.where, row.cells[0], row.cells[1], row.cells[2], row.cells[3], row.cells[4], row.cells[5], row.cells[6]);
      for (const Claim& claim : claims) std::cout << "      found    " << show(text, claim) << "\n";
    }
    tally.count(row.where, passes);
  }
  tally.hold("claims/");
}

}  // namespace
}  // namespace casus
