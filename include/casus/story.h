// SPDX-License-Identifier: Apache-2.0
// What a document shows of itself to others, and what others make of it: copies of one text, stories, reports of one event.
//
// A document is compared by its features alone, small rows of numbers that a store keeps; texts are never read again. Numbers of documents are
// the caller's. Nothing here touches files or the store.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casus/event.h"
#include "casus/result.h"
#include "casus/time.h"

namespace casus {

// Pairs are neighbours: two words of a name ("Santa Brigida"), a noun with what stands before it ("water dispute").
enum class TermKind : uint8_t { Word, Name, Number, NamePair, WordPair };

// A word, name, number or pair of a text.
struct StoryTerm {
  uint32_t term = 0;    // hash of the lemma or lemmas
  TermKind kind = TermKind::Word;
  uint8_t count = 0;    // how often; 255 stands for more
  uint8_t rarity = 0;   // how rare it is in texts at large, in eighths of a natural logarithm: 8 ln(documents / documents with it)
  uint8_t first = 255;  // sentence of its first mention, the headline counted; 255 stands for later ones
};

// What is known of an event, as hashes; 0 and empty stand for unknown.
struct EventFeatures {
  uint32_t type = 0;                         // PLOVER type; 0 for words that the caller points at (Document::asked)
  uint32_t mode = 0;                         // PLOVER mode; another one for what is only possible
  uint32_t trigger = 0;                      // lemma of the word that fired, nouns and verbs of one deed alike where the frames know it
  std::vector<uint32_t> actors, recipients;  // who: id in the actor tables, else country and sectors; sorted
  std::vector<uint32_t> named_actors, named_recipients;  // of those that no table has, the last word of the name; sorted
  TimeSpan days;                             // first and last possible day; empty unless the text tells it
  uint32_t town = 0, country = 0;            // where: entry of the gazetteer, told with the deed; ISO country
  std::vector<uint32_t> words;               // telling words of its sentence; sorted
};

struct StoryFeatures {
  std::optional<Date> day;           // of publication
  std::string agency;                // credited for the text ("Reuters"); empty if none
  std::vector<StoryTerm> terms;      // the most telling, at most kMostTerms, sorted by term
  std::vector<uint32_t> shingles;    // the smallest hashes of runs of kShingleWords words, at most kMostShingles, rising; all of them in texts up to that length
  std::vector<uint32_t> names;       // the smallest hashes of its names with the words around them, at most kMostNames, rising
  std::vector<EventFeatures> events; // parallel to Document::asked if the caller points at words, else to Coding::events
};

inline constexpr size_t kMostTerms = 96, kMostShingles = 256, kMostNames = 64, kShingleWords = 4;

// The features as bytes for a BLOB, and back; an Error if the bytes are damaged or of another version of this form.
std::string pack(const StoryFeatures& features);
Result<StoryFeatures> unpack_features(std::string_view bytes);

// Labels of one document. Each is a number that lives as long as the index and the rows made from it.
struct StoryAssignment {
  int64_t document = 0;
  int64_t copy_group = 0;       // the group's first document: documents of one group print one text
  int64_t story = 0;
  std::vector<int64_t> events;  // per event the cluster of reports of one event; parallel to StoryFeatures::events
};

struct StoryOutcome {
  StoryAssignment added;
  std::vector<StoryAssignment> revised;  // earlier documents that changed story or event clusters, with all their labels; each once
};

// The highest numbers in use.
struct StoryNumbers {
  int64_t story = 0, event_cluster = 0;
};

struct StoryOptions {
  int window_days = 30;            // documents whose days lie further apart never meet; those without a day meet all
  size_t most_documents = 150'000; // kept in memory, some 7 kB each; the first to come are the first to go, their labels stay
};

// Groups documents as they come, in one pass: each meets only its candidates, so its cost does not grow with their number. The same documents in the
// same order get the same labels. Not for several threads at once.
class StoryIndex {
 public:
  explicit StoryIndex(StoryOptions options = {}, StoryNumbers in_use = {});
  ~StoryIndex();

  // Requires a document that is not in the index.
  StoryOutcome add(int64_t document, const StoryFeatures& features);
  // Puts a document back as an earlier run left it, without looking for candidates. A store opened again restores the documents of the days
  // around those that it adds, in the order of their numbers.
  void restore(int64_t document, const StoryFeatures& features, const StoryAssignment& assignment);
  // Takes a document out, before it is added again with other features. Others keep their labels.
  void remove(int64_t document);

  bool contains(int64_t document) const;
  StoryNumbers numbers() const;
  size_t documents() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace casus
