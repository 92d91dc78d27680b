// SPDX-License-Identifier: Apache-2.0
// The features of words that spaCy's networks look at.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "casus/result.h"
#include "parse/network.h"

namespace casus {

// Immutable once loaded.
class Vocabulary {
 public:
  // Reads the file "vocab/lookups.bin" of a model. Errors: Corrupt.
  static Result<Vocabulary> load(std::string bytes);

  // `lower` is the text in lower case; `norm` is the norm that the tokenizer gives, or empty. space_after stays false.
  TokenFeatures features(std::string_view text, std::string_view lower, std::string_view norm) const;
  // The usual form of a spelling: "cannot" for "ca n't", "$" for "€", else lower case.
  std::string_view norm(std::string_view text, std::string_view lower) const;

 private:
  explicit Vocabulary(std::unique_ptr<std::string> bytes) : bytes_(std::move(bytes)) {}

  std::unique_ptr<std::string> bytes_;  // what the norms point into
  std::unordered_map<uint64_t, std::string_view> norms_;  // by string_id of the text
};

}  // namespace casus
