// SPDX-License-Identifier: Apache-2.0
// Codes and names of other people's event data in our terms, and ours in theirs: data/exchange/, the ontology, the actors and countries.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/result.h"
#include "store/imports.h"

namespace casus {

struct EventCode {
  std::string type, mode, cameo;
  std::vector<std::string> contexts;
  int quad = 0;
  double intensity = 0;
};

class ExchangeCodes {
 public:
  static Result<ExchangeCodes> load(const std::filesystem::path& data, const std::filesystem::path& knowledge);

  // What a CAMEO code says; type and mode are empty where PLOVER has none (statements, appeals). Null: no CAMEO code at all.
  const EventCode* cameo(std::string_view code) const;
  // A code or a name of a scheme's own ("acled", "weis"); null if it is unknown.
  const EventCode* event(std::string_view scheme, std::string_view name) const;
  // Score and usual code of a PLOVER type with its mode; null if there is no such type.
  const EventCode* plover(std::string_view type, std::string_view mode) const;

  // PLOVER's country of an ISO code, a CAMEO code, a number or a name; empty if it is none.
  std::string country(std::string_view text) const;
  std::string country_of_fips(std::string_view code) const;
  std::string fips_of_country(std::string_view country) const;
  std::string number_of_country(std::string_view country) const;
  std::string name_of_country(std::string_view country) const;
  // The PLOVER sector of a role; empty if it is unknown.
  std::string sector(std::string_view scheme, std::string_view role) const;
  std::string role_of_sector(std::string_view scheme, std::string_view sector) const;

  // Fills name, id, country and sectors from the name where our tables have it, as of that day. "Police (Australia)" counts too.
  void resolve_name(ImportedParty& party, const std::optional<Date>& day) const;
  // The same from a CAMEO actor code: "USAGOV", "IGOUNO", "PSEREB".
  void resolve_code(ImportedParty& party, std::string_view code) const;

 private:
  struct Office {
    std::string name, id, country;
    std::vector<std::string> sectors;
    std::optional<Date> from, to;
  };
  const Office* office_of(std::string_view name, const std::optional<Date>& day) const;

  std::unordered_map<std::string, EventCode> cameo_, event_, plover_;
  std::unordered_map<std::string, std::string> countries_, fips_, to_fips_, to_number_, country_names_, sectors_, roles_, agents_;
  std::unordered_map<std::string, std::vector<Office>> offices_;  // by folded name
  mutable std::unordered_map<std::string, std::string> folded_;   // names repeat a million times; not for several threads
};

}  // namespace casus
