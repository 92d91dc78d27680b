// SPDX-License-Identifier: Apache-2.0
// The knowledge by which questions are read: data/questions and data/places/regions.tsv.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "casus/question.h"

namespace casus {

// Words of a text: as written and as lemmas, both in lower case.
struct QuestionWords {
  std::vector<std::string> written, lemmas;
  size_t size() const { return written.size(); }
};

// Phrases of a table; the longest that fits wins.
class PhraseList {
 public:
  void add(std::string_view phrase, size_t row);
  struct Match {
    size_t first = 0, end = 0;  // tokens, half open
    size_t row = 0;
  };
  // The longest phrase that begins at `at`; end == first if there is none.
  Match match(const QuestionWords& words, size_t at) const;
  // All, in text order, without overlaps.
  std::vector<Match> all(const QuestionWords& words) const;
  // Phrases of two words whose second is a particle that stands up to four words further ("step its attacks up").
  Match apart(const QuestionWords& words, size_t at, const PhraseList& particles) const;

 private:
  struct Phrase {
    std::vector<std::string> words;
    size_t row = 0;
  };
  std::map<std::string, std::vector<Phrase>, std::less<>> by_first_;
};

enum class ChangeDirection { Rise, Surge, Fall, Begin, End, Stay };

struct ChangeRow {
  ChangeDirection direction = ChangeDirection::Rise;
  bool speaks_of_conflict = false, is_next_to_kind = false;
};

struct KindRow {
  std::string kind;  // "conflict", or what is not forecast
  enum class Extent { Inside, Involving, Deed } extent = Extent::Inside;
  bool is_mutual = false;
  bool is_conflict() const { return kind == "conflict"; }
};

struct QuestionTables {
  static Result<QuestionTables> load(const std::filesystem::path& data, const std::filesystem::path& knowledge);

  std::map<std::string, PhraseList, std::less<>> words;  // by kind of words.tsv
  PhraseList change_phrases, kind_phrases, horizon_phrases;
  std::vector<ChangeRow> changes;
  std::vector<KindRow> kinds;
  std::vector<int> horizons;  // days
  std::map<std::string, std::vector<std::string>, std::less<>> regions;  // codes of states by name of region
  std::map<std::string, std::string, std::less<>> countries;             // name by code

  bool is(std::string_view kind, const QuestionWords& words, size_t at) const;
  PhraseList::Match match(std::string_view kind, const QuestionWords& words, size_t at) const;
  std::string country_name(const std::string& code) const;
};

}  // namespace casus
