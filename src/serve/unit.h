// SPDX-License-Identifier: Apache-2.0
// The unit of a series (ask/series.h), ready to be asked about rows of the index.
#pragma once

#include <string>
#include <vector>

#include "serve/event_index.h"

namespace casus::serve {

class Unit {
 public:
  // "A|B", "A|A" or "A". Holds on to `index`.
  Unit(const EventIndex& index, const std::string& text);
  bool has(const IndexRow& row) const;

 private:
  // Whom a side means, by phrase. In tables of events names are units as they came, and codes stand for them only where no table has the name.
  struct Side {
    std::vector<bool> coded, tabled;
    Side(const EventIndex& index, const std::string& name);
    bool has(const IndexRow& row, IndexParty party) const { return (row.is_tabled ? tabled : coded)[party.phrase]; }
  };
  IndexParty party(const IndexRow& row, uint32_t i) const { return index_.parties[row.first_party + i]; }
  bool involves(const IndexRow& row) const;
  bool is_between(const IndexRow& row) const;
  bool is_inside(const IndexRow& row) const;

  const EventIndex& index_;
  std::vector<Side> sides_;
  bool is_inside_ = false;
};

}  // namespace casus::serve
