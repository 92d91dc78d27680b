// SPDX-License-Identifier: Apache-2.0
// From tokens and the labels of the network to the structure of a Parse.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "casus/parse.h"
#include "parse/network.h"
#include "parse/tokenizer.h"

namespace casus {

// Sets spans, trees, sentences and entities of `parse`, which is empty; not what is Analyzer's. `labels` has one entry
// per token; `entity_types` must outlive the parse.
void build_structure(std::span<const TextToken> tokens, std::span<const TokenLabels> labels,
                     const std::vector<std::string>& entity_types, Parse& parse);

}  // namespace casus
