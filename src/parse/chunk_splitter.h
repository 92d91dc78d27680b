// SPDX-License-Identifier: Apache-2.0
// Splits a chunk, that is text between white space, into tokens by the rules of spaCy's tokenizer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/result.h"
#include "parse/message_pack.h"
#include "parse/regex.h"

namespace casus {

// A token of a chunk, and the norm that a rule gives it (empty if none does).
struct Piece {
  std::string_view text;
  std::string_view norm;
  bool operator==(const Piece&) const = default;
};

// Immutable once loaded. To keep the time linear, a few limits differ from spaCy's tokenizer, none of which ordinary
// text meets: a suffix other than a run of full stops has at most 64 bytes, an address (URL) at most 4,096.
class ChunkSplitter {
 public:
  // Reads the file "tokenizer" of a model. Errors: Corrupt, Unsupported.
  static Result<ChunkSplitter> load(std::string bytes);

  // Replaces `pieces` by the tokens of `chunk`, which are views into it and into the model. `chunk` is not empty, valid
  // UTF-8, and either all white space or without any. Without rules, only the patterns split.
  void split(std::string_view chunk, RegexScratch& scratch, std::vector<Piece>& pieces, bool use_rules = true) const;

  // The tokens that a rule gives for exactly this text; nullptr if there is no such rule.
  const std::vector<Piece>* find_rule(std::string_view text) const;
  // The texts of all rules that have a space or that the patterns may split.
  std::vector<std::string_view> splittable_rules(RegexScratch& scratch) const;

 private:
  struct Patterns {
    Regex prefix, suffix, infix, url;
  };
  ChunkSplitter(std::unique_ptr<std::string> bytes, Patterns patterns)
      : bytes_(std::move(bytes)), patterns_(std::move(patterns)) {}

  Status read_rules(const PackedValue& exceptions);
  size_t prefix_length(std::string_view text, RegexScratch& scratch) const;
  size_t suffix_length(std::string_view text, RegexScratch& scratch) const;
  void split_middle(std::string_view text, RegexScratch& scratch, std::vector<Piece>& pieces) const;

  std::unique_ptr<std::string> bytes_;  // what the rules point into
  Patterns patterns_;
  std::unordered_map<std::string_view, std::vector<Piece>> rules_;
  size_t longest_rule_ = 0;  // bytes
};

}  // namespace casus
