// SPDX-License-Identifier: Apache-2.0
// Who a document's publisher is, by its name.
#pragma once

#include <optional>
#include <string>

#include "casus/actor.h"
#include "casus/time.h"
#include "link/actor_tables.h"

namespace casus {

// Country and sectors by the names and agents in the publisher's name ("Ministry of Defence of Chad", "Press Office, Dockers' Union"), as of `day`; the name itself is kept.
Actor actor_of_publisher(const std::string& publisher, const ActorTables& tables, std::optional<Date> day);

}  // namespace casus
