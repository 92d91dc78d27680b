// SPDX-License-Identifier: Apache-2.0
// Regular expressions in the dialect of Python's `re`, as a model's tokenizer brings them, compiled to machine code.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "casus/result.h"

namespace casus {

// Working memory of a match; one per thread.
class RegexScratch {
 public:
  RegexScratch();
  ~RegexScratch();
  RegexScratch(RegexScratch&&) noexcept;
  RegexScratch& operator=(RegexScratch&&) noexcept;

 private:
  friend class Regex;
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

class Regex {
 public:
  // `name` names the pattern in messages. Errors: Unsupported if the pattern is not understood.
  static Result<Regex> compile(std::string_view python_pattern, const std::string& name);
  ~Regex();
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;

  struct Match {
    size_t start = 0, end = 0;
  };
  // The leftmost match that starts at byte `from` or later; look-behinds see what stands before. `text` is valid UTF-8
  // and `from` a border of characters. A search that takes more than a million
  // steps of backtracking is given up: no match.
  std::optional<Match> find(std::string_view text, RegexScratch& scratch, size_t from = 0) const;

 private:
  struct Code;
  explicit Regex(std::unique_ptr<Code> code);
  std::unique_ptr<Code> code_;
};

}  // namespace casus
