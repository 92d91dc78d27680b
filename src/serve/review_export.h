// SPDX-License-Identifier: Apache-2.0
// Reviewed events as others take them along: rows of test cases, and documents with their events as reviewed.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "serve/glossary.h"

namespace casus::serve {

// An event with the last review that counts, and its sentence.
struct Reviewed {
  nlohmann::json event, review;
  std::string sentence;
};

// "CHL:GOV" as cases and corrections write a party of an event; "?" for somebody of whom no code is known.
std::string side_codes(const nlohmann::json& party);

// The event as the reviewer left it. What followed from a reading that was wrong does not go along: coordinates of another place, the CAMEO code of another type.
nlohmann::json corrected_event(nlohmann::json event, const nlohmann::json& correction, const Glossary& glossary);

// Rows for tests/cases/code: a sentence of which all reviewed events are wrong codes none.
std::string as_cases(const std::vector<Reviewed>& list, const Glossary& glossary);
// One document a line.
std::string as_evaluation(const std::vector<Reviewed>& list, const Glossary& glossary);

}  // namespace casus::serve
