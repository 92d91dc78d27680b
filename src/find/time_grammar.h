// SPDX-License-Identifier: Apache-2.0
// The pattern language of data/times/patterns.tsv: named rules over atoms that read a value while they match.
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "casus/result.h"
#include "casus/time.h"
#include "find/time_lists.h"
#include "find/time_words.h"

namespace casus {

class TableChecker;

// What a rule found: the expressions in it (one, or one for each [ ] of the pattern), as half-open ranges of atoms.
struct TimeMatch {
  struct Extent {
    size_t start = 0, end = 0;
    std::string value;
  };
  size_t start = 0, end = 0;  // with the words around the expressions that the pattern asks for
  TimexType type = TimexType::Date;
  std::string condition;  // name of a check that the match has still to pass; empty if none
  std::vector<Extent> extents;
};

class TimeGrammar {
 public:
  static Result<TimeGrammar> load(const std::filesystem::path& data_folder);
  // Every fault of times/patterns.tsv; names of classes are looked up only if the word tables can be read.
  static void check_patterns(TableChecker& checker);

  // All matches of rules with a type that start at atom `at`, longest first, equals in the order of the table.
  std::vector<TimeMatch> matches_at(const std::vector<TimeAtom>& atoms, size_t at) const;
  const TimeLists& lists() const { return lists_; }

 private:
  struct Element {
    enum class Kind { Words, Capture, Open, Close };
    Kind kind = Kind::Words;
    std::vector<std::string> words;  // Words: any of them
    std::string symbol, capture;     // Capture: what to read, and the name it gets in the value
    size_t symbol_id = 0;            // Capture: number of the symbol
    bool is_class = false;           // Capture: a class of words.tsv or a shape of numbers
    bool is_shape = false;
    std::vector<size_t> named;       // Capture: the rules of that name that stand only inside others
    std::vector<std::string> first_words;  // Capture: literal words that one of `named` can begin with
    bool optional = false;           // "?"
    bool glued = false;              // "~": no blank before it
  };
  struct Rule {
    std::string name;
    std::optional<TimexType> type;  // nothing: only used inside other rules
    std::vector<Element> elements;
    std::vector<std::string> values;
    std::string condition;
  };
  using Captures = std::vector<std::pair<const std::string*, std::string>>;
  // What has been read at an atom: many rules ask for the same symbol there.
  struct Memo {
    struct Entry {
      size_t symbol, at;
      std::vector<TimeReading> readings;
    };
    std::deque<Entry> entries;  // stable while more are added
  };
  struct State {
    Memo* memo;
    Captures captures;
    std::vector<std::pair<size_t, size_t>> extents;
  };

  Status add_patterns(const std::filesystem::path& data_folder);
  Result<Rule> read_rule(const std::vector<std::string>& cells, const std::string& where) const;
  Status check(const Rule& rule, const std::string& where) const;
  void index();
  // What may stand first in the rule: literal words, and symbols of the word tables.
  void add_first(size_t rule, const Rule& at, std::vector<std::string>& seen);

  void collect_first_words(const Rule& at, std::vector<std::string>& words, std::vector<std::string>& seen) const;

  template <typename Accept>
  void match(const Rule& rule, size_t element, const std::vector<TimeAtom>& atoms, size_t at, State& state,
             const Accept& accept) const;
  const std::vector<TimeReading>& read(const Element& element, const std::vector<TimeAtom>& atoms, size_t at, Memo& memo) const;

  TimeWords words_;
  TimeLists lists_;
  std::vector<Rule> rules_;
  std::unordered_map<std::string, std::vector<size_t>> by_name_;
  std::unordered_map<std::string, std::vector<size_t>> by_first_word_;
  struct FirstSymbol {
    std::string symbol;
    bool is_shape = false;
    std::vector<size_t> rules;
  };
  std::vector<FirstSymbol> by_first_symbol_;
};

// Fills the {fields} of `pattern` from `captures` and puts durations and clock times into TIMEX3's form: "P2DE" ->
// "P20Y", "P3TH" -> "PT3H", "T05:34pm" -> "T17:34".
std::string fill_time_value(const std::string& pattern,
                            const std::vector<std::pair<const std::string*, std::string>>& captures);

}  // namespace casus
