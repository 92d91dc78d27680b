// SPDX-License-Identifier: Apache-2.0
// PLOVER's closed lists of actor codes, for the checks of tables.
#pragma once

#include <set>
#include <string>

namespace casus {

inline const std::set<std::string>& plover_sectors() {
  static const std::set<std::string> kSectors = {"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "SPY", "PRM", "REB", "UAF", "UNK", "AGR", "BUS", "CRM",
                                                 "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "OPP", "PRE", "REF", "REL", "SOC"};
  return kSectors;
}

// Codes that stand where a country's would; all others are ISO 3166-1 alpha-3.
inline const std::set<std::string>& plover_country_codes() {
  static const std::set<std::string> kCodes = {"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "KOS"};
  return kCodes;
}

}  // namespace casus
