// SPDX-License-Identifier: Apache-2.0
// Events as a user's TABARI or PETRARCH dictionaries code them.
#pragma once

#include <vector>

#include "casus/analysis.h"
#include "code/dictionaries.h"
#include "code/ontology.h"

namespace casus {

// Events whose codes are the dictionary's own; type, mode and scores only where the code is one of CAMEO's.
std::vector<Event> find_dictionary_events(const Analysis& text, const Dictionaries& dictionaries, const Ontology& ontology);

// Drops the events of sentences, or of the whole document, that hold a phrase of the discards.
void apply_discards(const Analysis& text, const Dictionaries& dictionaries, std::vector<Event>& events);

}  // namespace casus
