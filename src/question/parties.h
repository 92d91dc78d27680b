// SPDX-License-Identifier: Apache-2.0
// Who a question is about, and how they stand to each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "question/wording.h"

namespace casus {

struct AskedParties {
  std::vector<QuestionUnit> units;     // empty: nobody
  std::vector<std::string> unknown;    // names that no table has
  std::vector<std::string> set_aside;  // places that only say where: units are of actors, not of places
  std::vector<std::string> things;     // nouns that no table has ("reforms")
  bool asks_which = false;             // "India or China"
};

// `kind` is what changes, if a word says so.
AskedParties find_parties(const Analysis& analysis, const Wording& wording, const QuestionTables& tables, const KindRow* kind);

}  // namespace casus
