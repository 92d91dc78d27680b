// SPDX-License-Identifier: Apache-2.0
// Values of patterns: filling in what was read, and TIMEX3's spelling of durations and clock times.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "find/time_grammar.h"

namespace casus {
namespace {

using Captures = std::vector<std::pair<const std::string*, std::string>>;

std::string captured(const Captures& captures, std::string_view name) {
  for (const auto& [key, value] : captures) {
    if (*key == name) return value;
  }
  return std::string(name);
}

int integer(std::string_view text) { return std::atoi(std::string(text).c_str()); }

// One field without its braces: "number", "ordinal-1:2", "year4<2", "monthday@year4", "monthday@full<4".
std::string fill_field(std::string_view field, const Captures& captures) {
  size_t name_end = field.find_first_of("+-:<@");
  std::string value = captured(captures, field.substr(0, name_end));
  if (name_end == std::string_view::npos) return value;
  std::string_view rest = field.substr(name_end);
  if (rest.front() == '@') {
    std::string year = fill_field(rest.substr(1), captures);
    return value.starts_with("XXXX") ? year + value.substr(4) : value;
  }
  if (rest.front() == '+' || rest.front() == '-') {
    size_t end = rest.find_first_of(":<");
    value = std::to_string(integer(value) + integer(rest.substr(0, end)));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
  }
  if (rest.empty()) return value;
  size_t width = static_cast<size_t>(integer(rest.substr(1)));
  if (rest.front() == '<') return value.substr(0, width);
  return fmt::format("{:0>{}}", value, width);
}

std::string decimal(double number) {
  std::string text = fmt::format("{:.3f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// "P2DE" and its like into TIMEX3 units; other values stay.
std::string spell_duration(const std::string& value) {
  size_t unit_at = value.find_first_not_of("0123456789.X", 1);
  if (unit_at == std::string::npos || unit_at == 1) return value;
  std::string count = value.substr(1, unit_at - 1), unit = value.substr(unit_at);
  struct Unit {
    std::string_view name, timex;
    int factor;
  };
  static constexpr Unit kUnits[] = {
      {"DE", "Y", 10}, {"CE", "Y", 100}, {"ML", "Y", 1000}, {"FN", "W", 2}, {"Q", "M", 3}};
  for (const Unit& known : kUnits) {
    if (unit != known.name) continue;
    if (count == "X") return fmt::format("PX{}", known.factor >= 10 ? known.name : known.timex);
    return fmt::format("P{}{}", decimal(std::atof(count.c_str()) * known.factor), known.timex);
  }
  if (count == "0.5" && unit == "TH") return "PT30M";
  if (count == "0.5" && unit == "Y") return "P6M";
  if (unit.size() == 2 && unit.front() == 'T') return fmt::format("PT{}{}", count, unit.substr(1));
  return value;
}

// "T05:34pm" -> "T17:34".
std::string spell_clock(const std::string& value) {
  bool is_pm = value.ends_with("pm"), is_am = value.ends_with("am");
  if (!is_pm && !is_am) return value;
  int hour = integer(value.substr(1, 2));
  if (is_pm && hour < 12) hour += 12;
  if (is_am && hour == 12) hour = 0;
  return fmt::format("T{:02}{}", hour, value.substr(3, value.size() - 5));
}

}  // namespace

std::string fill_time_value(const std::string& pattern, const Captures& captures) {
  std::string value;
  for (size_t at = 0; at < pattern.size();) {
    size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      value += pattern[at++];
      continue;
    }
    value += fill_field(std::string_view(pattern).substr(at + 1, close - at - 1), captures);
    at = close + 1;
  }
  std::string spelled;
  for (size_t at = 0; at <= value.size();) {
    size_t end = std::min(value.find(' ', at), value.size());
    std::string term = value.substr(at, end - at);
    if (term.starts_with('P')) term = spell_duration(term);
    if (term.starts_with('T')) term = spell_clock(term);
    if (!spelled.empty()) spelled += ' ';
    spelled += term;
    at = end + 1;
  }
  return spelled;
}

}  // namespace casus
