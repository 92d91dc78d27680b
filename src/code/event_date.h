// SPDX-License-Identifier: Apache-2.0
// When an event happened, by syntax and then by the course of the text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "casus/analysis.h"

namespace casus {

// Dates of the events of one text, which must outlive it; reads document, parse, links and the types of the events.
class EventDates {
 public:
  explicit EventDates(const Analysis& text);
  ~EventDates();

  // The date of the event whose trigger is token `trigger`: from the time expressions of its own clause, of clauses it
  // goes with (coordination, "killing five", "a day after ..."), of a dated paragraph, of the sentence before it where
  // that one is plainly being continued, and last the date of publication for what is said or done as the text is
  // written. An empty span and TimeBasis::Unknown otherwise. `why` is set to one line that names the rule.
  EventDate of(uint32_t trigger, std::string& why) const;

 private:
  class Dater;
  const Analysis& text_;
  std::unique_ptr<Dater> dater_;
};

}  // namespace casus
