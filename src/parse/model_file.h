// SPDX-License-Identifier: Apache-2.0
// Reads the files in which thinc, spaCy's machine-learning library, keeps the weights of a component ("*/model").
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "casus/result.h"

namespace casus {

struct WeightArray {
  std::vector<size_t> shape;
  std::vector<float> values;  // row-major
};

// One layer of the tree of layers; only leaves have weights.
struct ModelNode {
  std::string name;
  std::map<std::string, nlohmann::json> attributes;
  std::map<std::string, WeightArray> weights;
};

// A msgpack map of four parallel arrays over the layers in breadth-first order: "nodes", "attrs", "params", "shims".
class ModelFile {
 public:
  // `file` names the source in messages. Errors: Corrupt.
  static Result<ModelFile> read(const std::string& bytes, const std::string& file);

  const std::string& file() const { return file_; }
  const std::vector<ModelNode>& nodes() const { return nodes_; }
  // All layers of that name, in file order.
  std::vector<const ModelNode*> find(const std::string& name) const;
  // The single layer of that name. Errors: Unsupported if there is none or there are several.
  Result<const ModelNode*> find_one(const std::string& name) const;
  // Errors: Unsupported, naming the first leaf layer that is not in `known`.
  Status check_leaves(const std::vector<std::string>& known) const;

  Error error(ErrorCode code, std::string message) const { return {code, std::move(message), file_}; }
  // The weights `name` of a layer. Errors: Unsupported if they are missing or their shape is not `shape`, in which 0
  // stands for any size.
  Result<const WeightArray*> weights(const ModelNode& node, const std::string& name,
                                     const std::vector<size_t>& shape) const;
  // A whole number among the layer's attributes. Errors: Unsupported if it is missing.
  Result<int64_t> number(const ModelNode& node, const std::string& attribute) const;

 private:
  std::string file_;
  std::vector<ModelNode> nodes_;
};

}  // namespace casus
