// SPDX-License-Identifier: Apache-2.0
#include "serve/unit.h"

#include <algorithm>

#include "serve/event_filter.h"

namespace casus::serve {

Unit::Side::Side(const EventIndex& index, const std::string& name) {
  PartyTerm term(name, index);
  bool is_a_name = std::any_of(index.phrases.begin(), index.phrases.end(), [&](const Phrase& phrase) { return phrase.is_tabled && phrase.text == name; });
  for (const Phrase& phrase : index.phrases) {
    coded.push_back(term.means(phrase));
    tabled.push_back(name.starts_with('=') ? coded.back() : phrase.text == name || (!is_a_name && phrase.country == name));
  }
}

Unit::Unit(const EventIndex& index, const std::string& text) : index_(index) {
  size_t bar = text.find('|');
  sides_.emplace_back(index, text.substr(0, bar));
  if (bar == std::string::npos) return;
  is_inside_ = text.substr(0, bar) == text.substr(bar + 1);
  if (!is_inside_) sides_.emplace_back(index, text.substr(bar + 1));
}

bool Unit::has(const IndexRow& row) const {
  if (sides_.size() == 2) return is_between(row);
  return is_inside_ ? is_inside(row) : involves(row);
}

bool Unit::involves(const IndexRow& row) const {
  for (uint32_t i = 0; i < row.party_count; ++i) if (sides_[0].has(row, party(row, i))) return true;
  return false;
}

// Parties to each other: an actor and a recipient, or two actors.
bool Unit::is_between(const IndexRow& row) const {
  for (uint32_t i = 0; i < row.party_count; ++i) {
    if (!sides_[0].has(row, party(row, i))) continue;
    for (uint32_t j = 0; j < row.party_count; ++j) {
      if (j != i && sides_[1].has(row, party(row, j)) && (party(row, i).is_actor || party(row, j).is_actor)) return true;
    }
  }
  return false;
}

// It takes part, and nobody who is known to be of another country. A table that names one side only does not say that it was inside.
bool Unit::is_inside(const IndexRow& row) const {
  if (!involves(row) || (row.is_tabled && row.party_count < 2)) return false;
  for (uint32_t i = 0; i < row.party_count; ++i) {
    bool is_known = row.is_tabled || !index_.phrases[party(row, i).phrase].country.empty();
    if (is_known && !sides_[0].has(row, party(row, i))) return false;
  }
  return true;
}

}  // namespace casus::serve
