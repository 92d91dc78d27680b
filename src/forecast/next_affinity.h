// SPDX-License-Identifier: Apache-2.0
// How much earlier facts of one relation between two entities speak for a fact of another: a negotiation for an agreement, an arrest for a trial.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casus/result.h"
#include "forecast/next_features.h"

namespace casus {

class RelationAffinity {
 public:
  // The derivative of the loss by one weight.
  struct Slope {
    size_t weight;
    float slope;
  };

  // All zero, for relations with ids below `relations`; of more than kMostRelations only the first are told apart, others say nothing.
  explicit RelationAffinity(size_t relations = 0);
  float score(const NextQuestion& question, const NextCandidates& candidates, uint32_t candidate) const;
  // Adds what the derivative of the loss by the score means for the weights.
  void backward(const NextQuestion& question, const NextCandidates& candidates, uint32_t candidate, float slope, std::vector<Slope>& slopes) const;
  // One step of AdaGrad (Duchi, Hazan and Singer 2011) for each slope, in order.
  void step(std::span<const Slope> slopes);
  void end_training() { squares_ = {}; }

  // Weights that are not zero, by the names of their relations.
  std::string to_bytes(const FactTable& table) const;
  // Relations that the table does not have are left out. Nothing if the bytes are not what to_bytes wrote.
  static bool from_bytes(std::string_view bytes, const FactTable& table, RelationAffinity& affinity);

 private:
  static constexpr size_t kMostRelations = 512;
  // Calls `use(index of a weight, input)` for what is known of the two.
  template <typename Use>
  void inputs(const NextQuestion& question, const NextCandidates& candidates, uint32_t candidate, Use use) const;

  size_t directed_ = 0;         // relations in both directions
  std::vector<float> weights_;  // by asked and earlier relation: of the count of late, and of the logarithm of all
  std::vector<float> squares_;  // sums of squared slopes
};

}  // namespace casus
