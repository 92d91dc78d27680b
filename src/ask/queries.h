// SPDX-License-Identifier: Apache-2.0
// Events and claims of a store as SELECTs, in the three shapes that people take away.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ask/filter.h"
#include "casus/result.h"

namespace casus {

// Nested: the contract's own objects (JSON Lines, Parquet). Flat: one value a cell (CSV). Screen: what fits a line.
enum class RowShape { Nested, Flat, Screen };

Result<std::string> events_select(const EventFilter& filter, RowShape shape);

// The same with a condition on `events e` joined with `documents d`.
std::string events_where(const std::string& condition, RowShape shape);

// The same for events by their numbers.
std::string events_numbered(const std::vector<int64_t>& events, RowShape shape);

// What is asked of claims themselves; empty: nothing.
struct ClaimFilter {
  std::vector<std::string> cues;        // kinds of cue: say accuse deny ...
  std::vector<std::string> polarities;  // positive negative unknown
  // Only claims that were the first word of their event (event_clusters), and that another publisher later reports as fact in a text of its own.
  bool later_reported = false;
  std::string words;                        // each begins a word of what is claimed, or of how the holder is called
  std::vector<std::string> parties;         // of the event, or the holder: a term of --actor
  std::vector<std::string> actors;          // of the event
  bool denials = false;                     // only what denies or doubts, or says no of an event; not every sentence with a "not"
};

// Claims whose events pass the filter, or all claims (also those about no event) if the filter is empty. The actors of
// the filter are the holders. Countries are those of the event, or the holder's; publishers those of the claim's document.
Result<std::string> claims_select(const EventFilter& filter, RowShape shape, const ClaimFilter& of_claims = {});

}  // namespace casus
