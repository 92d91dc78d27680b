// SPDX-License-Identifier: Apache-2.0
#include "forecast/next_affinity.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace casus {
namespace {

constexpr float kRate = 0.02F, kShrinkage = 0.001F, kFirstSquare = 0.1F;
constexpr float kMostLately = 2;

struct StoredWeight {
  uint32_t asked, earlier;  // directed
  float lately, all;
};

}  // namespace

RelationAffinity::RelationAffinity(size_t relations) : directed_(2 * std::min(relations, kMostRelations)), weights_(2 * directed_ * directed_, 0.0F) {}

template <typename Use>
void RelationAffinity::inputs(const NextQuestion& question, const NextCandidates& candidates, uint32_t candidate, Use use) const {
  DirectedRelation asked = directed(question.relation, question.asked == AskedSide::Subject);
  if (asked >= directed_) return;
  candidates.past_relations(candidate, [&](const PastRelation& past) {
    if (past.relation >= directed_) return;
    size_t weight = 2 * (asked * directed_ + past.relation);
    use(weight, std::min(kMostLately, past.lately));
    use(weight + 1, std::log1p(past.all));
  });
}

float RelationAffinity::score(const NextQuestion& question, const NextCandidates& candidates, uint32_t candidate) const {
  float score = 0;
  inputs(question, candidates, candidate, [&](size_t weight, float input) { score += weights_[weight] * input; });
  return score;
}

void RelationAffinity::backward(const NextQuestion& question, const NextCandidates& candidates, uint32_t candidate, float slope, std::vector<Slope>& slopes) const {
  inputs(question, candidates, candidate, [&](size_t weight, float input) { slopes.push_back({weight, slope * input}); });
}

void RelationAffinity::step(std::span<const Slope> slopes) {
  squares_.resize(weights_.size(), 0.0F);
  for (const Slope& each : slopes) {
    float slope = each.slope + kShrinkage * weights_[each.weight];
    squares_[each.weight] += slope * slope;
    weights_[each.weight] -= kRate * slope / std::sqrt(squares_[each.weight] + kFirstSquare);
  }
}

std::string RelationAffinity::to_bytes(const FactTable& table) const {
  std::string names;
  for (size_t relation = 0; relation < directed_ / 2; ++relation) names += table.relations()[relation].name + '\n';
  std::vector<StoredWeight> stored;
  for (size_t index = 0; index < directed_ * directed_; ++index) {
    if (weights_[2 * index] == 0 && weights_[2 * index + 1] == 0) continue;
    stored.push_back({static_cast<uint32_t>(index / directed_), static_cast<uint32_t>(index % directed_), weights_[2 * index], weights_[2 * index + 1]});
  }
  return names + '\n' + std::string(reinterpret_cast<const char*>(stored.data()), stored.size() * sizeof(StoredWeight));
}

bool RelationAffinity::from_bytes(std::string_view bytes, const FactTable& table, RelationAffinity& affinity) {
  affinity = RelationAffinity(table.relations().size());
  std::vector<uint32_t> ids;
  for (;;) {
    size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return false;
    std::string_view name = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    if (name.empty()) break;
    ids.push_back(table.find_relation(name));
  }
  if (bytes.size() % sizeof(StoredWeight) != 0) return false;
  for (; !bytes.empty(); bytes.remove_prefix(sizeof(StoredWeight))) {
    StoredWeight stored;
    std::memcpy(&stored, bytes.data(), sizeof stored);
    if (stored.asked / 2 >= ids.size() || stored.earlier / 2 >= ids.size()) return false;
    uint32_t asked = ids[stored.asked / 2], earlier = ids[stored.earlier / 2];
    if (asked >= affinity.directed_ / 2 || earlier >= affinity.directed_ / 2) continue;
    size_t weight = 2 * (directed(asked, stored.asked % 2 == 1) * affinity.directed_ + directed(earlier, stored.earlier % 2 == 1));
    affinity.weights_[weight] = stored.lately;
    affinity.weights_[weight + 1] = stored.all;
  }
  return true;
}

}  // namespace casus
