// SPDX-License-Identifier: Apache-2.0
// Building a Tok2Vec from a model file: checks of the architecture, and all that can be multiplied out beforehand.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "parse/tok2vec.h"

namespace casus {
namespace {

FloatBuffer copied(std::span<const float> values) {
  FloatBuffer buffer(values.size());
  std::ranges::copy(values, buffer.data());
  return buffer;
}

// thinc's maxout weights [output][piece][input], only the inputs [first, first + count), as [piece][output][input].
std::vector<float> piece_major(const WeightArray& weights, size_t first, size_t count) {
  const size_t outputs = weights.shape[0], pieces = weights.shape[1], inputs = weights.shape[2];
  std::vector<float> result;
  result.reserve(outputs * pieces * count);
  for (size_t piece = 0; piece < pieces; ++piece) {
    for (size_t output = 0; output < outputs; ++output) {
      const auto row = weights.values.begin() + static_cast<std::ptrdiff_t>((output * pieces + piece) * inputs + first);
      result.insert(result.end(), row, row + static_cast<std::ptrdiff_t>(count));
    }
  }
  return result;
}

// thinc's maxout bias [output][piece] as [piece][output].
std::vector<float> piece_major_bias(const WeightArray& bias) {
  const size_t outputs = bias.shape[0], pieces = bias.shape[1];
  std::vector<float> result;
  for (size_t piece = 0; piece < pieces; ++piece) {
    for (size_t output = 0; output < outputs; ++output) result.push_back(bias.values[output * pieces + piece]);
  }
  return result;
}

Result<LayerNorm> load_norm(const ModelFile& model, size_t index, size_t width) {
  const ModelNode& node = *model.find("layernorm")[index];
  TRY_ASSIGN(const WeightArray* gain, model.weights(node, "G", {width}));
  TRY_ASSIGN(const WeightArray* bias, model.weights(node, "b", {width}));
  return LayerNorm{copied(gain->values), copied(bias->values)};
}

}  // namespace

Result<std::vector<Tok2Vec::Column>> Tok2Vec::read_columns(const ModelFile& model) {
  constexpr std::pair<const char*, Column> kKnown[] = {
      {"NORM", Column::Norm},   {"PREFIX", Column::Prefix},    {"SUFFIX", Column::Suffix},
      {"SHAPE", Column::Shape}, {"SPACY", Column::SpaceAfter}, {"IS_SPACE", Column::IsSpace}};
  TRY_ASSIGN(const ModelNode* extract, model.find_one("extract_features"));
  const auto names = extract->attributes.find("columns");
  if (names == extract->attributes.end() || !names->second.is_array()) {
    return model.error(ErrorCode::Unsupported, "layer \"extract_features\" has no list \"columns\"");
  }
  std::vector<Column> columns;
  for (const auto& item : names->second) {
    const std::string name = item.is_string() ? item.get<std::string>() : item.dump();
    const auto known = std::ranges::find(kKnown, name, [](const auto& entry) { return std::string_view(entry.first); });
    if (known == std::end(kKnown)) {
      return model.error(ErrorCode::Unsupported, fmt::format("token attribute {} is not one of those supported: NORM, "
                                                             "PREFIX, SUFFIX, SHAPE, SPACY, IS_SPACE",
                                                             name));
    }
    columns.push_back(known->second);
  }
  return columns;
}

Status Tok2Vec::load_embeddings(const ModelFile& model, const ModelNode& mixer) {
  TRY_ASSIGN(const std::vector<Column> columns, read_columns(model));
  const auto nodes = model.find("hashembed");
  if (nodes.empty() || nodes.size() > std::tuple_size_v<LexemeKey>) {
    return model.error(ErrorCode::Unsupported, fmt::format("{} embedding tables where 1 to {} are supported",
                                                           nodes.size(), std::tuple_size_v<LexemeKey>));
  }
  TRY_ASSIGN(const WeightArray* first, model.weights(*nodes[0], "E", {0, 0}));
  const size_t inputs = first->shape[1];
  TRY_ASSIGN(const WeightArray* weights, model.weights(mixer, "W", {width_, pieces_, nodes.size() * inputs}));
  TRY_ASSIGN(const WeightArray* bias, model.weights(mixer, "b", {width_, pieces_}));
  mixer_bias_ = copied(piece_major_bias(*bias));
  TRY_ASSIGN(mixer_norm_, load_norm(model, 0, width_));
  for (const ModelNode* node : nodes) {
    TRY_ASSIGN(const WeightArray* table, model.weights(*node, "E", {0, inputs}));
    TRY_ASSIGN(const int64_t seed, model.number(*node, "seed"));
    TRY_ASSIGN(const int64_t column, model.number(*node, "column"));
    if (column < 0 || static_cast<size_t>(column) >= columns.size() || table->shape[0] == 0) {
      return model.error(ErrorCode::Corrupt, fmt::format("embedding of column {} of {} with {} rows", column,
                                                         columns.size(), table->shape[0]));
    }
    const DenseLayer layer =
        pack_layer(piece_major(*weights, embeddings_.size() * inputs, inputs), {}, inputs, product_size(), 1);
    Embedding embedding{columns[static_cast<size_t>(column)], static_cast<uint64_t>(seed),
                        static_cast<uint32_t>(table->shape[0]), FloatBuffer(table->shape[0] * product_size())};
    apply_linear(layer, {table->values.data(), inputs, table->shape[0]}, {embedding.products.data(), product_size()});
    embeddings_.push_back(std::move(embedding));
  }
  return ok();
}

Status Tok2Vec::load_convolutions(const ModelFile& model) {
  const auto nodes = model.find("maxout");
  for (size_t i = 1; i < nodes.size(); ++i) {
    TRY_ASSIGN(const WeightArray* weights, model.weights(*nodes[i], "W", {width_, pieces_, kWindow * width_}));
    TRY_ASSIGN(const WeightArray* bias, model.weights(*nodes[i], "b", {width_, pieces_}));
    TRY_ASSIGN(LayerNorm norm, load_norm(model, i, width_));
    if (i > 1) {
      convolutions_.push_back({pack_layer(piece_major(*weights, 0, kWindow * width_), piece_major_bias(*bias),
                                          kWindow * width_, width_, pieces_),
                               std::move(norm)});
      continue;
    }
    std::vector<float> products;
    for (size_t position = 0; position < kWindow; ++position) {
      const auto part = piece_major(*weights, position * width_, width_);
      products.insert(products.end(), part.begin(), part.end());
    }
    first_products_ = pack_layer(products, {}, width_, kWindow * product_size(), 1);
    first_bias_ = copied(piece_major_bias(*bias));
    first_norm_ = std::move(norm);
  }
  return ok();
}

Result<Tok2Vec> Tok2Vec::load(const ModelFile& model) {
  const auto mixers = model.find("maxout"), windows = model.find("expand_window");
  if (mixers.size() < 2 || model.find("layernorm").size() != mixers.size() || windows.size() + 1 != mixers.size()) {
    return model.error(ErrorCode::Unsupported,
                       fmt::format("{} maxout, {} layernorm and {} expand_window layers; expected are n, n and n - 1",
                                   mixers.size(), model.find("layernorm").size(), windows.size()));
  }
  for (const ModelNode* window : windows) {
    TRY_ASSIGN(const int64_t size, model.number(*window, "window_size"));
    if (size != 1) return model.error(ErrorCode::Unsupported, fmt::format("window_size {} instead of 1", size));
  }
  Tok2Vec result;
  TRY_ASSIGN(const WeightArray* weights, model.weights(*mixers[0], "W", {0, 0, 0}));
  result.width_ = weights->shape[0];
  result.pieces_ = weights->shape[1];
  if (result.width_ == 0 || result.width_ % kWidthUnit != 0 || result.pieces_ < 2 || result.pieces_ > 3) {
    return model.error(ErrorCode::Unsupported,
                       fmt::format("width {} with {} maxout pieces; supported are multiples of {} with 2 or 3",
                                   result.width_, result.pieces_, kWidthUnit));
  }
  for (const ModelNode& node : model.nodes()) {
    const auto pad = node.attributes.find("pad");
    if (pad == node.attributes.end() || !pad->second.is_number_unsigned()) continue;
    result.padding_ = std::max(result.padding_, pad->second.get<size_t>());
  }
  if (result.padding_ < windows.size()) {  // else documents of a batch would see each other
    return model.error(ErrorCode::Unsupported, fmt::format("pad {} is less than the {} convolutions need",
                                                           result.padding_, windows.size()));
  }
  TRY(result.load_embeddings(model, *mixers[0]));
  TRY(result.load_convolutions(model));
  return result;
}

}  // namespace casus
