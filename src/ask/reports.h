// SPDX-License-Identifier: Apache-2.0
// What each report of one event says of it, and why a claimed event does not count.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace casus {

// Reports of the event in the order they were published, the event's own among them: status, words, document, whose text it copies (of all that print it
// the first published; null: its own), on whose word. Before these, for counting, copy_group and publisher (kPublisherColumn).
std::string reports_select(int64_t event);

// For those of the events that are claimed and not asserted, in no order: id, and for each of their claims what it lacks.
std::string uncounted_select(const std::vector<int64_t>& events);

}  // namespace casus
