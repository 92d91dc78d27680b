// SPDX-License-Identifier: Apache-2.0
// The linguistic layer: tokens, sentences, dependency trees and named entities.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "casus/document.h"

namespace casus {

// Owns the bytes of strings; views stay valid while the arena lives, also when it is moved.
class StringArena {
 public:
  std::string_view add(std::string_view text);

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t used_ = 0, capacity_ = 0;
};

// Labels (tag, pos, morph, dep) point into the language model, which outlives every Parse made with it.
struct Token {
  Span span;
  std::string_view lemma;
  std::string_view tag;    // Penn Treebank tag, "VBD"
  std::string_view pos;    // Universal part of speech, "VERB"
  std::string_view morph;  // "Tense=Past|VerbForm=Fin", sorted; empty if none
  std::string_view dep;    // dependency label, "nsubj"; the root's is "ROOT"
  uint32_t head = 0;       // index of the head; a root is its own head
  uint32_t left_edge = 0, right_edge = 0;  // first and last token of its subtree, inclusive
  uint32_t sentence = 0;   // index into Parse::sentences
  bool space_after = false;
};

struct Sentence {
  Span span;
  uint32_t first_token = 0, end_token = 0;  // half open
};

struct Entity {
  Span span;
  uint32_t first_token = 0, end_token = 0;
  std::string_view label;  // "PERSON", "GPE", "ORG", "NORP" ...
};

struct Parse {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<Entity> entities;      // sorted, not overlapping
  std::vector<int32_t> entity_of;    // per token: index into entities, or -1
  StringArena strings;               // lemmas that are not in the model

  // Dependents of token i in text order (without i itself). Valid after index_children().
  std::span<const uint32_t> children(uint32_t i) const {
    return {child_list.data() + child_start[i], child_list.data() + child_start[i + 1]};
  }
  // Fills the lists behind children() from the heads; whoever builds a Parse calls it last.
  void index_children();

  std::vector<uint32_t> child_start, child_list;
};

}  // namespace casus
