// SPDX-License-Identifier: Apache-2.0
// The verb-frame lexicon: which words make an event, of which type, and who plays which role (docs/formats.md).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "casus/result.h"

namespace casus {

enum class FrameCategory { Verb, Noun, Adjective };

// One "slot:filler" term of a condition.
struct FrameCondition {
  std::string slot;
  bool negated = false;
  enum class Filler { Word, Actor, Person, Place, Armed, Any, None } filler = Filler::Any;
  std::vector<std::string> words;  // lemmas, and classes with their @
};

// Slots of which all are taken ("subject+with"); a role tries its alternatives in order until one is filled.
using SlotGroup = std::vector<std::string>;

struct Frame {
  std::string trigger;                    // the lemma that fires
  std::vector<std::string> other_words;   // particles behind a verb, words before a noun
  FrameCategory category = FrameCategory::Verb;
  std::vector<FrameCondition> conditions;
  std::string type, mode, cameo;          // type NONE: a reading that is no event
  std::vector<SlotGroup> actors, recipients;
  bool reciprocal = false, absorbs = false, accuses = false, causes = false;
  std::string where;                      // table and line

  size_t specificity() const { return conditions.size() + other_words.size(); }
};

enum class LightEffect { Perform, End, Plan, Undergo };

// Type and mode with their conflict/cooperation score and usual CAMEO code.
struct TypeEntry {
  double score = 0;
  std::string cameo;
};

// Immutable after loading; shared by all threads.
class FrameLexicon {
 public:
  // Reads data/frames, data/classes and data/ontology.
  static Result<FrameLexicon> load(const std::filesystem::path& data_folder);

  // Frames whose trigger is this lemma, the most specific first; among equals in table order.
  const std::vector<Frame>* frames_of(const std::string& lemma) const;
  bool in_class(const std::string& name, const std::string& word) const;
  // The light verb's effect, or null.
  const LightEffect* light_verb(const std::string& lemma) const;
  // Score of a mode, or of the type alone where the mode has none.
  TypeEntry type_entry(const std::string& type, const std::string& mode) const;
  // Contexts and quad class that go with a CAMEO code.
  std::vector<std::string> contexts_of(const std::string& cameo) const;
  int quad_of(const std::string& cameo) const;
  size_t size() const { return size_; }

 private:
  Status load_frames(const std::filesystem::path& data_folder);
  Status load_classes(const std::filesystem::path& data_folder);
  Status load_ontology(const std::filesystem::path& data_folder);

  std::unordered_map<std::string, std::vector<Frame>> frames_;
  std::unordered_map<std::string, std::unordered_set<std::string>> classes_;
  std::unordered_map<std::string, LightEffect> light_verbs_;
  std::unordered_map<std::string, TypeEntry> types_;
  std::unordered_map<std::string, std::vector<std::string>> contexts_;
  size_t size_ = 0;
};

}  // namespace casus
