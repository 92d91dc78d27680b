// SPDX-License-Identifier: Apache-2.0
// The scorer of spaCy's TransitionBasedParser: which action comes next, given the tokens at a few places ("slots") of
// the parser's state. hidden = max over pieces of (sum over slots of W[slot] v[token] + b); scores = upper hidden.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "casus/result.h"
#include "parse/kernels.h"
#include "parse/model_file.h"

namespace casus {

// An action with its label; the place in the list is the class number of the scorer.
struct Move {
  int action = 0;
  std::string label;
};

// Reads a "*/moves" file: classes go by action, then by descending frequency, then by descending label.
// Errors: Corrupt, Unsupported.
Result<std::vector<Move>> read_moves(const std::string& bytes, const std::string& file);

class TransitionModel {
 public:
  static constexpr int32_t kNone = -1;  // the token of an empty slot

  // What is known of the tokens of the document at hand. The products W[slot] v[token] are computed in blocks when the
  // first of their tokens is asked for, and only those of recent tokens are kept.
  class Workspace {
   public:
    explicit Workspace(const TransitionModel& model);

   private:
    friend class TransitionModel;
    size_t tokens_ = 0;
    size_t computed_ = 0;  // tokens whose products have been computed
    FloatBuffer projected_;
    FloatBuffer products_;  // [token % window][slot][piece][hidden]
    FloatBuffer old_;       // the same for tokens that left the window, one per slot
    FloatBuffer hidden_;
    FloatBuffer scores_;
    std::vector<const float*> terms_;
  };

  // `slots` and `width` (of token vectors) are what the caller will provide. Errors: Unsupported.
  static Result<TransitionModel> load(const ModelFile& model, size_t slots, size_t width);

  size_t classes() const { return upper_.outputs; }
  // Begins a document, given its token vectors.
  void begin(const float* vectors, size_t tokens, Workspace& workspace) const;
  // padded(classes()) scores, valid until the next call; `slots` holds a token or kNone for each slot.
  const float* score(std::span<const int32_t> slots, Workspace& workspace) const;

 private:
  const float* product(size_t slot, int32_t token, Workspace& workspace) const;
  size_t product_size() const { return pieces_ * hidden_; }

  size_t slots_ = 0;
  size_t pieces_ = 0;
  size_t hidden_ = 0;
  DenseLayer projection_;
  DenseLayer lower_;     // outputs [slot][piece][hidden]
  FloatBuffer bias_;     // [piece][hidden]
  FloatBuffer missing_;  // the products of an empty slot: [slot][piece][hidden]
  DenseLayer upper_;
};

}  // namespace casus
