// SPDX-License-Identifier: Apache-2.0
// One text with all its layers. Each stage reads the earlier layers and returns its own.
#pragma once

#include <vector>

#include "casus/actor.h"
#include "casus/claim.h"
#include "casus/document.h"
#include "casus/event.h"
#include "casus/parse.h"
#include "casus/place.h"
#include "casus/story.h"
#include "casus/time.h"

namespace casus {

// A stretch between quotation marks, marks excluded.
struct Quotation {
  Span span;
};

// Layer of find/: phrases that may matter, not yet resolved.
struct Mentions {
  std::vector<Mention> actors;
  std::vector<TimeMention> times;
  std::vector<Count> counts;
  std::vector<Quotation> quotations;
};

// Layer of link/: what the phrases stand for.
struct Links {
  std::vector<ActorLink> actors;        // parallel to Mentions::actors
  std::vector<int32_t> mention_of;      // per token: index of the actor mention whose head it is, or -1
  std::vector<TimeExpression> times;
  std::vector<PlaceMention> places;
};

// Layer of code/.
struct Coding {
  std::vector<Event> events;
  std::vector<Claim> claims;
  std::vector<Factuality> asked;  // parallel to Document::asked
};

struct Analysis {
  Document document;
  bool is_coded = true;  // false: in a language that no loaded pipeline serves; the layers below are empty
  Parse parse;
  Mentions mentions;
  Links links;
  Coding coding;
  StoryFeatures story;  // layer of merge/: what other documents are compared with
};

}  // namespace casus
