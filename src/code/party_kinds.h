// SPDX-License-Identifier: Apache-2.0
// Kinds of parties (political, armed, ...) and which of them an event needs: data/ontology/party_kinds.tsv and party_rules.tsv.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casus/analysis.h"
#include "casus/result.h"

namespace casus {

// One row of a kind; a party is of the kind if it fits one of its rows.
struct PartyPattern {
  std::vector<std::string> sectors;
  bool first_sector = false;  // only the first sector decides
  bool states = false;        // a state or an organisation of states counts without a sector
  enum class Who { Any, Person, Group } who = Who::Any;
};

struct PartyKind {
  std::string name;
  std::vector<PartyPattern> patterns;
};

// Immutable after loading; shared by all threads.
class PartyKinds {
 public:
  static Result<PartyKinds> load(const std::filesystem::path& data_folder);

  // Null if there is no such kind.
  const PartyKind* find(std::string_view name) const;
  static bool fits(const PartyKind& kind, const Actor& actor, bool is_person, bool is_plural);
  // Whether the event has a party of the kind that its code asks for.
  bool has_needed(const Analysis& text, const Event& event) const;

 private:
  struct Rule {
    std::string cameo;
    std::optional<PartyKind> kind;  // none: whoever the parties are
  };
  std::vector<PartyKind> kinds_;
  std::vector<Rule> rules_;  // the longest codes first
};

}  // namespace casus
