// SPDX-License-Identifier: Apache-2.0
// Who speaks the quotations of a text.
#pragma once

#include <cstdint>
#include <vector>

#include "casus/analysis.h"
#include "link/actor_tables.h"

namespace casus {

class Speakers {
 public:
  Speakers(const Analysis& text, const ActorTables& tables);

  // The quotation that holds the token, as an index into Mentions::quotations, or -1.
  int32_t quotation_of(uint32_t token) const { return quotation_of_[token]; }
  // The mention that speaks it, or -1.
  int32_t speaker_of(int32_t quotation) const { return quotation < 0 ? -1 : speaker_of_[quotation]; }

 private:
  int32_t find_speaker(size_t quotation, uint32_t first, uint32_t end) const;
  int32_t subject_of_speech(uint32_t verb) const;
  int32_t label_before(uint32_t token) const;
  bool same_paragraph(uint32_t a, uint32_t b) const;

  const Analysis& text_;
  const ActorTables& tables_;
  std::vector<int32_t> quotation_of_, speaker_of_;
};

}  // namespace casus
