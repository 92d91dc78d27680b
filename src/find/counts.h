// SPDX-License-Identifier: Apache-2.0
// Stage 3: how many people were killed, wounded, arrested, abducted, displaced, or took part. Words: data/counts, data/times/numbers.tsv.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/document.h"
#include "casus/event.h"
#include "casus/parse.h"
#include "casus/result.h"

namespace casus {

// Immutable after loading; shared by all threads.
class CountTables {
 public:
  static Result<CountTables> load(const std::filesystem::path& data_folder);

  enum class Role { Object, Subject, Of, Self, Toll };
  struct Deed {
    char category = 'v';  // verb, noun, adjective
    std::string particle; // behind a verb ("round up"), before a noun ("death toll")
    Role role = Role::Object;
    CountKind kind = CountKind::Killed;
  };
  enum class Bound { Vague, Lower, Over, Upper, About, Between };
  struct Quantity {
    Bound bound = Bound::Vague;
    int64_t min = 0, max = 0;
  };
  struct Number {
    int64_t value = 0;
    bool is_scale = false;  // hundred, thousand
  };

  const std::vector<Deed>* deeds(std::string_view lemma) const;
  const Quantity* quantity(std::string_view words) const;
  const Number* number(std::string_view word) const;

 private:
  struct StringHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  template <typename Value>
  using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

  StringMap<std::vector<Deed>> deeds_;
  StringMap<Quantity> quantities_;
  StringMap<Number> numbers_;
};

// In text order; min and max are equal where the text gives one figure, or only a lower bound.
std::vector<Count> find_counts(const Document& document, const Parse& parse, const CountTables& tables);

}  // namespace casus
