// SPDX-License-Identifier: Apache-2.0
// What kind of question it is, and which change of what it asks about: read from its words in their order, because parsers trained on statements are
// often wrong about the trees of questions.
#pragma once

#include <optional>

#include "question/question_tables.h"

namespace casus {

// Tokens of a question with the tables' words found among them.
struct Wording {
  Wording(const Analysis& analysis, const QuestionTables& tables);

  QuestionWords words;
  std::vector<PhraseList::Match> kinds, changes, horizons;
  // Tokens that one of the tables accounts for, and those of time expressions.
  std::vector<bool> is_known;
};

// Form alone: no question, several, open, opinion, not ahead; None if it asks for a yes or no about what is to come.
QuestionFault fault_of_form(const Wording& wording, const QuestionTables& tables, std::string_view text);
// Conditional, Negated or Number; None if nothing stands in the way.
QuestionFault fault_of_limits(const Wording& wording, const Analysis& analysis, const QuestionTables& tables);

struct AskedChange {
  std::optional<PhraseList::Match> change;  // nothing: no word of change
  std::optional<PhraseList::Match> kind;    // nothing: the change speaks of conflict by itself, or nothing does
  ChangeDirection direction = ChangeDirection::Rise;
  bool has_two = false;                     // up and down
};
AskedChange find_change(const Wording& wording, const QuestionTables& tables);

}  // namespace casus
