// SPDX-License-Identifier: Apache-2.0
#include "link/offices.h"

#include <fmt/format.h>

#include "link/country_guess.h"

namespace casus {
namespace {

// What lies nearer to the day of publication is told of as present.
constexpr std::chrono::days kPresent{31};

void set_office(ActorRef& party, const ActorTables& tables, Date published, Date day, Event& event) {
  Actor& actor = party.actor;
  if (actor.id.empty() || actor.id == actor.country) return;
  const auto* rows = tables.named(name_key(actor.name));
  if (!rows || rows->front().kind != NameKind::Person || rows->front().actor.id != actor.id) return;
  std::string why;
  // A title that the text gives has set other sectors.
  if (ActorTables::as_of(*rows, published, why).sectors != actor.sectors) return;
  Actor then = ActorTables::as_of(*rows, day, why);
  if (then.sectors.empty() || then.sectors == actor.sectors) return;
  actor.sectors = then.sectors;
  actor.country = then.country;
  event.why.push_back(fmt::format("on the day of the event: {}", why));
}

// PLOVER's CVL is for the unarmed of no other sector.
void set_civilian(const Analysis& text, ActorRef& party, Event& event) {
  if (party.mention < 0 || !text.links.actors[party.mention].is_person || !party.actor.sectors.empty() || !is_state(party.actor.country)) return;
  party.actor.sectors = {"CVL"};
  event.why.push_back(fmt::format("{}: a person of whom no office or profession is told, CVL", party.actor.name));
}

}  // namespace

void set_civilians(const Analysis& text, Event& event) {
  for (ActorRef& party : event.actors) set_civilian(text, party, event);
  for (ActorRef& party : event.recipients) set_civilian(text, party, event);
}

void set_offices(const Document& document, const ActorTables& tables, Event& event) {
  auto published = parse_iso_date(document.published);
  if (!published || !event.date.span.last || event.date.basis == TimeBasis::Published || event.date.basis == TimeBasis::Unknown) return;
  const Date day = *event.date.span.last;
  if (day + kPresent > *published) return;
  for (ActorRef& party : event.actors) set_office(party, tables, *published, day, event);
  for (ActorRef& party : event.recipients) set_office(party, tables, *published, day, event);
}

}  // namespace casus
