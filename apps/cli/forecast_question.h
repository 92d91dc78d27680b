// SPDX-License-Identifier: Apache-2.0
// casus forecast with a question in words.
#pragma once

#include <string>

#include "casus/result.h"

namespace casus {

struct QuestionCall {
  std::string store, question;
  std::string document;  // in place of the question: the id or key of a document whose title is one
  std::string as_of, format;
  bool keep = false;
};

// Prints how it was read and the answer, or why there is none; the exit status.
Result<int> run_question(const QuestionCall& call);

}  // namespace casus
