// SPDX-License-Identifier: Apache-2.0
#include "parse/tagger.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace casus {

Result<Tagger> Tagger::load(const ModelFile& model, const std::string& settings, size_t width) {
  Tagger tagger;
  const auto parsed = nlohmann::json::parse(settings, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("labels") || !parsed["labels"].is_array()) {
    return Error{ErrorCode::Corrupt, "no list \"labels\"; fetch the model package again", "tagger/cfg"};
  }
  for (const auto& label : parsed["labels"]) {
    if (!label.is_string()) return Error{ErrorCode::Corrupt, "a label is not a text", "tagger/cfg"};
    tagger.labels_.push_back(label.get<std::string>());
  }
  TRY_ASSIGN(const ModelNode* softmax, model.find_one("softmax"));
  TRY_ASSIGN(const WeightArray* weights, model.weights(*softmax, "W", {tagger.labels_.size(), width}));
  TRY_ASSIGN(const WeightArray* bias, model.weights(*softmax, "b", {tagger.labels_.size()}));
  tagger.layer_ = pack_layer(weights->values, bias->values, width, tagger.labels_.size(), 1);
  tagger.mask_.resize(padded(tagger.labels_.size()));
  tagger.mask_.fill(-std::numeric_limits<float>::infinity());
  std::fill_n(tagger.mask_.data(), tagger.labels_.size(), 0.0f);
  return tagger;
}

void Tagger::tag(const float* vectors, FloatBuffer& scores, std::span<TokenLabels> labels) const {
  const size_t classes = labels_.size(), stride = padded(classes);
  scores.resize(labels.size() * stride);
  apply_linear(layer_, {vectors, layer_.inputs, labels.size()}, {scores.data(), stride});
  for (size_t token = 0; token < labels.size(); ++token) {
    labels[token].tag = static_cast<uint16_t>(best_class(scores.data() + token * stride, mask_.data(), classes));
  }
}

}  // namespace casus
