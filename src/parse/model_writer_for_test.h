// SPDX-License-Identifier: Apache-2.0
// Writes thinc model files for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace casus {

struct TestWeights {
  std::string name;
  std::vector<size_t> shape;
  std::vector<float> values;
};

struct TestNode {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  // values as JSON
  std::vector<TestWeights> weights;
};

std::string write_model(const std::vector<TestNode>& nodes);

}  // namespace casus
