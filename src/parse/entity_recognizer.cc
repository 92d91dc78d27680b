// SPDX-License-Identifier: Apache-2.0
#include "parse/entity_recognizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace casus {
namespace {

constexpr float kForbidden = -std::numeric_limits<float>::infinity();

}  // namespace

Result<EntityRecognizer> EntityRecognizer::load(const ModelFile& model, const std::vector<Move>& moves, size_t width) {
  EntityRecognizer result;
  TRY_ASSIGN(result.model_, TransitionModel::load(model, kSlots, width));
  if (result.model_.classes() != moves.size()) {
    return model.error(ErrorCode::Corrupt, fmt::format("{} classes, but ner/moves lists {}", result.model_.classes(),
                                                       moves.size()));
  }
  for (const Move& move : moves) {
    if (move.action < Begin || move.action > Out) {
      return model.error(ErrorCode::Unsupported, fmt::format("entity action {} is not known", move.action));
    }
    auto type = std::ranges::find(result.types_, move.label);
    if (type == result.types_.end() && !move.label.empty()) type = result.types_.insert(type, move.label);
    // The unlabelled Unit, for tokens that a user blocked, is never valid here.
    const auto number = move.label.empty() ? -1 : static_cast<int16_t>(type - result.types_.begin());
    result.classes_.push_back({static_cast<Action>(move.action), static_cast<int16_t>(number)});
  }
  result.inside_masks_.resize(result.types_.size());
  for (auto& mask : result.outside_masks_) mask.resize(padded(moves.size()));
  for (auto& mask : result.inside_masks_) mask.resize(padded(moves.size()));
  for (auto& mask : result.outside_masks_) mask.fill(kForbidden);
  for (auto& mask : result.inside_masks_) mask.fill(kForbidden);
  for (size_t i = 0; i < moves.size(); ++i) {
    const auto [action, type] = result.classes_[i];
    if (action == Out) for (auto& mask : result.outside_masks_) mask[i] = 0;
    if (type < 0) continue;
    if (action == Begin) result.outside_masks_[Any][i] = 0;
    if (action == Unit) result.outside_masks_[Any][i] = result.outside_masks_[NotBegin][i] = 0;
    if (action == In || action == Last) result.inside_masks_[static_cast<size_t>(type)][i] = 0;
  }
  return result;
}

bool EntityRecognizer::must_end(std::span<const TokenLabels> labels, size_t token) const {
  return token + 1 == labels.size() || labels[token + 1].sentence_start;
}

void EntityRecognizer::recognize(std::span<const TokenFeatures> document, const float* vectors, Workspace& workspace,
                                 std::span<TokenLabels> labels) const {
  model_.begin(vectors, document.size(), workspace);
  int32_t first = TransitionModel::kNone;
  int16_t type = -1;
  for (size_t token = 0; token < document.size(); ++token) {
    const int32_t here = static_cast<int32_t>(token);
    const bool open = first != TransitionModel::kNone, end = must_end(labels, token);
    Action action = Last;
    if (!(open && end)) {
      const Outside outside = document[token].is_space ? OnlyOut : end ? NotBegin : Any;
      const auto& mask = open ? inside_masks_[static_cast<size_t>(type)] : outside_masks_[outside];
      const std::array<int32_t, kSlots> slots{here, first, open ? here - 1 : TransitionModel::kNone};
      const Class& best = classes_[best_class(model_.score(slots, workspace), mask.data(), classes_.size())];
      action = best.action;
      type = best.type;
    }
    labels[token].entity = type;
    labels[token].entity_begin = action == Begin || action == Unit;
    if (action == Begin) first = here;
    if (action == Last) first = TransitionModel::kNone;
  }
}

}  // namespace casus
