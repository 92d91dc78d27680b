// SPDX-License-Identifier: Apache-2.0
// Attributed claims: who says so, and how surely.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casus/actor.h"
#include "casus/document.h"

namespace casus {

enum class HolderKind { Actor, Unnamed, Publisher };
enum class Certainty { Certain, Probable, Possible, Unknown };
enum class Polarity { Positive, Negative, Unknown };

// How surely a deed happened.
struct Factuality {
  Certainty certainty = Certainty::Certain;
  Polarity polarity = Polarity::Positive;
};

struct Holder {
  std::optional<Span> span;  // nothing for the publisher and for cues without a noun phrase
  Actor actor;
  HolderKind kind = HolderKind::Actor;
};

struct Cue {
  Span span;
  std::string kind;  // say accuse deny doubt believe predict intend demand ask promise threaten judge
};

struct Claim {
  std::string id;  // hash of document key, content span, holder span
  Holder holder;
  std::optional<Cue> cue;
  Span content;
  Certainty certainty = Certainty::Certain;
  Polarity polarity = Polarity::Positive;
  std::vector<std::string> events;  // ids
};

}  // namespace casus
