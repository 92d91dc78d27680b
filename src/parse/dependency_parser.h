// SPDX-License-Identifier: Apache-2.0
// The dependency parser: token vectors to heads, labels and sentence starts.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "casus/result.h"
#include "parse/arc_eager.h"
#include "parse/dependency_tree.h"
#include "parse/network.h"
#include "parse/transition_model.h"

namespace casus {

class DependencyParser {
 public:
  struct Workspace {
    TransitionModel::Workspace model;
    ArcEagerState state;
    std::vector<uint32_t> heads;
    std::vector<uint16_t> labels;
    SubtreeEdges edges;
  };

  // `width` of the token vectors. Errors: Unsupported.
  static Result<DependencyParser> load(const ModelFile& model, const std::vector<Move>& moves, size_t width);

  const std::vector<std::string>& labels() const { return names_.plain(); }
  Workspace make_workspace() const;
  // Sets dep, head and sentence_start of `labels`, all of the document's length.
  void parse(std::span<const TokenFeatures> document, const float* vectors, Workspace& workspace,
             std::span<TokenLabels> labels) const;

 private:
  struct Class {
    ArcEagerState::Action action;
    uint16_t label;
  };
  TransitionModel model_;
  std::vector<Class> classes_;
  DependencyLabels names_;
  // For each set of valid actions (bits as of ArcEagerState::valid) the mask of the classes for best_class.
  std::array<FloatBuffer, 1 << ArcEagerState::kActions> masks_;
};

}  // namespace casus
