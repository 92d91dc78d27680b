// SPDX-License-Identifier: Apache-2.0
// The entity recogniser: one action per token from left to right, in the BILUO scheme
// (B begins an entity, I is inside, L is its last token, U is an entity of one token, O is outside).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "casus/result.h"
#include "parse/network.h"
#include "parse/transition_model.h"

namespace casus {

class EntityRecognizer {
 public:
  using Workspace = TransitionModel::Workspace;

  // `width` of the token vectors. Errors: Unsupported.
  static Result<EntityRecognizer> load(const ModelFile& model, const std::vector<Move>& moves, size_t width);

  const std::vector<std::string>& types() const { return types_; }
  Workspace make_workspace() const { return Workspace(model_); }
  // Sets entity and entity_begin of `labels`, whose sentence_start must be set.
  void recognize(std::span<const TokenFeatures> document, const float* vectors, Workspace& workspace,
                 std::span<TokenLabels> labels) const;

 private:
  enum Action : uint8_t { Missing, Begin, In, Last, Unit, Out };
  static constexpr size_t kSlots = 3;  // the token, the first of the open entity, the one before if one is open
  struct Class {
    Action action;
    int16_t type;  // -1 for Out
  };
  // Sets of actions possible outside an entity.
  enum Outside : uint8_t { Any, NotBegin, OnlyOut };
  static constexpr size_t kOutsides = 3;

  bool must_end(std::span<const TokenLabels> labels, size_t token) const;

  TransitionModel model_;
  std::vector<Class> classes_;
  std::vector<std::string> types_;
  std::array<FloatBuffer, kOutsides> outside_masks_;
  std::vector<FloatBuffer> inside_masks_;  // by the type of the open entity: In and Last
};

}  // namespace casus
