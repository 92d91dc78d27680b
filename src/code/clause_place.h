// SPDX-License-Identifier: Apache-2.0
// The place that an event's own clause names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "code/deed.h"
#include "code/place_roles.h"

namespace casus {

class ClausePlace {
 public:
  ClausePlace(const Analysis& text, const Event& event, const Deed& deed, const std::vector<PlaceUse>& uses,
              const PlaceWords& words);

  // What hangs on the trigger, on what it governs, or on a clause that it shares its place with; null if nothing does.
  const PlaceUse* find() const;
  // True if token i stands in the event's own clause.
  bool holds(uint32_t i) const;

 private:
  // The trigger, or a word above it that happens at the same place.
  struct Anchor {
    uint32_t token;
    uint32_t below;  // the word on the way from the trigger, or the trigger
    int steps;
  };

  const Token& token(uint32_t i) const { return text_.parse.tokens[i]; }
  void climb();
  bool shares_place(uint32_t at, int& nouns) const;
  bool shares_place_of_noun(uint32_t noun, int& nouns) const;
  int distance(const PlaceUse& use) const;
  int steps_down(const PlaceUse& use, const Anchor& anchor) const;
  bool crosses_clause(uint32_t at) const;
  bool is_other_deed(uint32_t at) const;
  bool is_scene(uint32_t noun) const;
  bool has_own_subject(uint32_t verb) const;
  std::string first_mark(uint32_t verb) const;
  const PlaceUse* where_clause() const;
  int cost_of(const PlaceUse& use, int steps) const;

  const Analysis& text_;
  const Event& event_;
  const Deed& deed_;
  const std::vector<PlaceUse>& uses_;
  const PlaceWords& words_;
  std::vector<Anchor> anchors_;
};

}  // namespace casus
