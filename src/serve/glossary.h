// SPDX-License-Identifier: Apache-2.0
// What the codes mean: PLOVER's types and modes, CAMEO's codes, sectors, countries and the words of the pages, from data/ontology and data/glossary.tsv.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "casus/result.h"

namespace casus::serve {

// What follows from a type and mode.
struct KindScale {
  double intensity = 0;
  int quad = 0;  // 1 to 4
};

// Immutable once loaded.
class Glossary {
 public:
  static Result<Glossary> load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder);

  // The body of GET /glossary.
  const std::string& text() const { return text_; }
  // Nothing if the type has no such mode; an empty mode is each type's.
  std::optional<KindScale> scale_of(const std::string& type, const std::string& mode) const;
  // The modes of a type, for messages.
  std::string modes_of(const std::string& type) const;
  bool is_country(const std::string& code) const { return countries_.contains(code); }
  // Whether a text names a side by codes: a country, sectors or both ("PER", "PER:MIL", "REB"), or "?" for somebody unknown.
  bool is_side(std::string_view text) const;

 private:
  std::map<std::string, std::map<std::string, KindScale>> types_;
  std::set<std::string, std::less<>> countries_;
  std::string text_;
};

}  // namespace casus::serve
