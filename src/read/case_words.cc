// SPDX-License-Identifier: Apache-2.0
#include "read/case_words.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHeader = "key\tlower\tname\tnamed\tgiven\n";

bool is_word_letter(std::string_view text, size_t at, size_t& behind) {
  behind = at;
  if (static_cast<unsigned char>(text[at]) < 0x80) {
    ++behind;
    return is_digit(text[at]) || (text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z');
  }
  auto c = static_cast<UChar32>(next_code_point(text, behind));
  return u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK;
}

// An apostrophe at `at`: its length in bytes, else 0.
size_t apostrophe(std::string_view text, size_t at) {
  if (text[at] == '\'') return 1;
  return text.substr(at).starts_with("’") ? 3 : 0;
}

std::string key_of(std::string_view word) {
  std::string key = fold_name(word);
  std::erase(key, '.');
  return key;
}

// What stands behind the apostrophe of a possessive or of a shortened verb.
bool is_clitic(std::string_view text, size_t at, size_t end) {
  size_t stop = at, behind = at;
  while (stop < end && is_word_letter(text, stop, behind)) stop = behind;
  const std::string tail = to_lower(text.substr(at, stop - at));
  return tail == "s" || tail == "re" || tail == "ve" || tail == "ll" || tail == "d" || tail == "m";
}

// Behind the word that begins at `at`: "don't", "U.S.", "O'Brien", but of "Russia's" the name.
size_t end_of_word(std::string_view text, size_t at, size_t end) {
  size_t behind = at, letters = 0;
  while (at < end && is_word_letter(text, at, behind)) {
    at = behind;
    ++letters;
    if (at >= end) break;
    size_t mark = apostrophe(text, at), next = 0;
    bool is_abbreviated = letters == 1 && text[at] == '.';
    if (mark && at + mark < end && is_word_letter(text, at + mark, next) && !is_clitic(text, at + mark, end)) {
      at += mark;
    } else if (is_abbreviated && at + 1 < end && is_word_letter(text, at + 1, next) && (next >= end || text[next] == '.')) {
      ++at;
      letters = 0;
    } else if (is_abbreviated && at >= 3 && text[at - 2] == '.') {
      return at + 1;  // the last point of "U.S."
    }
  }
  return at;
}

}  // namespace

std::vector<CaseWord> case_words(std::string_view text, uint32_t start, uint32_t end) {
  std::vector<CaseWord> words;
  for (size_t at = start; at < end;) {
    size_t behind = at;
    if (!is_word_letter(text, at, behind)) {
      at = behind;
      continue;
    }
    size_t stop = end_of_word(text, at, end);
    words.push_back({{static_cast<uint32_t>(at), static_cast<uint32_t>(stop)}, key_of(text.substr(at, stop - at))});
    at = stop;
  }
  return words;
}

Result<CaseTables> CaseTables::load(const fs::path& data_folder, const fs::path& knowledge_folder, const std::vector<fs::path>& user_folders) {
  CaseTables tables;
  TRY(tables.load_kinds(data_folder));
  TRY(tables.load_names(data_folder, knowledge_folder));
  TRY(tables.load_actors(data_folder));
  for (const fs::path& folder : user_folders) {
    if (fs::exists(folder / "actors")) TRY(tables.load_actors(folder));
  }
  TRY(tables.load_own_words(data_folder));
  const fs::path vocabulary = knowledge_folder / "word_cases.tsv";
  auto mapped = MappedFile::open(vocabulary);
  if (!mapped) return Error{mapped.error().code, mapped.error().message + "; run script/setup, which makes it", mapped.error().where};
  tables.vocabulary_ = std::move(*mapped);
  if (!tables.vocabulary_.bytes().starts_with(kHeader) || !tables.vocabulary_.bytes().ends_with('\n')) {
    return Error{ErrorCode::Corrupt, "is not whole; delete it and run script/setup", vocabulary.string()};
  }
  return tables;
}

Status CaseTables::load_kinds(const fs::path& data_folder) {
  static const std::unordered_map<std::string, CaseKind> kKinds = {
      {"function", CaseKind::Function},   {"irregular", CaseKind::Irregular},     {"month", CaseKind::Month},       {"month_or_word", CaseKind::MonthOrWord},
      {"month_before", CaseKind::MonthBefore}, {"weekday", CaseKind::Weekday},    {"title", CaseKind::Title},       {"role", CaseKind::Role}, {"short_title", CaseKind::ShortTitle},
      {"particle", CaseKind::Particle},   {"acronym", CaseKind::Acronym},         {"us_before", CaseKind::UsBefore}};
  TRY_ASSIGN(Table table, read_table(data_folder, "reading/case_words.tsv", {"kind", "words"}));
  for (const TableRow& row : table.rows) {
    auto kind = kKinds.find(row.cells[0]);
    if (kind == kKinds.end()) {
      return Error{ErrorCode::Invalid, fmt::format("kind \"{}\" is unknown; the head of the table names the kinds", row.cells[0]), row.where};
    }
    for (const std::string& word : split_cell(row.cells[1])) kinds_[word] |= 1u << static_cast<unsigned>(kind->second);
  }
  return ok();
}

void CaseTables::add_name(const std::string& form, bool is_country) {
  std::string key;
  for (const CaseWord& word : case_words(form, 0, static_cast<uint32_t>(form.size()))) key += (key.empty() ? "" : " ") + word.key;
  if (key.empty() || form == to_lower(form)) return;  // "world body": no name
  names_.try_emplace(key, CasedName{form, is_country});
}

Status CaseTables::load_names(const fs::path& data_folder, const fs::path& knowledge_folder) {
  TRY_ASSIGN(Table countries, read_table(knowledge_folder, "countries.tsv",
                                         {"iso3", "iso2", "name", "names", "adjectives", "capitals", "latitude", "longitude", "geonameid"}));
  for (const TableRow& row : countries.rows) {
    for (size_t column : {3, 4, 5}) {
      for (const std::string& name : split_cell(row.cells[column])) add_name(name, column != 5);
    }
  }
  TRY_ASSIGN(Table features, read_table(data_folder, "places/features.tsv",
                                        {"name", "names", "adjectives", "country", "latitude", "longitude", "grain", "geonameid", "source"}));
  TRY_ASSIGN(Table disputed, read_table(data_folder, "places/disputed.tsv", {"name", "names", "adjectives", "country", "geonameid", "source"}));
  for (const Table* table : {&features, &disputed}) {
    for (const TableRow& row : table->rows) {
      for (size_t column : {0, 1, 2}) {
        for (const std::string& name : split_cell(row.cells[column])) add_name(name, false);
      }
    }
  }
  return ok();
}

Status CaseTables::load_actors(const fs::path& folder) {
  TRY_ASSIGN(Table actors, read_tables(folder, "actors", {"id", "names", "kind", "country", "sectors", "from", "to", "role", "source"}));
  names_.reserve(names_.size() + 3 * actors.rows.size());
  std::string_view before;  // a person's further offices repeat the names
  for (const TableRow& row : actors.rows) {
    if (row.cells[1] == before) continue;
    before = row.cells[1];
    for (const std::string& name : split_cell(row.cells[1])) {
      add_name(name, false);
      if (row.cells[2] != "person") continue;
      std::vector<CaseWord> words = case_words(name, 0, static_cast<uint32_t>(name.size()));
      for (const CaseWord& word : words) person_words_.try_emplace(word.key, name.substr(word.span.start, word.span.length()));
      if (words.size() > 1) surnames_.insert(words.back().key);
    }
  }
  return ok();
}

Status CaseTables::load_own_words(const fs::path& data_folder) {
  for (const char* folder : {"frames", "classes", "agents"}) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(data_folder / folder)) files.push_back(entry.path().filename());
    for (const fs::path& file : files) {
      if (file == "genders.tsv" || file.extension() != ".tsv") continue;  // holds given names
      const std::string path = (fs::path(folder) / file).string();
      TRY_ASSIGN(std::vector<std::string> header, read_header(data_folder, path));
      TRY_ASSIGN(Table table, read_table(data_folder, path, header));
      const size_t column = folder == std::string_view("classes") ? 1 : 0;
      for (const TableRow& row : table.rows) {
        for (const std::string& phrase : split_cell(row.cells[column])) {
          for (std::string& word : split_cell(phrase, ' ')) own_words_.insert(std::move(word));
        }
      }
    }
  }
  return ok();
}

bool CaseTables::is(CaseKind kind, std::string_view key) const {
  auto found = kinds_.find(std::string(key));
  return found != kinds_.end() && (found->second >> static_cast<unsigned>(kind) & 1u);
}

const CasedName* CaseTables::name(const std::string& key) const {
  auto found = names_.find(key);
  return found == names_.end() ? nullptr : &found->second;
}

const std::string* CaseTables::person_word(const std::string& key) const {
  auto found = person_words_.find(key);
  return found == person_words_.end() ? nullptr : &found->second;
}

// The lines are sorted by their first cell.
WordCase CaseTables::word(std::string_view key) const {
  const std::string_view all = vocabulary_.bytes();
  size_t low = std::string_view(kHeader).size(), high = all.size();
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    size_t start = all.rfind('\n', middle == 0 ? 0 : middle - 1) + 1;
    size_t end = all.find('\n', start);
    std::string_view line = all.substr(start, end - start), found = line.substr(0, line.find('\t'));
    if (found < key) {
      low = end + 1;
    } else if (key < found) {
      high = start;
    } else {
      std::vector<std::string_view> cells;
      for (size_t at = 0; at <= line.size();) {
        size_t tab = std::min(line.find('\t', at), line.size());
        cells.push_back(line.substr(at, tab - at));
        at = tab + 1;
      }
      if (cells.size() != 5) return {};
      auto number = [](std::string_view cell) {
        int value = 0;
        std::from_chars(cell.data(), cell.data() + cell.size(), value);
        return value;
      };
      return {cells[1].empty() ? std::nullopt : std::optional<int>(number(cells[1])), cells[2], number(cells[3]), cells[4] == "1"};
    }
  }
  return {};
}

}  // namespace casus
