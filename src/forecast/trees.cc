// SPDX-License-Identifier: Apache-2.0
#include "forecast/trees.h"

#include <fmt/format.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "forecast/linear_models.h"

namespace casus {
namespace {

Error xgboost_error() { return Error{ErrorCode::Io, fmt::format("XGBoost: {}", XGBGetLastError()), ""}; }
Status check(int code) { return code == 0 ? ok() : Status(xgboost_error()); }

struct OwnedRows {
  DMatrixHandle handle = nullptr;
  ~OwnedRows() { if (handle) XGDMatrixFree(handle); }
};
struct OwnedBooster {
  BoosterHandle handle = nullptr;
  ~OwnedBooster() { if (handle) XGBoosterFree(handle); }
};

// The mean of the leaves below a node, weighted by the rows that reached them (XGBoost's sums of hessians).
double set_means(std::vector<TreeNode>& nodes, size_t node, const nlohmann::json& weights, size_t root) {
  if (nodes[node].feature < 0) return nodes[node].value;
  auto left = static_cast<size_t>(nodes[node].left), right = static_cast<size_t>(nodes[node].right);
  double left_weight = weights[left - root].get<double>(), right_weight = weights[right - root].get<double>();
  double mean = set_means(nodes, left, weights, root) * left_weight + set_means(nodes, right, weights, root) * right_weight;
  nodes[node].value = static_cast<float>(mean / std::max(1e-9, left_weight + right_weight));
  return nodes[node].value;
}

// XGBoost's model format (its documentation, "Introduction to Model IO"): parallel lists per tree; a leaf's value stands where a fork has its border.
void add_tree(const nlohmann::json& tree, BoostedTrees& trees) {
  size_t root = trees.nodes.size(), count = tree["left_children"].size();
  trees.roots.push_back(static_cast<uint32_t>(root));
  for (size_t i = 0; i < count; ++i) {
    TreeNode node;
    int left = tree["left_children"][i].get<int>();
    float number = tree["split_conditions"][i].get<float>();
    if (left < 0) {
      node.value = number;
    } else {
      node.feature = tree["split_indices"][i].get<int>();
      node.border = number;
      node.left = static_cast<int32_t>(root) + left;
      node.right = static_cast<int32_t>(root) + tree["right_children"][i].get<int>();
    }
    trees.nodes.push_back(node);
  }
  set_means(trees.nodes, root, tree["sum_hessian"], root);
}

size_t leaf_of(const BoostedTrees& trees, size_t root, std::span<const float> row) {
  size_t at = root;
  while (trees.nodes[at].feature >= 0) {
    const TreeNode& node = trees.nodes[at];
    at = static_cast<size_t>(row[static_cast<size_t>(node.feature)] < node.border ? node.left : node.right);
  }
  return at;
}

Status set_options(BoosterHandle booster, const GrowthOptions& options, double base) {
  const std::pair<const char*, std::string> settings[] = {{"objective", "binary:logistic"},
                                                          {"tree_method", "hist"},
                                                          {"max_bin", "64"},
                                                          {"base_score", fmt::format("{}", base)},
                                                          {"eta", fmt::format("{}", options.step)},
                                                          {"max_depth", fmt::format("{}", options.depth)},
                                                          {"subsample", fmt::format("{}", options.rows)},
                                                          {"colsample_bytree", fmt::format("{}", options.columns)},
                                                          {"min_child_weight", fmt::format("{}", options.least_weight)},
                                                          {"lambda", fmt::format("{}", options.penalty)},
                                                          {"seed", fmt::format("{}", options.seed)},
                                                          {"nthread", "1"},  // several threads add up in another order
                                                          {"verbosity", "0"}};
  for (const auto& [name, value] : settings) TRY(check(XGBoosterSetParam(booster, name, value.c_str())));
  return ok();
}

}  // namespace

double BoostedTrees::log_odds(std::span<const float> row) const {
  double sum = base;
  for (uint32_t root : roots) sum += nodes[leaf_of(*this, root, row)].value;
  return sum;
}

double BoostedTrees::add_effects(std::span<const float> row, double weight, std::vector<double>& effects) const {
  double shared = base;
  for (uint32_t root : roots) {
    shared += nodes[root].value;
    for (size_t at = root; nodes[at].feature >= 0;) {
      auto feature = static_cast<size_t>(nodes[at].feature);
      auto next = static_cast<size_t>(row[feature] < nodes[at].border ? nodes[at].left : nodes[at].right);
      effects[feature] += weight * (nodes[next].value - nodes[at].value);
      at = next;
    }
  }
  return shared;
}

Result<BoostedTrees> grow_trees(const Matrix& rows, std::span<const char> outcomes, const GrowthOptions& options) {
  double happened = 0;
  std::vector<float> labels;
  for (char outcome : outcomes) {
    labels.push_back(outcome ? 1.0f : 0.0f);
    happened += outcome;
  }
  double base = (happened + 0.5) / (static_cast<double>(outcomes.size()) + 1);
  OwnedRows data;
  TRY(check(XGDMatrixCreateFromMat(rows.values.data(), rows.rows(), rows.columns, std::numeric_limits<float>::quiet_NaN(), &data.handle)));
  TRY(check(XGDMatrixSetFloatInfo(data.handle, "label", labels.data(), labels.size())));
  OwnedBooster booster;
  TRY(check(XGBoosterCreate(&data.handle, 1, &booster.handle)));
  TRY(set_options(booster.handle, options, base));
  for (int round = 0; round < options.rounds; ++round) TRY(check(XGBoosterUpdateOneIter(booster.handle, round, data.handle)));
  const char* text = nullptr;
  bst_ulong length = 0;
  TRY(check(XGBoosterSaveModelToBuffer(booster.handle, R"({"format": "json"})", &length, &text)));
  nlohmann::json model = nlohmann::json::parse(text, text + length, nullptr, false);
  if (model.is_discarded()) return Error{ErrorCode::Corrupt, "XGBoost's model is no JSON; is another version installed?", ""};
  BoostedTrees trees;
  trees.base = static_cast<float>(logit(base));
  for (const auto& tree : model["learner"]["gradient_booster"]["model"]["trees"]) add_tree(tree, trees);
  return trees;
}

}  // namespace casus
