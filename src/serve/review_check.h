// SPDX-License-Identifier: Apache-2.0
// Whether a review says something that can be kept: codes that there are, places of the gazetteer, days in their order.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "casus/casus.h"
#include "casus/result.h"
#include "serve/glossary.h"

namespace casus::serve {

// What is wrong with the form of a review; empty: nothing.
std::string fault_of_review(const nlohmann::json& given);

// A correction of `event` as it is kept: checked, and with what the gazetteer has of a place that was chosen there.
Result<nlohmann::json> settled_correction(nlohmann::json correction, const nlohmann::json& event, const Glossary& glossary, const Engine& engine);

}  // namespace casus::serve
