// SPDX-License-Identifier: Apache-2.0
// PLOVER's closed lists of codes, for the checks of tables.
#pragma once

#include <array>
#include <set>
#include <string>

namespace casus {

inline constexpr std::array kEventTypes = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
                                           "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"};

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

// What an event is about, the 37 of PLOVER 0.8.
inline const std::set<std::string>& plover_contexts() {
  static const std::set<std::string> kContexts = {"asylum", "cbrn", "corruption", "crime", "cyber", "diplomatic", "disasters", "economic", "election", "environment", "executive",
                                                  "gender", "health", "human_rights", "human_security", "illegal_drugs", "inequality", "intelligence", "legal", "legislative",
                                                  "lgbt", "migration", "military", "misinformation", "natural_resource", "peacekeeping", "political_institutions", "pro_autocracy",
                                                  "pro_democracy", "religion_ethnicity", "reparations", "repression", "rights_freedoms", "technology", "territory", "terrorism",
                                                  "trafficking"};
  return kContexts;
}

}  // namespace casus
