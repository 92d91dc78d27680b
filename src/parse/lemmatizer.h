// SPDX-License-Identifier: Apache-2.0
// spaCy's English lemmatizer in its mode "rule".
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "casus/result.h"
#include "parse/message_pack.h"

namespace casus {

// Immutable once loaded.
class Lemmatizer {
 public:
  // Reads the file "lemmatizer/lookups/lookups.bin" of a model. Errors: Corrupt.
  static Result<Lemmatizer> load(std::string bytes);

  // `lower` is the text in lower case, `pos` a universal part of speech ("VERB"), `morph` as in Token.
  std::string lemmatize(std::string_view text, std::string_view lower, std::string_view pos,
                        std::string_view morph) const;

 private:
  struct Rule {
    std::string_view suffix, replacement;
  };
  // What is known of one part of speech.
  struct Table {
    std::vector<Rule> rules;
    std::unordered_map<std::string_view, std::vector<std::string_view>> exceptions;
    std::unordered_set<std::string_view> words;  // lemmas of a dictionary
  };

  explicit Lemmatizer(std::unique_ptr<std::string> bytes) : bytes_(std::move(bytes)) {}
  static std::string apply(const Table& table, std::string_view text, std::string_view lower);

  std::unique_ptr<std::string> bytes_;  // what the tables point into
  std::map<std::string, Table, std::less<>> tables_;  // by part of speech
};

}  // namespace casus
