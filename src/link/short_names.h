// SPDX-License-Identifier: Apache-2.0
// Organisations that a text names in full once and in short later: "the Justice Department ... Justice", "the Times", "CTUW".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "link/phrase_reader.h"

namespace casus {

class ShortNames {
 public:
  ShortNames(const Analysis& text, const PhraseReader& reader);

  // Head token of the whole name before `head` that its bare capitalised word, or its initials, stand for.
  std::optional<uint32_t> whole_name(uint32_t head) const;

 private:
  struct WholeName {
    uint32_t head = 0;
    std::string first, last, initials;
  };
  void add(uint32_t first, uint32_t end);
  bool is_plainly_name(uint32_t head) const;

  const Analysis& text_;
  const PhraseReader& reader_;
  std::vector<WholeName> names_;
};

}  // namespace casus
