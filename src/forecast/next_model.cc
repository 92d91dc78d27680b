// SPDX-License-Identifier: Apache-2.0
#include "forecast/next_model.h"

#include <algorithm>
#include <cstring>

namespace casus {
namespace {

constexpr float kMostDeviations = 6;
// Says that the bytes hold this version's features and network.
constexpr std::string_view kMark = "casus next 1\n";

template <typename Values>
void put(std::string& bytes, const Values& values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0]));
}

template <typename Values>
void take(std::string_view& bytes, Values& values) {
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(values[0]));
  bytes.remove_prefix(values.size() * sizeof(values[0]));
}

}  // namespace

void NextModel::standardise(std::span<float> features) const {
  for (size_t index = 0; index < kNextFeatures; ++index) {
    features[index] = std::clamp((features[index] - mean[index]) * scale[index], -kMostDeviations, kMostDeviations);
  }
}

std::string NextModel::to_bytes(const FactTable& table) const {
  std::string bytes(kMark);
  put(bytes, std::array{until});
  put(bytes, mean);
  put(bytes, scale);
  put(bytes, network.weights());
  return bytes + affinity.to_bytes(table);
}

Result<NextModel> NextModel::from_bytes(std::string_view bytes, const FactTable& table) {
  Error other_version{ErrorCode::Corrupt, "the model of next events was written by another version of casus; train again (casus forecast train)", ""};
  NextModel model;
  size_t fixed = kMark.size() + sizeof(int32_t) + (2 * kNextFeatures + RankingNetwork::kWeights) * sizeof(float);
  if (!bytes.starts_with(kMark) || bytes.size() < fixed) return other_version;
  bytes.remove_prefix(kMark.size());
  std::array<int32_t, 1> until{};
  take(bytes, until);
  model.until = until[0];
  take(bytes, model.mean);
  take(bytes, model.scale);
  take(bytes, model.network.weights());
  if (!RelationAffinity::from_bytes(bytes, table, model.affinity)) return other_version;
  return model;
}

std::vector<std::pair<uint32_t, float>> rank_next(const NextModel& model, const NextQuestion& question, NextCandidates& candidates, size_t most) {
  candidates.read(question);
  std::vector<std::pair<uint32_t, float>> ranked;
  ranked.reserve(candidates.candidates().size());
  std::array<float, kNextFeatures> features;
  RankingNetwork::Activations activations;
  for (uint32_t candidate : candidates.candidates()) {
    candidates.features(candidate, features);
    model.standardise(features);
    ranked.emplace_back(candidate, model.network.score(features, activations) + model.affinity.score(question, candidates, candidate));
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (ranked.size() > most) ranked.resize(most);
  return ranked;
}

}  // namespace casus
