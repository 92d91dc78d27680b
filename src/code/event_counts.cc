// SPDX-License-Identifier: Apache-2.0
#include "code/event_counts.h"

#include <algorithm>
#include <cstdlib>

namespace casus {
namespace {

// How well a count of this kind goes with an event: 0 not at all.
int fit(CountKind kind, const Event& event) {
  const std::string& type = event.type;
  switch (kind) {
    case CountKind::Killed:
    case CountKind::Wounded: return type == "ASSAULT" ? 3 : type == "COERCE" || type == "PROTEST" ? 1 : 0;
    case CountKind::Arrested: return type == "COERCE" ? event.mode == "arrest" ? 3 : 2 : type == "ASSAULT" || type == "SANCTION" ? 1 : 0;
    case CountKind::Abducted: return type == "ASSAULT" ? event.mode == "abduct" ? 3 : 1 : type == "COERCE" ? 1 : 0;
    case CountKind::Displaced: return type == "SANCTION" ? 3 : type == "ASSAULT" || type == "COERCE" ? 2 : 0;
    case CountKind::Participants: return type == "PROTEST" ? 3 : 0;
  }
  return 0;
}

}  // namespace

void attach_counts(const Analysis& text, std::vector<Event>& events) {
  for (const Count& count : text.mentions.counts) {
    Event* best = nullptr;
    int64_t best_score = 0;
    for (Event& event : events) {
      const Sentence& sentence = text.parse.sentences[event.sentence];
      int kind = fit(count.kind, event);
      if (kind == 0 || !sentence.span.contains(count.span)) continue;
      int64_t distance = std::llabs(static_cast<int64_t>(text.parse.tokens[event.trigger].span.start) - static_cast<int64_t>(count.span.start));
      int64_t score = 10000 * kind + (event.span.contains(count.span) ? 5000 : 0) + 4000 - std::min<int64_t>(distance, 4000);
      if (score > best_score) {
        best = &event;
        best_score = score;
      }
    }
    if (best) best->counts.push_back(count);
  }
}

}  // namespace casus
