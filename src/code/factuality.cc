// SPDX-License-Identifier: Apache-2.0
#include "code/factuality.h"

#include <algorithm>
#include <array>

#include "base/names.h"

namespace casus {
namespace {

constexpr size_t kLongestPath = 48;

}  // namespace

Standing FactualityReader::apply(const Operator& entry, const Standing& context) {
  const bool fixed = entry.affirmed == entry.negated && (entry.affirmed == Effect::Yes || entry.affirmed == Effect::No);
  Effect effect = context.polarity == Polarity::Negative ? entry.negated : entry.affirmed;
  Standing result;
  result.attributed = context.attributed;
  result.planned = context.planned;
  result.certainty = fixed ? Certainty::Certain : context.certainty;
  auto become = [&](Certainty certainty, Polarity polarity) {
    result.certainty = least(result.certainty, certainty);
    result.polarity = result.certainty == Certainty::Unknown ? Polarity::Unknown : polarity;
  };
  switch (effect) {
    case Effect::None:
    case Effect::Same: return context;
    case Effect::Yes: if (fixed) result.planned = false; become(Certainty::Certain, Polarity::Positive); break;
    case Effect::No: become(Certainty::Certain, Polarity::Negative); break;
    case Effect::Likely: become(Certainty::Probable, Polarity::Positive); break;
    case Effect::Unlikely: become(Certainty::Probable, Polarity::Negative); break;
    case Effect::Maybe: become(Certainty::Possible, Polarity::Positive); break;
    case Effect::MaybeNot: become(Certainty::Possible, Polarity::Negative); break;
    case Effect::Open: become(Certainty::Unknown, Polarity::Unknown); break;
    case Effect::Planned: become(Certainty::Certain, Polarity::Positive); result.planned = true; break;
    // What is said stands by itself, also if saying it lies ahead.
    case Effect::Claimed: become(Certainty::Certain, Polarity::Positive); result.attributed = true; result.planned = false; break;
    case Effect::Believed: become(Certainty::Probable, Polarity::Positive); result.attributed = true; break;
    case Effect::Suspected: become(Certainty::Possible, Polarity::Positive); result.attributed = true; break;
    case Effect::Predicted: become(Certainty::Probable, Polarity::Positive); result.attributed = true; result.planned = true; break;
    case Effect::Denied: become(Certainty::Certain, Polarity::Negative); result.attributed = true; break;
    case Effect::Doubted: become(Certainty::Probable, Polarity::Negative); result.attributed = true; break;
  }
  return result;
}

FactualityReader::Level FactualityReader::step_down(const Level& above, uint32_t head, uint32_t child, std::vector<StandingStep>* steps) const {
  Level level;
  level.outer = edge(above, head, child, steps);
  std::string_view dep = parse_.tokens[child].dep;
  if (dep == "prep" || dep == "agent" || dep == "dative") return above;
  level.clause_attributed = is_verb(parse_.tokens[child]) ? level.outer.attributed : above.clause_attributed;
  level.inner = local(child, level.outer, false, steps);
  return level;
}

Standing FactualityReader::of(uint32_t token, std::vector<StandingStep>* steps, uint32_t top) const {
  std::array<uint32_t, kLongestPath> path;
  size_t length = 0;
  for (uint32_t at = token;; at = parse_.tokens[at].head) {
    path[length++] = at;
    if (at == top || parse_.tokens[at].head == at || length == kLongestPath) break;
  }
  Level level;
  uint32_t head = path[length - 1];
  const Token& first = parse_.tokens[head];
  bool has_mood = first.dep == "ROOT" || (head == top && first.dep != "xcomp" && is_verb(first) && clause_place(head) != kInfinitive && opener_of(head) == kNoToken);
  level.clause_attributed = false;
  level.inner = local(head, level.outer, has_mood, steps);
  for (size_t i = length - 1; i-- > 0;) {
    level = step_down(level, head, path[i], steps);
    head = path[i];
  }
  return level.inner;
}

std::string describe(const Standing& standing) {
  std::string text(name_of(standing.certainty));
  if (standing.polarity != Polarity::Unknown || standing.certainty != Certainty::Unknown) text += " " + std::string(name_of(standing.polarity));
  if (standing.planned) text += " planned";
  if (standing.attributed) text += " claimed";
  return text;
}

}  // namespace casus
