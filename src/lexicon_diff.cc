// SPDX-License-Identifier: Apache-2.0
// What a change to the tables adds, removes and alters among the events of a document.
#include <algorithm>

#include "casus/lexicon.h"

namespace casus {
namespace {

bool same_parties(const std::vector<ActorRef>& a, const std::vector<ActorRef>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ActorRef& x, const ActorRef& y) {
    return x.actor.country == y.actor.country && x.actor.sectors == y.actor.sectors && x.actor.id == y.actor.id;
  });
}

std::vector<std::string> differences(const Event& a, const Event& b) {
  std::vector<std::string> fields;
  auto note = [&](bool differs, const char* name) {
    if (differs) fields.emplace_back(name);
  };
  note(a.type != b.type, "type");
  note(a.mode != b.mode, "mode");
  note(a.cameo != b.cameo, "cameo");
  note(a.contexts != b.contexts, "contexts");
  note(!same_parties(a.actors, b.actors), "actors");
  note(!same_parties(a.recipients, b.recipients), "recipients");
  note(!(a.date.span == b.date.span), "date");
  note(a.place.has_value() != b.place.has_value() || (a.place && a.place->place.name != b.place->place.name), "place");
  note(a.status != b.status, "status");
  return fields;
}

}  // namespace

std::vector<EventChange> compare_events(const Analysis& before, const Analysis& after) {
  std::vector<EventChange> changes;
  std::vector<const Event*> left;
  for (const Event& event : after.coding.events) left.push_back(&event);
  // Events of one trigger word are the same event; of several the one of the same type, else any.
  auto take_partner = [&](const Event& event, bool same_type) -> const Event* {
    auto found = std::find_if(left.begin(), left.end(), [&](const Event* other) { return other->trigger == event.trigger && (!same_type || other->type == event.type); });
    if (found == left.end()) return nullptr;
    const Event* partner = *found;
    left.erase(found);
    return partner;
  };
  std::vector<const Event*> partners;
  for (const Event& event : before.coding.events) partners.push_back(take_partner(event, true));
  for (size_t i = 0; i < partners.size(); ++i) {
    const Event& event = before.coding.events[i];
    const Event* partner = partners[i] ? partners[i] : take_partner(event, false);
    if (!partner) {
      changes.push_back({EventChange::Kind::Removed, &event, nullptr, {}});
    } else if (std::vector<std::string> fields = differences(event, *partner); !fields.empty()) {
      changes.push_back({EventChange::Kind::Altered, &event, partner, std::move(fields)});
    }
  }
  for (const Event* event : left) changes.push_back({EventChange::Kind::Added, nullptr, event, {}});
  auto place = [](const EventChange& change) { return change.after ? change.after->trigger : change.before->trigger; };
  std::stable_sort(changes.begin(), changes.end(), [&](const EventChange& a, const EventChange& b) { return place(a) < place(b); });
  return changes;
}

}  // namespace casus
