// SPDX-License-Identifier: Apache-2.0
// Whole texts to tokens, as spaCy's tokenizer does it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "casus/result.h"
#include "parse/chunk_splitter.h"
#include "parse/lexeme.h"

namespace casus {

class Lexicon;

struct TextToken {
  Lexeme* lexeme = nullptr;
  uint32_t start = 0;  // byte in the text
  bool space_after = false;
  uint32_t end() const { return start + static_cast<uint32_t>(lexeme->text.size()); }
};

// Immutable once loaded.
class Tokenizer {
 public:
  // Reads the file "tokenizer" of a model. Errors: Corrupt, Unsupported.
  static Result<Tokenizer> load(std::string bytes);

  // Replaces `tokens` by those of `text`, which is valid UTF-8 of less than 4 GB. Tokens follow each other without gaps,
  // apart from one U+0020 where space_after is set. `lexicon` belongs to this tokenizer.
  void tokenize(std::string_view text, Lexicon& lexicon, std::vector<TextToken>& tokens) const;

  const ChunkSplitter& splitter() const { return splitter_; }
  // Whether a rule exists whose text the patterns may split, with this as its first token.
  bool begins_phrase(std::string_view text) const { return phrases_.next.find(text) != phrases_.next.end(); }

 private:
  // A tree over the tokens of the phrases.
  struct Phrase {
    std::map<std::string, Phrase, std::less<>> next;
    bool is_complete = false;
  };
  struct Hit {
    uint32_t first = 0, end = 0;  // tokens
  };

  explicit Tokenizer(ChunkSplitter splitter) : splitter_(std::move(splitter)) {}
  void add_phrase(std::string_view rule, RegexScratch& scratch);
  std::vector<Hit> find_phrases(const std::vector<TextToken>& tokens) const;
  void apply_rules_across_chunks(std::string_view text, Lexicon& lexicon, std::vector<TextToken>& tokens) const;

  ChunkSplitter splitter_;
  Phrase phrases_;
};

}  // namespace casus
