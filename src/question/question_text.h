// SPDX-License-Identifier: Apache-2.0
// What is said to the asker about how a question was read.
#pragma once

#include <string>

#include "casus/question.h"
#include "question/horizon.h"
#include "question/parties.h"
#include "question/wording.h"

namespace casus {

// One line for each part of the question that was read.
std::vector<QuestionPart> reading_of(const AskedQuestion& question, const std::string& change_words, const std::string& kind_words, const AskedHorizon& horizon, const AskedParties& parties);
// A question about the first of its units that reads as itself; empty if there is none.
std::string question_instead(const AskedQuestion& question);
// One sentence for faults that need no more than the words that they are about.
std::string fault_text(QuestionFault fault, const std::string& words);

}  // namespace casus
