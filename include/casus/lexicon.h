// SPDX-License-Identifier: Apache-2.0
// The lexicon as a product: what is wrong with the tables, how large they are, and what a change to them does to coded events.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "casus/result.h"

namespace casus {

// One thing that is wrong with a table. A warning is worth a look and breaks nothing.
struct Fault {
  std::string file;  // relative to its data folder
  size_t line = 0;   // 0: the file as a whole
  std::string what, remedy;
  bool is_warning = false;
  std::string to_string() const;
};

// Everything that is wrong with the tables below `data`, sorted by file and line; empty if they can be used as they are.
// `knowledge` is what script/setup made; without it, country codes cannot be checked and a fault says so.
std::vector<Fault> check_tables(const std::filesystem::path& data, const std::filesystem::path& knowledge);

// The same for a folder of a user's own tables, which add to those of `data` and win over them.
std::vector<Fault> check_user_tables(const std::filesystem::path& folder, const std::filesystem::path& data, const std::filesystem::path& knowledge);

// Rows of a table, or of the part of it that shares a type, mode or kind.
struct TableCount {
  std::string table;       // "frames/assault.tsv"; "frames" and "actors" for the folder
  std::string group;       // empty for all rows, else "type ASSAULT", "mode ASSAULT/aerial", "kind person"
  size_t rows = 0;
  size_t terms = 0;        // names, phrases, triggers, words: what can be found in a text
  std::optional<size_t> unverified;  // rows written from memory; nothing where the table has no sources
};

// With `knowledge`, what WordNet adds to the frames is counted as the table "frames_wordnet.tsv".
Result<std::vector<TableCount>> count_tables(const std::filesystem::path& data, const std::filesystem::path& knowledge = {});

// Dictionaries in the format of TABARI and PETRARCH; several of a kind are read in their order.
struct DictionaryFiles {
  std::vector<std::filesystem::path> actors, agents, verbs, discards;
  bool empty() const { return actors.empty() && agents.empty() && verbs.empty() && discards.empty(); }
};

// What of the dictionaries cannot be read, by file and line; an error if a file cannot be opened.
Result<std::vector<Error>> check_dictionaries(const DictionaryFiles& files);

// What became of dictionaries that were turned into tables of ours.
struct ImportReport {
  size_t actors = 0, agents = 0, frames = 0, classes = 0;  // rows written
  std::vector<Error> left_out;                             // entries that have no equal in our tables, with the reason
};

// Writes actors/, agents/, frames/ and classes/ tables below `folder`, fit for `casus code --tables`.
Result<ImportReport> import_dictionaries(const DictionaryFiles& files, const std::filesystem::path& data, const std::filesystem::path& knowledge,
                                         const std::filesystem::path& folder);

// What a change to the tables did to the events of one document.
struct EventChange {
  enum class Kind { Added, Removed, Altered } kind = Kind::Added;
  const Event* before = nullptr;     // null if added
  const Event* after = nullptr;      // null if removed
  std::vector<std::string> fields;   // of an altered one: which differ
};

// Both analyses are of the same document and parse; the changes point into them, in text order.
std::vector<EventChange> compare_events(const Analysis& before, const Analysis& after);

}  // namespace casus
