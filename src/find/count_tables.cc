// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "base/table.h"
#include "find/counts.h"

namespace casus {

Result<CountTables> CountTables::load(const std::filesystem::path& data_folder) {
  CountTables tables;
  static const StringMap<Role> kRoles = {{"object", Role::Object}, {"subject", Role::Subject}, {"of", Role::Of}, {"self", Role::Self}, {"toll", Role::Toll}};
  static const StringMap<CountKind> kKinds = {{"killed", CountKind::Killed},       {"wounded", CountKind::Wounded},
                                              {"arrested", CountKind::Arrested},   {"abducted", CountKind::Abducted},
                                              {"displaced", CountKind::Displaced}, {"participants", CountKind::Participants}};
  TRY_ASSIGN(Table deeds, read_table(data_folder, "counts/deeds.tsv", {"word", "category", "role", "kind", "source"}));
  for (const TableRow& row : deeds.rows) {
    auto role = kRoles.find(row.cells[2]);
    auto kind = kKinds.find(row.cells[3]);
    if (role == kRoles.end()) return Error{ErrorCode::Invalid, "unknown role; write object, subject, of, self or toll", row.where};
    if (kind == kKinds.end()) return Error{ErrorCode::Invalid, "unknown kind; write killed, wounded, arrested, abducted, displaced or participants", row.where};
    if (row.cells[1] != "verb" && row.cells[1] != "noun" && row.cells[1] != "adjective") return Error{ErrorCode::Invalid, "unknown category; write verb, noun or adjective", row.where};
    char category = row.cells[1].front();
    for (const std::string& word : split_cell(row.cells[0])) {
      // The head is the first word of a verb, the last of a noun.
      size_t blank = category == 'v' ? word.find(' ') : word.rfind(' ');
      std::string head = blank == std::string::npos ? word : category == 'v' ? word.substr(0, blank) : word.substr(blank + 1);
      std::string particle = blank == std::string::npos ? "" : category == 'v' ? word.substr(blank + 1) : word.substr(0, blank);
      tables.deeds_[head].push_back({category, particle, role->second, kind->second});
    }
  }
  static const StringMap<Bound> kBounds = {{"vague", Bound::Vague}, {"lower", Bound::Lower}, {"over", Bound::Over},
                                           {"upper", Bound::Upper}, {"about", Bound::About}, {"between", Bound::Between}};
  TRY_ASSIGN(Table quantities, read_table(data_folder, "counts/quantities.tsv", {"words", "kind", "min", "max", "source"}));
  for (const TableRow& row : quantities.rows) {
    auto bound = kBounds.find(row.cells[1]);
    if (bound == kBounds.end()) return Error{ErrorCode::Invalid, "unknown kind; write vague, lower, over, upper, about or between", row.where};
    Quantity quantity{bound->second, std::strtoll(row.cells[2].c_str(), nullptr, 10), std::strtoll(row.cells[3].c_str(), nullptr, 10)};
    if (quantity.min > quantity.max) return Error{ErrorCode::Invalid, "min is greater than max; exchange them", row.where};
    for (const std::string& words : split_cell(row.cells[0])) tables.quantities_[words] = quantity;
  }
  TRY_ASSIGN(Table numbers, read_table(data_folder, "times/numbers.tsv", {"word", "kind", "value"}));
  for (const TableRow& row : numbers.rows) {
    if (row.cells[1] != "cardinal" && row.cells[1] != "scale") continue;
    for (const std::string& word : split_cell(row.cells[0])) {
      tables.numbers_[word] = {static_cast<int64_t>(std::strtod(row.cells[2].c_str(), nullptr)), row.cells[1] == "scale"};
    }
  }
  tables.numbers_["dozen"] = {12, true};
  return tables;
}

const std::vector<CountTables::Deed>* CountTables::deeds(std::string_view lemma) const {
  auto found = deeds_.find(lemma);
  return found == deeds_.end() ? nullptr : &found->second;
}

const CountTables::Quantity* CountTables::quantity(std::string_view words) const {
  auto found = quantities_.find(words);
  return found == quantities_.end() ? nullptr : &found->second;
}

const CountTables::Number* CountTables::number(std::string_view word) const {
  auto found = numbers_.find(word);
  return found == numbers_.end() ? nullptr : &found->second;
}

}  // namespace casus
