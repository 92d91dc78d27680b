// SPDX-License-Identifier: Apache-2.0
#include "link/time_terms.h"

#include <algorithm>

#include "base/table.h"

namespace casus {

TimeTerms::TimeTerms(std::string_view value) {
  for (const std::string& term : split_cell(value, ' ')) {
    if (date.empty()) {
      date = term;
    } else if (term.starts_with('T')) {
      clock = term;
    } else if (term == "start" || term == "mid" || term == "end" || term == "H1" || term == "H2" || term == "before" ||
               term == "after") {
      part = term;
    } else if (term == "context" || term.ends_with("-year") || term == "next-context") {
      year = term;
    } else if (term == "back" || term == "ahead") {
      reach = term;
    } else if (term.starts_with("on:") && term.size() == 4) {
      weekday = term[3] - '0';
    } else if (term == "aside") {
      aside = true;
    } else if (direction == Direction::Unknown) {
      direction = term == "past"      ? Direction::Past
                  : term == "future"  ? Direction::Future
                  : term == "present" ? Direction::Present
                                      : Direction::Unknown;
    }
  }
  std::string_view rest = date;
  while (!rest.empty()) {
    size_t end = std::min(rest.find(':'), rest.size());
    fields.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace casus
