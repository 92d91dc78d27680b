// SPDX-License-Identifier: Apache-2.0
#include "parse/transition_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

namespace casus {
namespace {

constexpr size_t kBlock = 48;           // tokens whose products are computed together
constexpr size_t kWindow = 3 * kBlock;  // tokens whose products are kept

// [outer][output][piece] as [outer][piece][output].
FloatBuffer piece_major(std::span<const float> values, size_t outputs, size_t pieces) {
  FloatBuffer result(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const size_t outer = i / (outputs * pieces), output = i / pieces % outputs, piece = i % pieces;
    result[(outer * pieces + piece) * outputs + output] = values[i];
  }
  return result;
}

// [slot][output][piece][input] as [slot][piece][output][input].
std::vector<float> piece_major_weights(const WeightArray& weights) {
  const size_t outputs = weights.shape[1], pieces = weights.shape[2], inputs = weights.shape[3];
  std::vector<float> result(weights.values.size());
  for (size_t row = 0; row < weights.values.size() / inputs; ++row) {
    const size_t slot = row / (outputs * pieces), output = row / pieces % outputs, piece = row % pieces;
    std::copy_n(weights.values.data() + row * inputs, inputs,
                result.data() + ((slot * pieces + piece) * outputs + output) * inputs);
  }
  return result;
}

}  // namespace

Result<std::vector<Move>> read_moves(const std::string& bytes, const std::string& file) {
  const Error corrupt{ErrorCode::Corrupt, "not a list of parser moves; fetch the model package again", file};
  const auto outer = nlohmann::json::from_msgpack(bytes, true, false);
  if (!outer.is_object() || !outer.contains("moves") || !outer["moves"].is_string()) return corrupt;
  const auto actions = nlohmann::json::parse(outer["moves"].get_ref<const std::string&>(), nullptr, false);
  if (!actions.is_object()) return corrupt;
  std::vector<Move> moves;
  for (const auto& [action, labels] : actions.items()) {  // ascending, as nlohmann sorts keys
    if (action.size() != 1 || action[0] < '0' || action[0] > '9' || !labels.is_object()) return corrupt;
    std::vector<std::pair<int64_t, std::string>> sorted;
    for (const auto& [label, frequency] : labels.items()) {
      if (!frequency.is_number_integer()) return corrupt;
      if (frequency.get<int64_t>() < 0) {
        return Error{ErrorCode::Unsupported, "labels added after training (negative frequency) are not supported", file};
      }
      sorted.emplace_back(frequency.get<int64_t>(), label);
    }
    std::ranges::sort(sorted, std::greater());
    for (auto& entry : sorted) moves.push_back({action[0] - '0', std::move(entry.second)});
  }
  return moves;
}

TransitionModel::Workspace::Workspace(const TransitionModel& model)
    : products_(kWindow * model.slots_ * model.product_size()),
      old_(model.slots_ * model.slots_ * model.product_size()),
      hidden_(model.hidden_),
      scores_(padded(model.classes())),
      terms_(model.slots_ + 1) {}

Result<TransitionModel> TransitionModel::load(const ModelFile& model, size_t slots, size_t width) {
  TRY_ASSIGN(const ModelNode* root, model.find_one("parser_model"));
  const auto has_upper = root->attributes.find("has_upper");
  const auto linear = model.find("linear");
  if (has_upper == root->attributes.end() || has_upper->second != true || linear.size() != 2) {
    return model.error(ErrorCode::Unsupported, "a parser without upper layer (use_upper = false) is not supported");
  }
  TRY_ASSIGN(const ModelNode* affine, model.find_one("precomputable_affine"));
  TRY_ASSIGN(const WeightArray* lower, model.weights(*affine, "W", {slots, 0, 0, 0}));
  const size_t hidden = lower->shape[1], pieces = lower->shape[2], inputs = lower->shape[3];
  if (hidden == 0 || hidden % kWidthUnit != 0 || pieces == 0 || inputs % kWidthUnit != 0) {
    return model.error(ErrorCode::Unsupported, fmt::format("widths {} and {} with {} pieces; widths must be multiples "
                                                           "of {}", hidden, inputs, pieces, kWidthUnit));
  }
  TRY_ASSIGN(const WeightArray* bias, model.weights(*affine, "b", {hidden, pieces}));
  TRY_ASSIGN(const WeightArray* missing, model.weights(*affine, "pad", {1, slots, hidden, pieces}));
  TRY_ASSIGN(const WeightArray* upper, model.weights(*linear[0], "W", {0, hidden}));
  TRY_ASSIGN(const WeightArray* upper_bias, model.weights(*linear[0], "b", {upper->shape[0]}));
  TRY_ASSIGN(const WeightArray* projection, model.weights(*linear[1], "W", {inputs, width}));
  TRY_ASSIGN(const WeightArray* projection_bias, model.weights(*linear[1], "b", {inputs}));

  TransitionModel result;
  result.slots_ = slots;
  result.pieces_ = pieces;
  result.hidden_ = hidden;
  result.projection_ = pack_layer(projection->values, projection_bias->values, width, inputs, 1);
  result.lower_ = pack_layer(piece_major_weights(*lower), {}, inputs, slots * pieces * hidden, 1);
  result.bias_ = piece_major(bias->values, hidden, pieces);
  result.missing_ = piece_major(missing->values, hidden, pieces);
  result.upper_ = pack_layer(upper->values, upper_bias->values, hidden, upper->shape[0], 1);
  return result;
}

void TransitionModel::begin(const float* vectors, size_t tokens, Workspace& workspace) const {
  workspace.tokens_ = tokens;
  workspace.computed_ = 0;
  workspace.projected_.resize(tokens * projection_.outputs);
  apply_linear(projection_, {vectors, projection_.inputs, tokens},
               {workspace.projected_.data(), projection_.outputs});
}

const float* TransitionModel::product(size_t slot, int32_t token, Workspace& workspace) const {
  if (token == kNone) return missing_.data() + slot * product_size();
  const size_t index = static_cast<size_t>(token), row_size = slots_ * product_size(), inputs = lower_.inputs;
  while (workspace.computed_ <= index) {
    const size_t first = workspace.computed_, rows = std::min(kBlock, workspace.tokens_ - first);
    apply_linear(lower_, {workspace.projected_.data() + first * inputs, inputs, rows},
                 {workspace.products_.data() + first % kWindow * row_size, row_size});
    workspace.computed_ += kBlock;
  }
  if (index + kWindow >= workspace.computed_) {
    return workspace.products_.data() + index % kWindow * row_size + slot * product_size();
  }
  float* row = workspace.old_.data() + slot * row_size;
  apply_linear(lower_, {workspace.projected_.data() + index * inputs, inputs, 1}, {row, row_size});
  return row + slot * product_size();
}

const float* TransitionModel::score(std::span<const int32_t> slots, Workspace& workspace) const {
  // Later tokens first: computing their block may push others out of the window.
  const int32_t last = *std::ranges::max_element(slots);
  if (last != kNone) product(0, last, workspace);
  for (size_t slot = 0; slot < slots_; ++slot) workspace.terms_[slot] = product(slot, slots[slot], workspace);
  workspace.terms_[slots_] = bias_.data();
  sum_maxout(workspace.terms_, hidden_, pieces_, nullptr, nullptr, workspace.hidden_.data());
  apply_linear(upper_, {workspace.hidden_.data(), hidden_, 1}, {workspace.scores_.data(), workspace.scores_.size()});
  return workspace.scores_.data();
}

}  // namespace casus
