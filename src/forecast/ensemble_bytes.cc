// SPDX-License-Identifier: Apache-2.0
// An ensemble as bytes and back.
#include "forecast/bytes.h"
#include "forecast/ensemble.h"

namespace casus {
namespace {

// One walk for both ways; `Access` is put or get of a member.
template <typename Bytes, typename Value, typename Access>
void walk(Bytes& bytes, Value& ensemble, Access access) {
  access(bytes, ensemble.scaling.mean);
  access(bytes, ensemble.scaling.deviation);
  for (auto& counts : ensemble.counts) {
    access(bytes, counts.intercept);
    access(bytes, counts.coefficients);
    access(bytes, counts.dispersion_at_one);
    access(bytes, counts.dispersion_slope);
  }
  for (auto& target : ensemble.targets) {
    access(bytes, target.base);
    access(bytes, target.after_last);
    access(bytes, target.logistic.intercept);
    access(bytes, target.logistic.coefficients);
    access(bytes, target.combination);
  }
  access(bytes, ensemble.reliability);
}

bool has_sound_trees(const BoostedTrees& trees) {
  auto count = static_cast<int64_t>(trees.nodes.size()), features = static_cast<int64_t>(feature_names().size());
  for (uint32_t root : trees.roots) {
    if (root >= count) return false;
  }
  for (int64_t i = 0; i < count; ++i) {
    const TreeNode& node = trees.nodes[static_cast<size_t>(i)];
    // Children lie behind their parent, so every way down ends.
    if (node.feature >= 0 && (node.feature >= features || node.left <= i || node.right <= i || node.left >= count || node.right >= count)) return false;
  }
  return true;
}

bool is_sound(const Ensemble& ensemble) {
  size_t features = feature_names().size();
  bool is_good = ensemble.scaling.mean.size() == features && ensemble.scaling.deviation.size() == features;
  for (const CountModel& counts : ensemble.counts) is_good = is_good && counts.coefficients.size() == features;
  for (const TargetModel& target : ensemble.targets) {
    is_good = is_good && target.logistic.coefficients.size() == features;
    for (const BoostedTrees& trees : target.trees) is_good = is_good && has_sound_trees(trees);
  }
  return is_good;
}

}  // namespace

std::string pack(const Ensemble& ensemble) {
  ByteWriter bytes;
  walk(bytes, ensemble, [](ByteWriter& writer, const auto& value) { writer.put(value); });
  for (const TargetModel& target : ensemble.targets) {
    bytes.put(static_cast<uint32_t>(target.trees.size()));
    for (const BoostedTrees& trees : target.trees) {
      bytes.put(trees.base);
      bytes.put(trees.roots);
      bytes.put(trees.nodes);
    }
  }
  return bytes.take();
}

Result<Ensemble> unpack_ensemble(std::string_view packed) {
  ByteReader bytes(packed);
  Ensemble ensemble;
  walk(bytes, ensemble, [](ByteReader& reader, auto& value) { reader.get(value); });
  for (TargetModel& target : ensemble.targets) {
    uint32_t sets = 0;
    bytes.get(sets);
    for (uint32_t i = 0; i < sets && bytes.is_good(); ++i) {
      BoostedTrees trees;
      bytes.get(trees.base);
      bytes.get(trees.roots);
      bytes.get(trees.nodes);
      target.trees.push_back(std::move(trees));
    }
  }
  if (!bytes.is_good() || !is_sound(ensemble)) {
    return Error{ErrorCode::Corrupt, "the model kept in the store is not one of this version of Casus; train it again: casus forecast train", ""};
  }
  return ensemble;
}

}  // namespace casus
