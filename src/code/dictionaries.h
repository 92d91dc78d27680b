// SPDX-License-Identifier: Apache-2.0
// Actor, agent, verb and discard dictionaries in the format of TABARI and PETRARCH, as a user brings them.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "casus/lexicon.h"
#include "casus/result.h"
#include "casus/time.h"

namespace casus {

// All words are lower case. Two codes "032:033": the second is what the recipient does in return.
struct DictionaryCode {
  std::string code, reverse;
  bool is_null() const { return code.empty() || code == "---"; }
};

// A code of an actor on certain days; on all others if it has none.
struct DatedCode {
  std::string code;
  TimeSpan valid;
  bool is_dated = false;
};

struct DictionaryActor {
  std::vector<std::string> words;
  std::string name;               // the first name of the entry
  std::vector<DatedCode> codes;   // of the entry, in the order of the file
  bool is_alias = false;          // not the first name
  std::string where;
  // The code on that day; "---" if it has none then.
  std::string code_on(std::optional<Date> day) const;
};

struct DictionaryAgent {
  std::vector<std::string> words;
  std::string code;
  bool is_plural = false;  // a further form of an entry
  bool is_prefix = false;  // "NGO~" comes before the actor's code, "~GOV" behind it
  std::string where;
};

struct PatternElement {
  enum class Kind { Word, Synset, Source, Target, Skip, Compound } kind = Kind::Word;
  std::string word;          // or the name of the synset
  bool is_adjacent = false;  // nothing stands between it and its neighbour on the verb's side
};

struct VerbPattern {
  std::vector<PatternElement> before, after;  // from the verb outwards
  DictionaryCode code;
  std::string where, text;
};

struct VerbBlock {
  DictionaryCode code;
  std::vector<VerbPattern> patterns;  // in the order of the file: the first that fits counts
  std::string where;
};

// A form of a verb; of several words the others stand directly before or behind it.
struct VerbForm {
  std::vector<std::string> before, after;
  size_t block = 0;
  std::optional<DictionaryCode> own;  // instead of the block's code
  std::string lemma, where;
  bool is_lemma = false;              // as the entry names it
};

struct Discard {
  std::vector<std::string> words;
  bool is_whole_story = false;
};

class Dictionaries {
 public:
  // What cannot be read is left out and named in `refused`; a file that cannot be opened is an error.
  static Result<Dictionaries> load(const DictionaryFiles& files, std::vector<Error>& refused);

  std::map<std::string, std::vector<DictionaryActor>> actors;  // by first word; the longest first
  std::map<std::string, std::vector<DictionaryAgent>> agents;  // likewise
  std::map<std::string, std::vector<VerbForm>> verbs;          // by the word that carries the verb; the most words first
  std::vector<VerbBlock> blocks;
  std::map<std::string, std::vector<std::vector<std::string>>> synsets;
  std::vector<Discard> discards;

 private:
  Status load_actors(const std::filesystem::path& file, std::vector<Error>& refused);
  Status load_agents(const std::filesystem::path& file, std::vector<Error>& refused);
  Status load_verbs(const std::filesystem::path& file, std::vector<Error>& refused);
  Status load_discards(const std::filesystem::path& file);
  void add_verb(const std::string& written, const std::string& lemma, const std::optional<DictionaryCode>& own, const std::string& where);
};

// Lower-case words of a dictionary entry: parted at blanks, underscores and hyphens.
std::vector<std::string> dictionary_words(std::string_view text);

}  // namespace casus
