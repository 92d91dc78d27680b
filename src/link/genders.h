// SPDX-License-Identifier: Apache-2.0
// Words that tell the gender of a person: given names, whole names, titles, nouns.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

#include "casus/actor.h"
#include "casus/result.h"

namespace casus {

class GenderTables {
 public:
  // agents/genders.tsv of `data_folder` wins over given_names.tsv of `knowledge_folder`.
  static Result<GenderTables> load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder);

  // A folded title without its full stop ("mr").
  Gender of_title(std::string_view title) const { return find(titles_, title); }
  // The lemma of a head noun ("spokeswoman").
  Gender of_noun(std::string_view lemma) const { return find(nouns_, lemma); }
  // One folded given name.
  Gender of_given_name(std::string_view name) const { return find(names_, name); }
  // A whole folded name, given name first unless the table has it whole.
  Gender of_person(std::string_view name) const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Words = std::unordered_map<std::string, Gender, Hash, std::equal_to<>>;
  static Gender find(const Words& words, std::string_view word);

  Words titles_, nouns_, names_;
};

}  // namespace casus
