// SPDX-License-Identifier: Apache-2.0
#include "find/time_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "casus/time.h"
#include "find/time_grammar.h"

namespace casus {
namespace {

// MM-DD, YYYY-MM-DD, easter+N, orthodox+N, nth MM WEEKDAY N, hijri MM, hijri MM-DD; days that no calendar has do not count.
bool is_holiday(const std::string& day) {
  static const std::regex kMoving("(easter|orthodox)[+-][0-9]{1,3}|nth (0[1-9]|1[0-2]) [1-7] (-1|[1-5])|hijri (0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|30))?");
  if (std::regex_match(day, kMoving)) return true;
  return (day.size() == 5 && parse_iso_date("2000-" + day)) || (day.size() == 10 && parse_iso_date(day));
}

}  // namespace

void check_time_tables(TableChecker& checker) {
  for (const TableRow& row : checker.rows("times/words.tsv", {"class", "words", "value", "spelling"})) {
    checker.check_one_of(row, "spelling", row.cells[3], {"any", "capital", "abbreviation"});
  }
  std::map<std::string, std::string> numbers, holidays;
  for (const TableRow& row : checker.rows("times/numbers.tsv", {"word", "kind", "value"})) {
    const std::string& value = row.cells[2];
    checker.check_unique(row, row.cells[0], row.cells[0], numbers);
    checker.check_one_of(row, "kind", row.cells[1], {"cardinal", "scale", "ordinal", "decade"});
    bool digits = !value.empty() && value.size() <= 12 && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) checker.fault(row.where, fmt::format("value \"{}\"", value), "give a whole number");
  }
  for (const TableRow& row : checker.rows("times/holidays.tsv", {"words", "day", "source"})) {
    if (!is_holiday(row.cells[1])) {
      checker.fault(row.where, fmt::format("\"{}\" is no day of a holiday", row.cells[1]),
                    "write MM-DD, YYYY-MM-DD, easter+N, orthodox+N, nth MM WEEKDAY N, hijri MM-DD or hijri MM");
    }
    for (const std::string& words : split_cell(row.cells[0])) checker.check_unique(row, words, "\"" + words + "\"", holidays);
  }
  for (const TableRow& row : checker.rows("times/lists.tsv", {"list", "words"}, false)) {
    if (row.cells[1].empty()) checker.fault(row.where, fmt::format("list {} has no words", row.cells[0]), "give at least one");
  }
  TimeGrammar::check_patterns(checker);
}

}  // namespace casus
