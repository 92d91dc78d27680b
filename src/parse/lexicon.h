// SPDX-License-Identifier: Apache-2.0
// The words met of late and what was found out about them. One per thread.
#pragma once

#include <deque>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/parse.h"
#include "parse/chunk_splitter.h"
#include "parse/lexeme.h"
#include "parse/tokenizer.h"
#include "parse/vocabulary.h"

namespace casus {

class Lexicon {
 public:
  // Both must outlive the lexicon.
  Lexicon(const Tokenizer& tokenizer, const Vocabulary& vocabulary) : tokenizer_(tokenizer), vocabulary_(vocabulary) {}

  // The tokens of a chunk, see ChunkSplitter::split. All results stay valid until the next forget().
  std::span<Lexeme* const> split(std::string_view chunk);
  Lexeme* find_or_add(const Piece& piece);
  // Adds a reading to a lexeme of this lexicon; its lemma is copied.
  Reading& add_reading(Lexeme& lexeme, const Reading& reading);

  // Drops everything if it has grown over the limit, so that memory does not grow with the number of texts.
  void forget_if_large();

  RegexScratch& scratch() { return scratch_; }

 private:
  struct PieceHash {
    size_t operator()(const Piece& piece) const {
      return std::hash<std::string_view>()(piece.text) ^ (std::hash<std::string_view>()(piece.norm) << 1);
    }
  };

  const Tokenizer& tokenizer_;
  const Vocabulary& vocabulary_;
  RegexScratch scratch_;
  StringArena strings_;
  std::deque<Lexeme> lexemes_;
  std::deque<Reading> readings_;
  std::unordered_map<Piece, Lexeme*, PieceHash> by_piece_;
  std::unordered_map<std::string_view, std::vector<Lexeme*>> chunks_;
  std::vector<Piece> pieces_;  // of the chunk at hand
  size_t bytes_ = 0;           // about what all this takes
};

}  // namespace casus
