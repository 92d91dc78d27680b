// SPDX-License-Identifier: Apache-2.0
// Gradient-boosted trees: grown by XGBoost, kept and evaluated here, so that an answer needs no library and is the same on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "casus/result.h"
#include "forecast/matrix.h"

namespace casus {

struct TreeNode {
  int32_t feature = -1;  // -1: a leaf
  float border = 0;      // below it to the left, else to the right
  int32_t left = 0, right = 0;
  float value = 0;       // of a leaf: what it adds to the log-odds; of a fork: the mean of its leaves by the rows that reached them
};

struct BoostedTrees {
  float base = 0;                 // log-odds before any tree
  std::vector<uint32_t> roots;    // of each tree in `nodes`
  std::vector<TreeNode> nodes;

  double log_odds(std::span<const float> row) const;
  // What each feature moves the log-odds by: along the way of the row, how much the mean of the leaves changes at every fork (Saabas' method). Adds to `effects`;
  // the sum of all effects is log_odds minus what all rows share, which comes back.
  double add_effects(std::span<const float> row, double weight, std::vector<double>& effects) const;
};

struct GrowthOptions {
  int rounds = 250;
  int depth = 4;
  double step = 0.04;
  double rows = 0.6;      // share that a tree sees
  double columns = 0.25;  // likewise
  int least_weight = 20;
  double penalty = 5;     // on squares of leaves
  uint32_t seed = 1;
};

// Fails only where XGBoost does.
Result<BoostedTrees> grow_trees(const Matrix& rows, std::span<const char> outcomes, const GrowthOptions& options);

}  // namespace casus
