// SPDX-License-Identifier: Apache-2.0
// The words of time expressions: tables data/times/{words,numbers,holidays}.tsv, and the shapes of numbers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/result.h"
#include "find/time_atoms.h"

namespace casus {

// A reading of the atoms from some start up to `end`, with the value it stands for.
struct TimeReading {
  size_t end = 0;
  std::string value;
};

class TimeWords {
 public:
  static Result<TimeWords> load(const std::filesystem::path& data_folder);

  bool has_class(const std::string& name) const { return classes_.contains(name); }
  // Appends the readings of class `name` (a class of the tables or a shape of numbers) at atom `at`.
  void read(const std::string& name, bool is_shape, const std::vector<TimeAtom>& atoms, size_t at,
            std::vector<TimeReading>& out) const;
  // Whether the class is a shape of numbers.
  bool is_shape(const std::string& name) const;
  // True if the atom can begin something that no literal word of a pattern begins: a class word or a number.
  bool can_begin(const TimeAtom& atom) const;

 private:
  enum class Spelling { Any, Capital, Abbreviation };
  struct Entry {
    std::string class_name;
    std::vector<std::string> words;
    std::string value;
    Spelling spelling = Spelling::Any;
  };
  struct NumberWord {
    std::string kind;
    long value = 0;
  };

  Status add_words(const std::filesystem::path& data_folder);
  Status add_numbers(const std::filesystem::path& data_folder);
  Status add_holidays(const std::filesystem::path& data_folder);
  void add_entry(std::string class_name, std::string_view phrase, std::string value, Spelling spelling);
  void look_up(const TimeAtom& atom) const;
  std::optional<TimeReading> read_entry(const Entry& entry, const std::vector<TimeAtom>& atoms, size_t at) const;
  // "three", "25", "two hundred and fifty", "2.5", "six and a half".
  std::optional<TimeReading> read_number(const std::vector<TimeAtom>& atoms, size_t at) const;
  std::optional<TimeReading> read_cardinal_words(const std::vector<TimeAtom>& atoms, size_t at) const;
  // "3rd", "third", "twenty-first": the number without padding.
  std::optional<TimeReading> read_ordinal(const std::vector<TimeAtom>& atoms, size_t at) const;
  std::optional<TimeReading> read_shape(const std::string& name, const std::vector<TimeAtom>& atoms, size_t at) const;
  const NumberWord* number_word(const std::vector<TimeAtom>& atoms, size_t at) const;

  std::unordered_map<std::string, std::vector<Entry>> entries_;  // by first word
  std::unordered_map<std::string, NumberWord> numbers_;
  std::unordered_map<std::string, bool> classes_;  // true: a shape of numbers
};

}  // namespace casus
