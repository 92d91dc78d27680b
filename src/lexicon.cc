// SPDX-License-Identifier: Apache-2.0
// Joins the checks and counts of all tables, whichever stage reads them.
#include "casus/lexicon.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/table_check.h"
#include "code/confidence.h"
#include "code/frame_check.h"
#include "code/frames.h"
#include "code/word_check.h"
#include "find/counts.h"
#include "find/time_check.h"
#include "find/time_grammar.h"
#include "link/actor_tables.h"
#include "link/place_tables.h"
#include "link/table_check.h"
#include "question/question_tables.h"
#include "read/case_words.h"
#include "read/reading_tables.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

// Codes that the engine knows as countries; with none, a fault says why.
std::set<std::string> country_codes(const fs::path& knowledge, TableChecker& checker) {
  std::set<std::string> codes = {"ATA", "HKG"};
  auto table = read_table(knowledge, "countries.tsv", {"iso3", "iso2", "name", "names", "adjectives", "capitals", "latitude", "longitude", "geonameid"});
  if (!table) {
    checker.fault(table.error().where, "the table of countries: " + table.error().message, "run script/setup, so that country codes can be checked");
    return {};
  }
  for (const TableRow& row : table->rows) codes.insert(row.cells[0]);
  return codes;
}

template <typename Loaded>
void note(TableChecker& checker, const Result<Loaded>& loaded) {
  if (!loaded) checker.loader_error(loaded.error());
}

// Cells of a column as items to be counted.
struct Columns {
  size_t terms = 0;
  std::vector<std::pair<std::string, size_t>> groups;  // "kind", column
};

Columns columns_of(const std::string& file, const std::vector<std::string>& header) {
  Columns columns;
  auto at = [&](const char* name) { return static_cast<size_t>(std::find(header.begin(), header.end(), name) - header.begin()); };
  for (const char* name : {"names", "words", "trigger", "phrase", "word", "verb", "abbreviations"}) {
    if (at(name) < header.size()) {
      columns.terms = at(name);
      break;
    }
  }
  if (file.starts_with("frames/") && at("type") < header.size()) columns.groups = {{"type", at("type")}, {"mode", at("mode")}, {"category", at("category")}};
  else if (at("kind") < header.size()) columns.groups = {{"kind", at("kind")}};
  return columns;
}

class Counter {
 public:
  explicit Counter(bool has_source) : has_source_(has_source) {}
  void add(const std::string& table, const std::string& group, size_t terms, bool is_unverified) {
    TableCount& count = counts_[{table, group}];
    count.table = table;
    count.group = group;
    ++count.rows;
    count.terms += terms;
    if (has_source_) count.unverified = count.unverified.value_or(0) + is_unverified;
  }
  void append_to(std::vector<TableCount>& all) const {
    for (const auto& [key, count] : counts_) all.push_back(count);
  }

 private:
  bool has_source_;
  std::map<std::pair<std::string, std::string>, TableCount> counts_;
};

void count_table(const std::string& file, const std::vector<TableRow>& rows, const std::vector<std::string>& header, Counter& counter) {
  Columns columns = columns_of(file, header);
  auto source = static_cast<size_t>(std::find(header.begin(), header.end(), "source") - header.begin());
  std::string folder = file.substr(0, file.find('/'));
  for (const TableRow& row : rows) {
    size_t terms = split_cell(row.cells[columns.terms]).size();
    bool is_unverified = source < row.cells.size() && row.cells[source].find("unverified") != std::string::npos;
    counter.add(file, "", terms, is_unverified);
    for (const auto& [name, column] : columns.groups) {
      std::string value = row.cells[column];
      if (value.empty()) continue;
      if (name == "mode") value = row.cells[column - 1] + "/" + value;
      counter.add(folder, name + " " + value, terms, is_unverified);
    }
  }
}

}  // namespace

std::vector<Fault> check_tables(const fs::path& data, const fs::path& knowledge) {
  TableChecker checker(data);
  checker.set_countries(country_codes(knowledge, checker));
  check_frame_tables(checker);
  check_actor_tables(checker);
  check_time_tables(checker);
  check_word_tables(checker);
  // What no checker knows in detail has at least the right form.
  for (const std::string& file : checker.unseen_files()) checker.rows(file, {}, false);
  // The loaders have the last word: what they refuse is a fault in any case.
  note(checker, ReadingTables::load(data));
  note(checker, CaseTables::load(data, knowledge));
  note(checker, TimeGrammar::load(data));
  note(checker, ActorTables::load(data, knowledge));
  note(checker, PlaceTables::load(data, knowledge, {}));
  note(checker, FrameLexicon::load(data, {}, knowledge));
  note(checker, CountTables::load(data));
  note(checker, ConfidenceModel::load(data));
  note(checker, QuestionTables::load(data, knowledge));
  return checker.take_faults();
}

std::vector<Fault> check_user_tables(const fs::path& folder, const fs::path& data, const fs::path& knowledge) {
  TableChecker ours(data), user(folder);
  user.set_countries(country_codes(knowledge, user));
  check_user_frames(ours, user);
  check_user_actors(user);
  // A name that the engine would not look for is a slip of the pen.
  for (const std::string& file : user.unseen_files()) {
    user.fault(file, "is no table that a user's folder may have", "name it frames/*.tsv, classes/*.tsv, actors/*.tsv or agents/agents.tsv, modifiers.tsv, heads.tsv");
  }
  return user.take_faults();
}

Result<std::vector<TableCount>> count_tables(const fs::path& data, const fs::path& knowledge) {
  std::vector<std::string> files = TableChecker(data).unseen_files();
  if (files.empty()) return Error{ErrorCode::NotFound, "holds no tables; is it the data folder?", data.string()};
  std::vector<TableCount> counts;
  Counter sourced(true), unsourced(false);
  for (const std::string& file : files) {
    TRY_ASSIGN(std::vector<std::string> header, read_header(data, file));
    TRY_ASSIGN(Table table, read_table(data, file, header));
    bool has_source = std::find(header.begin(), header.end(), "source") != header.end();
    count_table(file, table.rows, header, has_source ? sourced : unsourced);
  }
  if (!knowledge.empty()) {
    TRY_ASSIGN(std::vector<std::string> header, read_header(knowledge, "frames_wordnet.tsv"));
    TRY_ASSIGN(Table table, read_table(knowledge, "frames_wordnet.tsv", header));
    count_table("frames_wordnet.tsv", table.rows, header, unsourced);
  }
  sourced.append_to(counts);
  unsourced.append_to(counts);
  std::stable_sort(counts.begin(), counts.end(), [](const TableCount& a, const TableCount& b) { return std::tie(a.table, a.group) < std::tie(b.table, b.group); });
  return counts;
}

}  // namespace casus
