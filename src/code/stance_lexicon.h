// SPDX-License-Identifier: Apache-2.0
// Words that say who vouches for a deed and how surely: cues (data/cues) and operators (data/factuality); see docs/formats.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/claim.h"
#include "casus/result.h"

namespace casus {

class TableChecker;

// What an operator makes of the deed under it.
enum class Effect : uint8_t {
  None, Yes, Likely, Maybe, No, Unlikely, MaybeNot, Open, Planned, Same,  // in the eyes of the author
  Claimed, Believed, Suspected, Predicted, Denied, Doubted                // on somebody's word
};

// Grammatical places that an operator governs, as bits.
enum GovernedPlace : uint32_t {
  kClause = 1, kInfinitive = 2, kGerund = 4, kObject = 8, kSubject = 16, kQuote = 32, kPredicate = 64, kBare = 128, kSentence = 256,
  kModal = 512, kAdverb = 1024, kNegator = 2048, kDeterminer = 4096, kOpener = 8192, kPreposition = 16384, kModifier = 32768, kReportedModal = 65536
};

struct Operator {
  std::vector<std::string> words;         // the word it is looked up by, and those that must stand with it
  uint32_t places = 0;                    // GovernedPlace bits
  std::vector<std::string> prepositions;  // places behind a preposition
  Effect affirmed = Effect::None, negated = Effect::None;
  std::string where;                      // table and line

  bool governs(uint32_t place) const { return (places & place) != 0; }
  bool governs(std::string_view preposition) const;
};

struct CueEntry : Operator {
  std::string kind;  // say accuse deny doubt believe predict intend demand ask promise threaten judge
  Certainty certainty = Certainty::Certain;
  Polarity polarity = Polarity::Positive;
};

enum class WordClass { Verb, Noun, Adjective };

// Immutable after loading; shared by all threads.
class StanceLexicon {
 public:
  static Result<StanceLexicon> load(const std::filesystem::path& data_folder);


  // Entries of a lemma in table order; null if there are none.
  const std::vector<CueEntry>* cues(WordClass word_class, std::string_view lemma) const;
  const std::vector<Operator>* operators(WordClass word_class, std::string_view lemma) const;
  // Modals, adverbs, negators, openers, prepositions, modifiers.
  const std::vector<Operator>* words(std::string_view lemma) const;
  // "according to", "reportedly".
  const std::vector<CueEntry>* phrases(std::string_view lemma) const;
  // Phrases in which a text speaks its own mind ("in our view").
  const std::vector<CueEntry>* own_voice(std::string_view lemma) const;
  // What readers take a deed for that an operator ("modal" with its lemma, "imperative") leaves open, or null.
  const Factuality* prior(std::string_view operator_name, std::string_view lemma) const;
  // Word lists of data/cues/lists.tsv.
  bool in_list(std::string_view list, std::string_view lemma) const;
  // Names every row of the tables of cues and operators that `load` would refuse.
  static void check(TableChecker& checker);

 private:
  Status load_cues(const std::filesystem::path& data_folder, size_t table);
  Status load_operators(const std::filesystem::path& data_folder, size_t table);
  Status load_priors(const std::filesystem::path& data_folder);
  Status load_lists(const std::filesystem::path& data_folder);

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  template <typename Value>
  using Map = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;
  Map<std::vector<CueEntry>> cues_[5];      // verbs, nouns, adjectives, phrases, own voice
  Map<std::vector<Operator>> operators_[4]; // verbs, nouns, adjectives, words
  Map<Map<bool>> lists_;
  Map<Map<Factuality>> priors_;     // by operator and lemma
};

}  // namespace casus
