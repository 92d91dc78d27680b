// SPDX-License-Identifier: Apache-2.0
#include "parse/dependency_parser.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace casus {

static_assert(ArcEagerState::kNone == TransitionModel::kNone);

Result<DependencyParser> DependencyParser::load(const ModelFile& model, const std::vector<Move>& moves, size_t width) {
  DependencyParser parser;
  TRY_ASSIGN(parser.model_, TransitionModel::load(model, ArcEagerState::kSlots, width));
  if (parser.model_.classes() != moves.size()) {
    return model.error(ErrorCode::Corrupt, fmt::format("{} classes, but parser/moves lists {}", parser.model_.classes(),
                                                       moves.size()));
  }
  std::vector<std::string> labels;
  for (const Move& move : moves) {
    if (move.action == ArcEagerState::LeftArc || move.action == ArcEagerState::RightArc) labels.push_back(move.label);
  }
  parser.names_ = DependencyLabels(labels);
  for (auto& mask : parser.masks_) {
    mask.resize(padded(moves.size()));
    mask.fill(-std::numeric_limits<float>::infinity());
  }
  for (size_t i = 0; i < moves.size(); ++i) {
    const size_t action = static_cast<size_t>(moves[i].action);
    if (action >= ArcEagerState::kActions) {
      return model.error(ErrorCode::Unsupported, fmt::format("parser action {} is not known", action));
    }
    parser.classes_.push_back({static_cast<ArcEagerState::Action>(action), parser.names_.number(moves[i].label)});
    for (size_t valid = 0; valid < parser.masks_.size(); ++valid) {
      if (valid >> action & 1) parser.masks_[valid][i] = 0;
    }
  }
  return parser;
}

DependencyParser::Workspace DependencyParser::make_workspace() const {
  return {TransitionModel::Workspace(model_), {}, {}, {}, {}};
}

void DependencyParser::parse(std::span<const TokenFeatures> document, const float* vectors, Workspace& workspace,
                             std::span<TokenLabels> labels) const {
  ArcEagerState& state = workspace.state;
  state.start(document.size());
  model_.begin(vectors, document.size(), workspace.model);
  while (!state.done()) {
    const float* scores = model_.score(state.slots(), workspace.model);
    const Class& best = classes_[best_class(scores, masks_[state.valid()].data(), classes_.size())];
    state.apply(best.action, best.label);
  }
  workspace.heads.resize(document.size());
  workspace.labels.resize(document.size());
  for (uint32_t token = 0; token < document.size(); ++token) {
    const int32_t head = state.heads()[token];
    workspace.heads[token] = head == ArcEagerState::kNone ? token : static_cast<uint32_t>(head);
    workspace.labels[token] = head == ArcEagerState::kNone ? names_.number("ROOT") : state.labels()[token];
  }
  find_edges(workspace.heads, workspace.edges);
  deprojectivize(names_, document, workspace.heads, workspace.labels, workspace.edges);
  for (size_t token = 0; token < document.size(); ++token) {
    labels[token].head = workspace.heads[token];
    labels[token].dep = workspace.labels[token];
    labels[token].sentence_start = workspace.edges.sentence_start[token] != 0;
  }
}

}  // namespace casus
