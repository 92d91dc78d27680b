// SPDX-License-Identifier: Apache-2.0
#include "parse/lexicon.h"

#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kMostBytes = 24 * 1024 * 1024;
constexpr size_t kMapOverhead = 48;  // bytes of a node of std::unordered_map and its bucket, about

}  // namespace

std::span<Lexeme* const> Lexicon::split(std::string_view chunk) {
  const auto known = chunks_.find(chunk);
  if (known != chunks_.end()) return known->second;
  tokenizer_.splitter().split(chunk, scratch_, pieces_);
  std::vector<Lexeme*> lexemes;
  lexemes.reserve(pieces_.size());
  for (const Piece& piece : pieces_) lexemes.push_back(find_or_add(piece));
  bytes_ += kMapOverhead + chunk.size() + sizeof lexemes + lexemes.size() * sizeof(Lexeme*);
  return chunks_.emplace(strings_.add(chunk), std::move(lexemes)).first->second;
}

Lexeme* Lexicon::find_or_add(const Piece& piece) {
  const auto known = by_piece_.find(piece);
  if (known != by_piece_.end()) return known->second;
  Lexeme& lexeme = lexemes_.emplace_back();
  lexeme.text = strings_.add(piece.text);
  const std::string lower = to_lower(piece.text);
  lexeme.lower = lower == piece.text ? lexeme.text : strings_.add(lower);
  lexeme.features = vocabulary_.features(lexeme.text, lexeme.lower, piece.norm);
  lexeme.begins_phrase = tokenizer_.begins_phrase(lexeme.text);
  bytes_ += kMapOverhead + sizeof(Piece) + sizeof(Lexeme) + 2 * piece.text.size();
  by_piece_.emplace(Piece{lexeme.text, piece.norm}, &lexeme);  // norms stay where they are, in the model
  return &lexeme;
}

Reading& Lexicon::add_reading(Lexeme& lexeme, const Reading& reading) {
  Reading& added = readings_.emplace_back(reading);
  added.lemma = reading.lemma == lexeme.text ? lexeme.text : strings_.add(reading.lemma);
  added.next = lexeme.readings;
  lexeme.readings = &added;
  bytes_ += sizeof(Reading) + reading.lemma.size();
  return added;
}

void Lexicon::forget_if_large() {
  if (bytes_ <= kMostBytes) return;
  chunks_.clear();
  by_piece_.clear();
  readings_.clear();
  lexemes_.clear();
  strings_ = StringArena();
  bytes_ = 0;
}

}  // namespace casus
