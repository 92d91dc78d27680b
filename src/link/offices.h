// SPDX-License-Identifier: Apache-2.0
// Persons by the office that they held on the day of an event.
#pragma once

#include "casus/analysis.h"
#include "link/actor_tables.h"

namespace casus {

// Gives the persons among the event's parties, whose sectors are those of the tables on the day of publication, those of the event's own
// day, where the text tells of a time that was past by then. Reads event.date.
void set_offices(const Document& document, const ActorTables& tables, Event& event);

// Persons of a state of whom the text tells no office or profession are civilians.
void set_civilians(const Analysis& text, Event& event);

}  // namespace casus
