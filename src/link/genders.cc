// SPDX-License-Identifier: Apache-2.0
#include "link/genders.h"

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

std::string key_of(std::string_view name) {
  std::string key = fold_name(name);
  for (char& c : key) c = c == '-' ? ' ' : c;
  return key;
}

}  // namespace

Result<GenderTables> GenderTables::load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder) {
  GenderTables tables;
  TRY_ASSIGN(Table own, read_table(data_folder, "agents/genders.tsv", {"words", "kind", "gender", "source"}));
  for (const TableRow& row : own.rows) {
    if (row.cells[2] != "female" && row.cells[2] != "male") return Error{ErrorCode::Invalid, "gender must be female or male", row.where};
    const bool title = row.cells[1] == "title", noun = row.cells[1] == "noun";
    if (!title && !noun && row.cells[1] != "name") return Error{ErrorCode::Invalid, "kind must be title, noun or name", row.where};
    Words& words = title ? tables.titles_ : noun ? tables.nouns_ : tables.names_;
    for (const std::string& word : split_cell(row.cells[0])) words.emplace(key_of(word), row.cells[2] == "female" ? Gender::Female : Gender::Male);
  }
  TRY_ASSIGN(Table names, read_table(knowledge_folder, "given_names.tsv", {"name", "gender"}));
  for (const TableRow& row : names.rows) tables.names_.emplace(row.cells[0], row.cells[1] == "female" ? Gender::Female : Gender::Male);
  return tables;
}

Gender GenderTables::find(const Words& words, std::string_view word) {
  auto found = words.find(word);
  return found == words.end() ? Gender::Unknown : found->second;
}

Gender GenderTables::of_person(std::string_view name) const {
  std::string key = key_of(name);
  if (Gender whole = of_given_name(key); whole != Gender::Unknown) return whole;
  size_t blank = key.find(' ');
  return blank == std::string::npos ? Gender::Unknown : of_given_name(std::string_view(key).substr(0, blank));
}

}  // namespace casus
