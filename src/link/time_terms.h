// SPDX-License-Identifier: Apache-2.0
// The unanchored values of TimeMention, taken apart. docs/formats.md lists their forms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace casus {

enum class Direction { Unknown, Past, Present, Future };

struct TimeTerms {
  std::string date;                      // first term: "XXXX-04-26", "shift:D:-1", "P3M", "near" ...
  std::vector<std::string_view> fields;  // the first term cut at ":" (views into `date`)
  std::string clock;                     // "TMO", "T05:34"; empty if none
  std::string part;                      // start, mid, end, H1, H2, before, after; empty if none
  std::string year;                      // context, this-year, last-year, next-year, next-context; empty if none
  std::string reach;                     // back or ahead; empty if none
  int weekday = 0;                       // of "on:3"
  Direction direction = Direction::Unknown;
  bool aside = false;  // only describes a thing

  explicit TimeTerms(std::string_view value);
  TimeTerms(const TimeTerms&) = delete;
  TimeTerms& operator=(const TimeTerms&) = delete;
};

}  // namespace casus
