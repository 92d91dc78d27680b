// SPDX-License-Identifier: Apache-2.0
// The events of a store as histories of units.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "casus/result.h"
#include "forecast/features.h"

namespace casus {

class Store;

struct EventParty {
  std::string unit;  // empty: of no known unit
  bool is_actor = true;
};

struct DatedEvent {
  Day day = 0;
  int quad = 0;
  double intensity = 0;
  std::string type;           // PLOVER's, may be empty
  std::string place_country;  // may be empty
  std::vector<EventParty> parties;
};

// Histories of all units that events name. An event counts once for each side that it involves, once for each pair of actor and recipient (of two actors where
// nobody is acted upon), and inside a unit where all known parties are of it and there are two of them or the place is there.
class Archive {
 public:
  // Requires events in the order of their days.
  void add(const DatedEvent& event);
  // Likewise, of events that are not added themselves. Requires days in order.
  void add_to_world(Day day, const Sums& sums) { world_.add(day, sums); }
  void leave_world_alone() { adds_to_world_ = false; }

  const std::map<std::string, History>& units() const { return units_; }
  const History& world() const { return world_; }
  // Nothing if no event names the unit. Requires a canonical name.
  const History* find(const std::string& unit) const;
  // The unit with what surrounds it, as known at the end of `as_of`.
  Situation situation(const std::string& unit, Day as_of) const;

 private:
  std::map<std::string, History> units_;
  History world_;
  bool adds_to_world_ = true;
};

UnitKind kind_of(const std::string& unit);
// The two names of a dyad or of an inside, in the order of their bytes; a country's name alone.
std::vector<std::string> sides_of(const std::string& unit);
// "B|A" as "A|B"; an Error names what is no unit.
Result<std::string> canonical_unit(const std::string& unit);

// SQL for the unit of a party `a` of an event `e`: its name as it came in a table of events, else its country's code.
inline constexpr const char* kUnitSql = "CASE WHEN e.rule = 'import tsv' THEN a.text ELSE a.country END";

// Asserted events dated on or before `until`; with `sides`, only those that involve one of them, while the world has all. Units in `side_of` go by the name there.
Result<Archive> load_archive(const Store& store, Day until, const std::vector<std::string>* sides = nullptr, const std::map<std::string, std::string>& side_of = {});

// A unit of the store, and the country code that a table of events gives it.
struct NameInStore {
  std::string name, code;
};

// Units in asserted events on or before `until` that have one of the names, or whose code is one; most frequent first.
Result<std::vector<NameInStore>> names_in_store(const Store& store, const std::vector<std::string>& wanted, Day until);
// What the store calls `wanted`: as it was said, if a unit is named so, else the unit that mostly stands for that code; nothing if there is neither.
std::optional<std::string> name_in(const std::vector<NameInStore>& known, const std::string& wanted);

}  // namespace casus
