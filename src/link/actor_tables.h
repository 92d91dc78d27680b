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
#include "link/genders.h"

namespace casus {

// Group: armed; People: ethnic and religious communities.
enum class NameKind { Country, CountryAdjective, Capital, Disputed, DisputedAdjective, Person, Organisation, Group, People };

// One office or standing of a named actor.
struct NamedActor {
  NameKind kind = NameKind::Organisation;
  Actor actor;
  TimeSpan valid;
  std::string where;  // table and line
  std::string role;   // "prime minister"; alternatives parted by commas
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

// Nouns that are read through to the phrase beside them, or refer to an actor named before (docs/formats.md).
enum class HeadKind { Quantity, Bearer, Body, Counterpart, Side, Reference, Mover, National, Anywhere, Sent };

struct HeadEntry {
  unsigned kinds = 0;                  // a word may be several: "a group of students", "the Kifaya group"
  std::vector<std::string> refers_to;  // of a Reference: codes and sectors of which the antecedent has one; of a National: its sectors
  std::string where;
  bool is(HeadKind kind) const { return (kinds >> static_cast<unsigned>(kind)) & 1u; }
};

// For look-ups by a view of the key.
struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <typename Value>
using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

// Immutable after loading; shared by all threads.
class ActorTables {
 public:
  // Reads data/actors, data/agents, data/places of `data_folder` and countries.tsv of `knowledge_folder`.
  // The rows of a name in the tables actors/ and agents/ of `user_folders` replace those of ours and of the folders before.
  static Result<ActorTables> load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder,
                                  const std::vector<std::filesystem::path>& user_folders = {});

  // All rows of a name, folded (base/utf8.h) with single blanks between its words; null if it is in no table.
  const std::vector<NamedActor>* named(std::string_view folded_name) const;
  // Longest name in words that begins with this folded word; 0 if none does.
  size_t longest_name(std::string_view first_word) const;
  // Lower-case lemmas with blanks, head last.
  const AgentEntry* agent(std::string_view phrase) const;
  // Longest agent phrase in words that ends with this word; 0 if none does.
  size_t longest_agent(std::string_view last_word) const;
  const ModifierEntry* modifier(std::string_view word) const;
  const HeadEntry* head(std::string_view word) const;
  const GenderTables& genders() const { return genders_; }
  // Lemmas of verbs that can introduce direct speech (cues/verbs.tsv, content `quote`).
  bool is_speech_verb(std::string_view lemma) const { return speech_verbs_.contains(lemma); }
  // The country whose office-holders near that day bear this surname (folded); empty if none or several do.
  std::string country_of_surname(std::string_view surname, std::optional<Date> day) const;

  // Of several rows of one name the one that holds on `day`; a person out of office who held one before is ELI.
  static Actor as_of(const std::vector<NamedActor>& rows, std::optional<Date> day, std::string& why);

 private:
  Status load_countries(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder);
  Status load_named(const std::filesystem::path& data_folder, bool is_user);
  Status load_agents(const std::filesystem::path& data_folder);
  Status load_modifiers(const std::filesystem::path& data_folder);
  Status load_heads(const std::filesystem::path& data_folder);
  Status load_speech_verbs(const std::filesystem::path& data_folder);
  void add_name(const std::string& name, const NamedActor& entry);

  StringMap<std::vector<NamedActor>> names_;
  StringMap<size_t> longest_, longest_agent_;
  StringMap<AgentEntry> agents_;
  StringMap<ModifierEntry> modifiers_;
  StringMap<HeadEntry> heads_;
  StringMap<bool> speech_verbs_;
  GenderTables genders_;
  StringMap<std::vector<NamedActor>> surnames_;
};

// Folded words of a name as the tokenizer splits them, joined by blanks: "U.S." stays one word, "al-Qaeda" becomes "al - qaeda".
std::string name_key(std::string_view name);

}  // namespace casus
