// SPDX-License-Identifier: Apache-2.0
// How surely a deed happened, as its text puts it: operators composed along the path from the sentence's root down to its word.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "code/stance_lexicon.h"

namespace casus {

// How a deed stands at one point of the path.
struct Standing {
  Certainty certainty = Certainty::Certain;
  Polarity polarity = Polarity::Positive;
  bool planned = false;     // lies ahead: announced, intended, scheduled
  bool attributed = false;  // on somebody's word

  bool operator==(const Standing&) const = default;
};

// One operator that acted: its word, and what it made of the deed.
struct StandingStep {
  uint32_t token = 0;
  std::string_view name;  // what kind of operator: "verb", "negation", "question" ...
  Standing after;
};

// The name of the step that takes a clause or phrase beside a noun for granted, whatever stands above.
constexpr std::string_view kPresupposition = "taken for granted";

constexpr uint32_t kNoToken = std::numeric_limits<uint32_t>::max();

inline bool is_verb(const Token& token) { return token.pos == "VERB" || token.pos == "AUX"; }
inline bool is_noun(const Token& token) { return token.pos == "NOUN" || token.pos == "PROPN"; }

inline Certainty least(Certainty a, Certainty b) { return std::max(a, b); }

inline Polarity turned(Polarity polarity) {
  return polarity == Polarity::Positive ? Polarity::Negative : polarity == Polarity::Negative ? Polarity::Positive : polarity;
}

// Records an operator that changed something.
inline void note(std::vector<StandingStep>* steps, uint32_t token, std::string_view name, const Standing& before, const Standing& after) {
  if (steps && !(before == after)) steps->push_back({token, name, after});
}

// Its members stand in files by what they decide: factuality.cc (the path), embeddings.cc (a word above), clause_operators.cc (the clause's
// own words), clause_shape.cc (its form), operators.cc (the tables).
class FactualityReader {
 public:
  FactualityReader(const Analysis& text, const StanceLexicon& lexicon) : text_(text), parse_(text.parse), lexicon_(lexicon) {}

  // The standing of the deed that `token` names: from the author's view, or, with `top`, from the view of whoever says the
  // clause headed by `top` (the path then starts there). Steps are added in order, from the top down.
  Standing of(uint32_t token, std::vector<StandingStep>* steps = nullptr, uint32_t top = kNoToken) const;

  // The operator of `head` for a dependent in `place` (or behind `preposition`), or null.
  const Operator* governing(uint32_t head, uint32_t place, std::string_view preposition = {}) const;
  // The cue among the verb, noun or adjective entries of `head` for this place, or null.
  const CueEntry* cue_for(uint32_t head, uint32_t place, std::string_view preposition = {}) const;
  // Where a clause or infinitive stands under its head: kClause, kInfinitive, kGerund or kBare.
  uint32_t clause_place(uint32_t verb) const;
  // The word that negates token itself, or kNoToken.
  uint32_t negator_of(uint32_t token) const;
  bool has_subject(uint32_t verb) const;
  // The word ("if", "that", "whether") that opens the clause of `verb`, or kNoToken.
  uint32_t opener_of(uint32_t verb) const;
  bool is_conditional(uint32_t clause) const;
  // True for a clause under a noun that tells what it says, though its label is that of a relative clause.
  bool is_content_clause(uint32_t verb) const;
  // Standing under an operator.
  static Standing apply(const Operator& entry, const Standing& context);

 private:
  struct Level {
    Standing outer, inner;           // the embedding, and with the words of its own clause
    bool clause_attributed = false;  // the clause around it is on somebody's word
  };
  Level step_down(const Level& above, uint32_t head, uint32_t child, std::vector<StandingStep>* steps) const;
  Standing edge(const Level& above, uint32_t head, uint32_t child, std::vector<StandingStep>* steps) const;
  Standing nominal_edge(const Level& above, uint32_t head, uint32_t child, std::vector<StandingStep>* steps) const;
  Standing preposition_edge(const Level& above, uint32_t preposition, uint32_t child, std::vector<StandingStep>* steps) const;
  Standing adverbial_edge(const Level& above, uint32_t child, std::vector<StandingStep>* steps) const;
  Standing conjunct_edge(const Level& above, uint32_t head, uint32_t child) const;
  Standing local(uint32_t token, Standing standing, bool is_top, std::vector<StandingStep>* steps) const;
  Standing sentence_mood(uint32_t token, Standing standing, std::vector<StandingStep>* steps) const;
  const Operator* word(std::string_view lemma, uint32_t place, uint32_t token) const;
  bool words_stand_by(const Operator& entry, uint32_t head) const;
  template <typename Entry>
  const Entry* first_fitting(const std::vector<Entry>* entries, uint32_t head, uint32_t place, std::string_view preposition) const;
  bool is_definite_noun(uint32_t noun) const;
  bool is_called_false(uint32_t noun) const;
  bool is_predicate_negated(uint32_t token) const;
  bool is_perfect(uint32_t token) const;  // "would have gone"
  bool is_subject_negated(uint32_t verb) const;
  Standing presupposed(const Level& above) const;
  Standing taken_for_granted(const Level& above, uint32_t child, std::vector<StandingStep>* steps) const;

  const Analysis& text_;
  const Parse& parse_;
  const StanceLexicon& lexicon_;
};

// "certain negative planned claimed", for `casus explain`.
std::string describe(const Standing& standing);

}  // namespace casus
