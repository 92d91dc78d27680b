// SPDX-License-Identifier: Apache-2.0
// How words and names are written in ordinary text: what recasing.h looks up.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/mapped_file.h"
#include "casus/document.h"
#include "casus/result.h"

namespace casus {

// A run of letters and digits; apostrophes inside it and the points of abbreviations ("U.S.") belong to it.
struct CaseWord {
  Span span;
  std::string key;  // lower case, no diacritics, no points
};

// The words of `text` from byte `start` to `end`.
std::vector<CaseWord> case_words(std::string_view text, uint32_t start, uint32_t end);

enum class CaseKind { Function, Irregular, Month, MonthOrWord, MonthBefore, Weekday, Title, Role, ShortTitle, Particle, Acronym, UsBefore };

// A name of our tables or of the user's.
struct CasedName {
  std::string form;
  bool is_country = false;  // or one of its adjectives or people
};

// What the vocabulary of packages knows of a word or name.
struct WordCase {
  std::optional<int> lower;  // how often WordNet's corpora have it in lower case; nothing: never a word in lower case
  std::string_view name;     // the form with capitals; empty if there is none
  int named = 0;             // how often they have that
  bool is_given_name = false;
};

// Immutable after loading; shared by all threads.
class CaseTables {
 public:
  // Reads reading/case_words.tsv and the names and words of the tables of `data_folder` and `user_folders`, countries.tsv and
  // word_cases.tsv of `knowledge_folder`.
  static Result<CaseTables> load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder,
                                 const std::vector<std::filesystem::path>& user_folders = {});

  bool is(CaseKind kind, std::string_view key) const;
  // A name of our tables by its words' keys, joined by blanks; null if there is none.
  const CasedName* name(const std::string& key) const;
  // A word of a person's name; null if no person of our tables bears it.
  const std::string* person_word(const std::string& key) const;
  bool is_surname(const std::string& key) const { return surnames_.contains(key); }
  // A word that our frames, classes or agents have in lower case.
  bool is_own_word(const std::string& key) const { return own_words_.contains(key); }
  WordCase word(std::string_view key) const;

 private:
  Status load_kinds(const std::filesystem::path& data_folder);
  Status load_names(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder);
  Status load_actors(const std::filesystem::path& folder);
  Status load_own_words(const std::filesystem::path& data_folder);
  void add_name(const std::string& form, bool is_country);

  std::unordered_map<std::string, unsigned> kinds_;  // bit per CaseKind
  std::unordered_map<std::string, CasedName> names_;
  std::unordered_map<std::string, std::string> person_words_;
  std::unordered_set<std::string> surnames_, own_words_;
  MappedFile vocabulary_;
};

}  // namespace casus
