// SPDX-License-Identifier: Apache-2.0
// PLOVER and CAMEO as tables (data/ontology): scores, contexts, quad classes, and what a code becomes when the deed is promised, refused or ended.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/actor.h"
#include "casus/result.h"

namespace casus {

// Type and mode with their conflict/cooperation score and usual CAMEO code.
struct TypeEntry {
  double score = 0;
  std::string cameo;
};

struct CodeEntry {
  std::string type, mode;
  std::vector<std::string> contexts;
};

// What stands around a deed: it is agreed to, demanded, refused, threatened with, or brought to an end.
enum class Embedding { Agree, Request, Reject, Threaten, End };

// A code with the type and mode that go with it.
struct Coded {
  std::string type, mode, cameo;
};

// Immutable after loading; shared by all threads.
class Ontology {
 public:
  static Result<Ontology> load(const std::filesystem::path& data_folder);

  // Score of a mode, or of the type alone where the mode has none.
  TypeEntry type_entry(const std::string& type, const std::string& mode) const;
  // Type and mode of a CAMEO code; nothing if it is none.
  std::optional<Coded> coded(const std::string& cameo) const;
  std::vector<std::string> contexts_of(const std::string& cameo) const;
  // 1 to 4, by the CAMEO root.
  static int quad_of(std::string_view cameo);
  // The code of a deed under such a word; nothing if the tables have none.
  std::optional<Coded> embedded(std::string_view cameo, Embedding embedding) const;
  // The code that a deed has when an actor of this kind does it (by_actor.tsv).
  std::string by_actor(const std::string& cameo, const Actor& actor) const;

 private:
  struct ByActor {
    std::vector<std::string> sectors;
    std::string becomes;
  };
  Status load_embedded(const std::filesystem::path& data_folder);

  std::unordered_map<std::string, TypeEntry> types_;
  std::unordered_map<std::string, CodeEntry> codes_;
  std::unordered_map<std::string, std::vector<Coded>> embedded_;  // by code; one per Embedding, empty cameo where there is none
  std::unordered_map<std::string, ByActor> by_actor_;
};

}  // namespace casus
