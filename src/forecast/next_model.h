// SPDX-License-Identifier: Apache-2.0
// What comes next: candidates for the open place of a fact, ranked by a model that learned from how days followed on days.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "casus/result.h"
#include "forecast/next_affinity.h"
#include "forecast/next_features.h"
#include "forecast/next_network.h"

namespace casus {

struct NextModel {
  int32_t until = 0;  // the last day whose facts it was trained on
  std::array<float, kNextFeatures> mean{}, scale{};  // a feature becomes (value - mean) * scale, cut at kMostDeviations
  RankingNetwork network;
  RelationAffinity affinity;

  void standardise(std::span<float> features) const;
  // Relations are kept by name: a table of another day may number them otherwise.
  std::string to_bytes(const FactTable& table) const;
  // An Error for what another version wrote.
  static Result<NextModel> from_bytes(std::string_view bytes, const FactTable& table);
};

struct NextTraining {
  size_t questions = 60000;  // at most so many, the latest
  size_t epochs = 3;
  size_t rivals = 60;        // candidates that did not come, for each question
};

// Learns from the facts on and before `until`, each day asked of what was before it. An Error where there are too few.
Result<NextModel> train_next(const FactTable& table, int32_t until, const NextTraining& training = {});

// Candidates with their scores, best first, `most` at most.
std::vector<std::pair<uint32_t, float>> rank_next(const NextModel& model, const NextQuestion& question, NextCandidates& candidates, size_t most);

}  // namespace casus
