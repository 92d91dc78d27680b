// SPDX-License-Identifier: Apache-2.0
#include "question/question_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/table.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

const std::set<std::string, std::less<>> kWordKinds = {"future",   "ahead",  "present", "past",     "open",         "chance",  "opinion",    "condition",  "negation", "alternative", "between",
                                                       "target",   "agent",  "location", "together", "undergo",      "particle", "deadline", "backward", "circumstance", "counted", "determiner"};
// Of one word list: which row is told by the kind of words, not by the row.
constexpr size_t kNoRow = 0;
// Letters between the halves of a verb that takes its particle behind its object.
constexpr size_t kMostApart = 4;

Status load_words(const fs::path& data, QuestionTables& tables) {
  TRY_ASSIGN(Table table, read_table(data, "questions/words.tsv", {"kind", "words"}));
  for (const TableRow& row : table.rows) {
    if (!kWordKinds.contains(row.cells[0])) return Error{ErrorCode::Invalid, fmt::format("unknown kind \"{}\"; the head of the table names them", row.cells[0]), row.where};
    for (const std::string& words : split_cell(row.cells[1])) tables.words[row.cells[0]].add(words, kNoRow);
  }
  for (const std::string& kind : kWordKinds) {
    if (!tables.words.contains(kind)) return Error{ErrorCode::Invalid, fmt::format("has no row of kind {}", kind), "questions/words.tsv"};
  }
  return ok();
}

Status load_changes(const fs::path& data, QuestionTables& tables) {
  static const std::map<std::string, ChangeDirection, std::less<>> kDirections = {{"rise", ChangeDirection::Rise},   {"surge", ChangeDirection::Surge}, {"fall", ChangeDirection::Fall},
                                                                                  {"begin", ChangeDirection::Begin}, {"end", ChangeDirection::End},     {"stay", ChangeDirection::Stay}};
  TRY_ASSIGN(Table table, read_table(data, "questions/changes.tsv", {"words", "direction", "speaks_of", "place"}));
  for (const TableRow& row : table.rows) {
    auto direction = kDirections.find(row.cells[1]);
    if (direction == kDirections.end()) return Error{ErrorCode::Invalid, "unknown direction; write rise, surge, fall, begin, end or stay", row.where};
    if (!row.cells[2].empty() && row.cells[2] != "conflict") return Error{ErrorCode::Invalid, "speaks_of is conflict or -", row.where};
    if (!row.cells[3].empty() && row.cells[3] != "next_to_kind") return Error{ErrorCode::Invalid, "place is next_to_kind or -", row.where};
    for (const std::string& words : split_cell(row.cells[0])) tables.change_phrases.add(words, tables.changes.size());
    tables.changes.push_back({direction->second, row.cells[2] == "conflict", !row.cells[3].empty()});
  }
  return ok();
}

Status load_kinds(const fs::path& data, QuestionTables& tables) {
  static const std::map<std::string, KindRow::Extent, std::less<>> kExtents = {{"inside", KindRow::Extent::Inside}, {"involving", KindRow::Extent::Involving}, {"deed", KindRow::Extent::Deed}};
  TRY_ASSIGN(Table table, read_table(data, "questions/kinds.tsv", {"words", "kind", "extent", "mutual"}));
  for (const TableRow& row : table.rows) {
    if (row.cells[1].empty()) return Error{ErrorCode::Invalid, "has no kind; write conflict, or what it is", row.where};
    auto extent = kExtents.find(row.cells[2]);
    if (extent == kExtents.end()) return Error{ErrorCode::Invalid, "extent is inside, involving or deed", row.where};
    if (!row.cells[3].empty() && row.cells[3] != "yes") return Error{ErrorCode::Invalid, "mutual is yes or -", row.where};
    for (const std::string& words : split_cell(row.cells[0])) tables.kind_phrases.add(words, tables.kinds.size());
    tables.kinds.push_back({row.cells[1], extent->second, row.cells[3] == "yes"});
  }
  return ok();
}

Status load_horizons(const fs::path& data, QuestionTables& tables) {
  TRY_ASSIGN(Table table, read_table(data, "questions/horizons.tsv", {"words", "days"}));
  for (const TableRow& row : table.rows) {
    int days = 0;
    const std::string& cell = row.cells[1];
    auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), days);
    if (error != std::errc() || end != cell.data() + cell.size() || days < 1) return Error{ErrorCode::Invalid, "days is no number from 1 on", row.where};
    for (const std::string& words : split_cell(row.cells[0])) tables.horizon_phrases.add(words, tables.horizons.size());
    tables.horizons.push_back(days);
  }
  return ok();
}

Status load_places(const fs::path& data, const fs::path& knowledge, QuestionTables& tables) {
  TRY_ASSIGN(Table countries, read_table(knowledge, "countries.tsv", {"iso3", "iso2", "name", "names", "adjectives", "capitals", "latitude", "longitude", "geonameid"}));
  for (const TableRow& row : countries.rows) tables.countries.emplace(row.cells[0], row.cells[2]);
  TRY_ASSIGN(Table regions, read_table(data, "places/regions.tsv", {"name", "members", "source"}));
  for (const TableRow& row : regions.rows) {
    std::vector<std::string> members = split_cell(row.cells[1]);
    for (const std::string& code : members) {
      if (!tables.countries.contains(code)) return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no code of a state", code), row.where};
    }
    if (members.size() < 2) return Error{ErrorCode::Invalid, "a region has two members or more", row.where};
    if (!tables.regions.emplace(row.cells[0], std::move(members)).second) return Error{ErrorCode::Invalid, fmt::format("{} stands twice", row.cells[0]), row.where};
  }
  return ok();
}

}  // namespace

void PhraseList::add(std::string_view phrase, size_t row) {
  std::vector<std::string> words = split_cell(phrase, ' ');
  if (words.empty()) return;
  std::string first = words.front();
  by_first_[first].push_back({std::move(words), row});
}

PhraseList::Match PhraseList::match(const QuestionWords& words, size_t at) const {
  Match best{at, at, 0};
  size_t best_written = 0;  // words of the best as they are written: "weeks ahead" before "week ahead"
  for (const std::string* first : {&words.written[at], &words.lemmas[at]}) {
    auto found = by_first_.find(*first);
    if (found == by_first_.end()) continue;
    for (const Phrase& phrase : found->second) {
      if (at + phrase.words.size() > words.size()) continue;
      size_t written = 0;
      bool fits = true;
      for (size_t i = 0; i < phrase.words.size() && fits; ++i) {
        bool is_written = phrase.words[i] == words.written[at + i];
        written += is_written;
        fits = is_written || phrase.words[i] == words.lemmas[at + i];
      }
      size_t end = at + phrase.words.size();
      if (!fits || end < best.end || (end == best.end && written <= best_written)) continue;
      best = {at, end, phrase.row};
      best_written = written;
    }
  }
  return best;
}

std::vector<PhraseList::Match> PhraseList::all(const QuestionWords& words) const {
  std::vector<Match> matches;
  for (size_t at = 0; at < words.size();) {
    Match found = match(words, at);
    if (found.end > at) matches.push_back(found);
    at = std::max(found.end, at + 1);
  }
  return matches;
}

PhraseList::Match PhraseList::apart(const QuestionWords& words, size_t at, const PhraseList& particles) const {
  for (const std::string* first : {&words.written[at], &words.lemmas[at]}) {
    auto found = by_first_.find(*first);
    if (found == by_first_.end()) continue;
    for (const Phrase& phrase : found->second) {
      if (phrase.words.size() != 2) continue;
      for (size_t k = at + 2; k < words.size() && k <= at + 1 + kMostApart; ++k) {
        if (words.written[k] == phrase.words[1] && particles.match(words, k).end > k) return {at, at + 1, phrase.row};
      }
    }
  }
  return {at, at, 0};
}

bool QuestionTables::is(std::string_view kind, const QuestionWords& text, size_t at) const { return at < text.size() && match(kind, text, at).end > at; }

PhraseList::Match QuestionTables::match(std::string_view kind, const QuestionWords& text, size_t at) const { return words.find(kind)->second.match(text, at); }

std::string QuestionTables::country_name(const std::string& code) const {
  auto found = countries.find(code);
  return found == countries.end() ? code : found->second;
}

Result<QuestionTables> QuestionTables::load(const fs::path& data, const fs::path& knowledge) {
  QuestionTables tables;
  TRY(load_words(data, tables));
  TRY(load_changes(data, tables));
  TRY(load_kinds(data, tables));
  TRY(load_horizons(data, tables));
  TRY(load_places(data, knowledge, tables));
  return tables;
}

}  // namespace casus
