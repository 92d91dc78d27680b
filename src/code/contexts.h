// SPDX-License-Identifier: Apache-2.0
// What an event is about: PLOVER's contexts, by cue words of its sentence (data/contexts).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/analysis.h"
#include "casus/result.h"

namespace casus {

// Immutable after loading; shared by all threads.
class ContextCues {
 public:
  static Result<ContextCues> load(const std::filesystem::path& data_folder);
  // Adds the contexts that the sentence of each event names to those of its code.
  void add_contexts(const Parse& parse, std::vector<Event>& events) const;

 private:
  struct Cue {
    std::vector<std::string> rest;  // words behind the first
    std::string context;
  };
  struct StringHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<std::string_view> contexts_of(const Parse& parse, const Sentence& sentence) const;

  std::unordered_map<std::string, std::vector<Cue>, StringHash, std::equal_to<>> cues_;  // by first word
};

}  // namespace casus
