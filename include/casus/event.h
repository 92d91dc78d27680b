// SPDX-License-Identifier: Apache-2.0
// Coded political events: who did what to whom, when, where, with what standing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "casus/actor.h"
#include "casus/document.h"
#include "casus/place.h"
#include "casus/time.h"

namespace casus {

// In rising strength: where several hold, the stronger wins.
enum class EventStatus { Reported, Claimed, Planned, Possible, Denied };

struct ActorRef {
  Span span;
  int32_t mention = -1;  // index into Mentions::actors; -1 where the actor was supplied without words of its own
  Actor actor;
};

struct EventDate {
  TimeSpan span;
  TimeBasis basis = TimeBasis::Unknown;
};

struct EventPlace {
  Place place;
  std::string basis;  // "clause", "sentence", "dateline", "context"
};

enum class CountKind { Killed, Wounded, Arrested, Abducted, Displaced, Participants };

struct Count {
  CountKind kind = CountKind::Killed;
  int64_t min = 0, max = 0;
  Span span;
};

struct Event {
  std::string id;                      // hash of document key, trigger span, type
  std::string type;                    // one of PLOVER's 16, "CONSULT"
  std::string mode;                    // empty if none
  std::vector<std::string> contexts;
  std::string cameo;                   // 2 to 4 digits
  int quad = 0;                        // 1 to 4, by the CAMEO root
  double intensity = 0;                // -10 to 10
  std::vector<ActorRef> actors, recipients;
  EventDate date;
  std::optional<EventPlace> place;
  EventStatus status = EventStatus::Reported;
  std::vector<std::string> claims;     // ids
  Span span;                           // the clause that says it
  uint32_t trigger = 0;                // token index of the word that fired
  uint32_t sentence = 0;
  bool refuses = false;                // its negation is in its type: "will not meet" is REJECT, "called off the talks" SANCTION, and not denied
  int32_t parties_of = -1;             // trigger of the deed told before, to which words of this one refer and whose parties it took; -1 if none
  std::string rule;                    // frame that coded it: "file:line trigger"
  int specificity = 0;                 // how much that frame asked for (docs/formats.md)
  std::vector<Count> counts;
  double confidence = 0;
  std::vector<std::string> why;        // for `casus explain`: one step a line, in order
};

}  // namespace casus
