// SPDX-License-Identifier: Apache-2.0
#include "parse/model_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#define MSGPACK_NO_BOOST
#include <msgpack.hpp>

namespace casus {
namespace {

using Object = msgpack::object;
using msgpack::type::object_type;

std::string_view text_of(const Object& object) {
  if (object.type == object_type::STR) return {object.via.str.ptr, object.via.str.size};
  if (object.type == object_type::BIN) return {object.via.bin.ptr, object.via.bin.size};
  return {};
}

const Object* member(const Object& map, std::string_view key) {
  if (map.type != object_type::MAP) return nullptr;
  for (const auto& entry : map.via.map) {
    if (text_of(entry.key) == key) return &entry.val;
  }
  return nullptr;
}

const Object* array_member(const Object& map, std::string_view key) {
  const Object* found = member(map, key);
  return found != nullptr && found->type == object_type::ARRAY ? found : nullptr;
}

// A numpy array is a map with the keys nd, type, kind, shape and data (all of type bin).
std::optional<WeightArray> read_array(const Object& object) {
  const Object* type = member(object, "type");
  const Object* shape = array_member(object, "shape");
  const Object* data = member(object, "data");
  if (type == nullptr || text_of(*type) != "<f4" || shape == nullptr || data == nullptr) return std::nullopt;
  WeightArray array;
  size_t size = 1;
  for (const Object& extent : shape->via.array) {
    if (extent.type != object_type::POSITIVE_INTEGER || extent.via.u64 > UINT32_MAX) return std::nullopt;
    array.shape.push_back(extent.via.u64);
    size *= extent.via.u64;
  }
  const std::string_view bytes = text_of(*data);
  if (array.shape.size() > 4 || bytes.size() != size * sizeof(float)) return std::nullopt;
  array.values.resize(size);
  std::memcpy(array.values.data(), bytes.data(), bytes.size());
  return array;
}

// Attributes are msgpack inside msgpack; weights that were never set are nil.
std::optional<ModelNode> read_node(const Object& node, const Object& attributes, const Object& parameters) {
  const Object* name = member(node, "name");
  if (name == nullptr || attributes.type != object_type::MAP || parameters.type != object_type::MAP) return std::nullopt;
  ModelNode result{std::string(text_of(*name)), {}, {}};
  for (const auto& [key, value] : attributes.via.map) {
    auto decoded = nlohmann::json::from_msgpack(text_of(value), true, false);
    if (!decoded.is_discarded()) result.attributes.emplace(text_of(key), std::move(decoded));
  }
  for (const auto& [key, value] : parameters.via.map) {
    if (value.is_nil()) continue;
    auto array = read_array(value);
    if (!array) return std::nullopt;
    result.weights.emplace(text_of(key), std::move(*array));
  }
  return result;
}

std::optional<std::vector<ModelNode>> read_nodes(const Object& root) {
  const Object* nodes = array_member(root, "nodes");
  const Object* attributes = array_member(root, "attrs");
  const Object* parameters = array_member(root, "params");
  if (nodes == nullptr || attributes == nullptr || parameters == nullptr) return std::nullopt;
  const size_t count = nodes->via.array.size;
  if (attributes->via.array.size != count || parameters->via.array.size != count) return std::nullopt;
  std::vector<ModelNode> result;
  for (size_t i = 0; i < count; ++i) {
    auto node = read_node(nodes->via.array.ptr[i], attributes->via.array.ptr[i], parameters->via.array.ptr[i]);
    if (!node) return std::nullopt;
    result.push_back(std::move(*node));
  }
  return result;
}

bool fits(const std::vector<size_t>& shape, const std::vector<size_t>& wanted) {
  return std::ranges::equal(shape, wanted, [](size_t extent, size_t want) { return want == 0 || extent == want; });
}

}  // namespace

Result<ModelFile> ModelFile::read(const std::string& bytes, const std::string& file) {
  ModelFile model;
  model.file_ = file;
  constexpr size_t kMostItems = 1'000'000, kDeepest = 64;
  const msgpack::unpack_limit limit(kMostItems, kMostItems, bytes.size(), bytes.size(), bytes.size(), kDeepest);
  const auto in_place = [](object_type, size_t, void*) { return true; };
  std::optional<std::vector<ModelNode>> nodes;
  try {  // msgpack-c reports by exception only
    const msgpack::object_handle handle = msgpack::unpack(bytes.data(), bytes.size(), in_place, nullptr, limit);
    nodes = read_nodes(handle.get());
  } catch (const msgpack::unpack_error&) {
    nodes.reset();
  }
  if (!nodes) return model.error(ErrorCode::Corrupt, "not a thinc model file; fetch the model package again");
  model.nodes_ = std::move(*nodes);
  return model;
}

std::vector<const ModelNode*> ModelFile::find(const std::string& name) const {
  std::vector<const ModelNode*> found;
  for (const ModelNode& node : nodes_) {
    if (node.name == name) found.push_back(&node);
  }
  return found;
}

Result<const ModelNode*> ModelFile::find_one(const std::string& name) const {
  const auto found = find(name);
  if (found.size() == 1) return found.front();
  return error(ErrorCode::Unsupported, fmt::format("{} layers \"{}\" where one is expected", found.size(), name));
}

Status ModelFile::check_leaves(const std::vector<std::string>& known) const {
  for (const ModelNode& node : nodes_) {
    // Names of combinators are formulas over the names of their parts.
    if (node.name.find_first_of(">|(+") != std::string::npos) continue;
    if (std::ranges::find(known, node.name) == known.end()) {
      return error(ErrorCode::Unsupported, fmt::format("layer \"{}\" is not one of those supported: {}", node.name,
                                                       fmt::join(known, ", ")));
    }
  }
  return ok();
}

Result<const WeightArray*> ModelFile::weights(const ModelNode& node, const std::string& name,
                                              const std::vector<size_t>& shape) const {
  const auto found = node.weights.find(name);
  if (found == node.weights.end()) {
    return error(ErrorCode::Unsupported, fmt::format("layer \"{}\" has no weights \"{}\"", node.name, name));
  }
  if (!fits(found->second.shape, shape)) {
    return error(ErrorCode::Unsupported,
                 fmt::format("weights \"{}\" of layer \"{}\" are of shape [{}] instead of [{}] (0: any)", name, node.name,
                             fmt::join(found->second.shape, ", "), fmt::join(shape, ", ")));
  }
  return &found->second;
}

Result<int64_t> ModelFile::number(const ModelNode& node, const std::string& attribute) const {
  const auto found = node.attributes.find(attribute);
  if (found == node.attributes.end() || !found->second.is_number_integer()) {
    return error(ErrorCode::Unsupported, fmt::format("layer \"{}\" has no number \"{}\"", node.name, attribute));
  }
  return found->second.get<int64_t>();
}

}  // namespace casus
