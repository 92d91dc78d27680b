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
#include "code/ontology.h"
#include "code/party_kinds.h"

namespace casus {

// Number of a word that occurs in the frame tables; 0 for all other words.
using WordId = uint32_t;

enum class FrameCategory { Verb, Noun, Adjective };

// One "slot:filler" term of a condition.
struct FrameCondition {
  std::string slot;
  bool negated = false;
  enum class Filler { Word, Actor, Person, Place, Party, Several, Done, Any, None } filler = Filler::Any;
  const PartyKind* kind = nullptr;  // of Filler::Party
  std::vector<std::string> words;   // lemmas, and classes with their @; the name of the kind
  std::vector<WordId> ids;          // the single words among them and in the classes, sorted
  bool has_phrases = false;         // some are phrases ("hand over", "state of emergency")
};

// Slots of which all are taken ("subject+with"); a role tries its alternatives in order until one is filled.
using SlotGroup = std::vector<std::string>;

struct Frame {
  std::string trigger;                    // the lemma that fires
  std::vector<std::string> other_words;   // particles behind a verb, words before a noun
  std::vector<WordId> other_ids;
  std::string prefix;                     // of a verb: the word before its hyphen ("test" of test-fire)
  WordId prefix_id = 0;
  FrameCategory category = FrameCategory::Verb;
  std::vector<FrameCondition> conditions;
  std::string type, mode, cameo;          // type NONE: a reading that is no event
  std::vector<SlotGroup> actors, recipients;
  bool reciprocal = false, absorbs = false, accuses = false, causes = false;
  std::string where;                      // table and line
  std::string widened;                    // the trigger, where WordNet added it and the frame is another's

  // What fired, for `Event::rule`.
  std::string rule() const { return widened.empty() ? where + " " + trigger : "wordnet: " + widened + " < " + where; }
  // Words say more than kinds of fillers, those more than that a slot is filled, and that more than what must not be there.
  int specificity() const;
};

enum class LightEffect { Perform, End, Plan, Undergo };

// Immutable after loading; shared by all threads.
class FrameLexicon {
 public:
  // Reads data/frames, data/classes and data/ontology.
  // Frames of `user_folders` go before equals of ours and of the folders before them; their classes add words.
  // Triggers of frames_wordnet.tsv in `knowledge_folder`, if it is given, get the frames of another unless they have their own.
  static Result<FrameLexicon> load(const std::filesystem::path& data_folder, const std::vector<std::filesystem::path>& user_folders = {},
                                   const std::filesystem::path& knowledge_folder = {});

  // Frames whose trigger is this lemma, the most specific first; among equals in table order. Null if there are none.
  const std::vector<Frame>* frames_of(WordId lemma) const;
  WordId word_id(std::string_view lower_word) const;
  bool in_class(std::string_view name, std::string_view word) const;
  bool has_phrase(const FrameCondition& condition, std::string_view phrase) const;
  // The light verb's effect, or null.
  const LightEffect* light_verb(std::string_view lemma) const;
  const Ontology& ontology() const { return ontology_; }
  const PartyKinds& party_kinds() const { return party_kinds_; }
  size_t size() const { return size_; }

 private:
  struct StringHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using StringSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;
  template <typename Value>
  using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

  Status load_light_verbs(const std::filesystem::path& data_folder);
  Status load_frames(const std::filesystem::path& data_folder, bool is_user);
  Status load_wordnet(const std::filesystem::path& knowledge_folder);
  Status load_classes(const std::filesystem::path& data_folder);
  void add_frame(Frame frame);
  void sort_frames();
  // The frames with the trigger of `wanted`.
  std::vector<Frame> frames_like(const Frame& wanted) const;
  Status resolve_words(Frame& frame);
  WordId add_word(std::string_view word);

  Ontology ontology_;
  PartyKinds party_kinds_;
  StringMap<WordId> words_;
  std::vector<std::vector<Frame>> frames_;  // by word
  StringMap<StringSet> classes_;
  StringMap<LightEffect> light_verbs_;
  size_t size_ = 0;
};

}  // namespace casus
