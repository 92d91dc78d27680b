// SPDX-License-Identifier: Apache-2.0
// Stage 5: the standing of each event, from the operators over its word and the claims that carry it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "code/stance_lexicon.h"

namespace casus {

// The standing of the deed that a token names; `why`, if given, gets the operators in order. Requires text.coding.claims.
// `refuses`: the deed is the refusal itself ("will not meet"), which the negation does not deny.
EventStatus status_at(const Analysis& text, const StanceLexicon& lexicon, uint32_t token, std::string* why = nullptr, bool refuses = false);

// Takes away the events that the document itself only urges ("should", "ought to"): they are wishes of the publisher, and claims at most.
void drop_exhorted(const StanceLexicon& lexicon, Analysis& text);

// Sets status and claims of every event, and notes the operators in its why. Requires text.coding.claims.
void set_statuses(const Analysis& text, const StanceLexicon& lexicon, std::vector<Event>& events);

// "The attack", told after "denied that its soldiers had attacked": a deed that only names again one that is denied, claimed, possible or planned is no
// report of it, and goes. "Condemned the attack": who did it is the recipient only if that is reported, or said by somebody who does not accuse. Requires statuses.
void settle_references(Analysis& text);

// How surely each span of text.document.asked happened, from the author's view.
std::vector<Factuality> judge_asked(const Analysis& text, const StanceLexicon& lexicon);

}  // namespace casus
