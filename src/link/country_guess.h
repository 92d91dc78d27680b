// SPDX-License-Identifier: Apache-2.0
// The country of nominal actors whose own words name none: of where the sentence is, of the state whose organs they face, or the one
// that the whole text is about. Where none of these is plain, there is none.
#pragma once

#include <vector>

#include "casus/analysis.h"
#include "link/phrase_reader.h"

namespace casus {

// Fills links[].actor.country where it is empty; `publisher` is coded() if the document's publisher is known.
void guess_countries(const Analysis& text, const PhraseReader& reader, const Actor& publisher, std::vector<ActorLink>& links);

// ISO code of a state, not of an organisation of states or the like.
bool is_state(const std::string& country);

}  // namespace casus
