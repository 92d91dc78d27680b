// SPDX-License-Identifier: Apache-2.0
// The actor knowledge: countries, named actors with dated offices, nominal agents and their modifiers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/actor.h"
#include "casus/result.h"
#include "casus/time.h"

namespace casus {

enum class NameKind { Country, CountryAdjective, Capital, Disputed, DisputedAdjective, Person, Organisation, Group };

// One office or standing of a named actor.
struct NamedActor {
  NameKind kind = NameKind::Organisation;
  Actor actor;
  TimeSpan valid;
  std::string where;  // table and line
};

struct AgentEntry {
  std::vector<std::string> sectors;
  std::string country;
  bool is_person = false;
  std::string where;
};

struct ModifierEntry {
  std::vector<std::string> sectors;
  std::string effect;  // add, replace, former
  std::string where;
};

// Immutable after loading; shared by all threads.
class ActorTables {
 public:
  // Reads data/actors, data/agents, data/places of `data_folder` and countries.tsv of `knowledge_folder`.
  static Result<ActorTables> load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder);

  // All rows of a name, folded (base/utf8.h) with single blanks between its words; null if it is in no table.
  const std::vector<NamedActor>* named(const std::string& folded_name) const;
  // Longest name in words that begins with this folded word; 0 if none does.
  size_t longest_name(const std::string& first_word) const;
  // Lower-case lemmas with blanks, head last.
  const AgentEntry* agent(const std::string& phrase) const;
  size_t longest_agent() const { return longest_agent_; }
  const ModifierEntry* modifier(const std::string& word) const;

  // Of several rows of one name the one that holds on `day`; a person whose offices are all over is ELI.
  static Actor as_of(const std::vector<NamedActor>& rows, std::optional<Date> day, std::string& why);

 private:
  Status load_countries(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder);
  Status load_named(const std::filesystem::path& data_folder);
  Status load_agents(const std::filesystem::path& data_folder);
  void add_name(const std::string& name, const NamedActor& entry);

  std::unordered_map<std::string, std::vector<NamedActor>> names_;
  std::unordered_map<std::string, size_t> longest_;
  std::unordered_map<std::string, AgentEntry> agents_;
  std::unordered_map<std::string, ModifierEntry> modifiers_;
  size_t longest_agent_ = 1;
};

// Folded words of a name as the tokenizer splits them, joined by blanks: "U.S." stays one word, "al-Qaeda" becomes "al - qaeda".
std::string name_key(std::string_view name);

}  // namespace casus
