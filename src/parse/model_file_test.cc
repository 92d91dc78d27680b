// SPDX-License-Identifier: Apache-2.0
#include "parse/model_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#define MSGPACK_NO_BOOST
#include <msgpack.hpp>

#include "parse/model_writer_for_test.h"

namespace casus {
namespace {

using Packer = msgpack::packer<msgpack::sbuffer>;
using testing::ElementsAre;
using testing::HasSubstr;

void pack_binary(Packer& packer, const std::string& bytes) {
  packer.pack_bin(static_cast<uint32_t>(bytes.size()));
  packer.pack_bin_body(bytes.data(), static_cast<uint32_t>(bytes.size()));
}

void pack_array(Packer& packer, const TestWeights& weights) {
  packer.pack_map(5);
  pack_binary(packer, "nd");
  packer.pack(true);
  pack_binary(packer, "type");
  packer.pack("<f4");
  pack_binary(packer, "kind");
  pack_binary(packer, "");
  pack_binary(packer, "shape");
  packer.pack(weights.shape);
  pack_binary(packer, "data");
  pack_binary(packer, {reinterpret_cast<const char*>(weights.values.data()), weights.values.size() * sizeof(float)});
}

}  // namespace

std::string write_model(const std::vector<TestNode>& nodes) {
  const auto count = static_cast<uint32_t>(nodes.size());
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  packer.pack_map(4);
  packer.pack("nodes");
  packer.pack_array(count);
  for (const TestNode& node : nodes) {
    packer.pack_map(1);
    packer.pack("name");
    packer.pack(node.name);
  }
  packer.pack("attrs");
  packer.pack_array(count);
  for (const TestNode& node : nodes) {
    packer.pack_map(static_cast<uint32_t>(node.attributes.size()));
    for (const auto& [name, value] : node.attributes) {
      packer.pack(name);
      const auto bytes = nlohmann::json::to_msgpack(nlohmann::json::parse(value));
      pack_binary(packer, {bytes.begin(), bytes.end()});
    }
  }
  packer.pack("params");
  packer.pack_array(count);
  for (const TestNode& node : nodes) {
    packer.pack_map(static_cast<uint32_t>(node.weights.size()));
    for (const TestWeights& weights : node.weights) {
      packer.pack(weights.name);
      pack_array(packer, weights);
    }
  }
  packer.pack("shims");
  packer.pack_array(0);
  return {buffer.data(), buffer.size()};
}

namespace {

TEST(ModelFile, ReadsNamesAttributesAndWeights) {
  const auto model = ModelFile::read(write_model({{"linear>>relu", {}, {}},
                                                  {"linear", {{"rate", "3"}}, {{"W", {2, 1}, {0.5f, -2}}}},
                                                  {"relu", {}, {}}}),
                                     "x/model");
  ASSERT_TRUE(model) << model.error().to_string();
  const auto linear = model->find_one("linear");
  ASSERT_TRUE(linear);
  EXPECT_EQ(model->number(**linear, "rate").value(), 3);
  const auto weights = model->weights(**linear, "W", {0, 1});
  ASSERT_TRUE(weights);
  EXPECT_THAT((*weights)->shape, ElementsAre(2, 1));
  EXPECT_THAT((*weights)->values, ElementsAre(0.5f, -2));
  EXPECT_TRUE(model->check_leaves({"linear", "relu"}));
}

TEST(ModelFile, NamesWhatDiffers) {
  const auto model = ModelFile::read(write_model({{"mish", {}, {{"W", {2, 1}, {1, 2}}}}}), "x/model");
  ASSERT_TRUE(model);
  EXPECT_THAT(model->check_leaves({"maxout"}).error().to_string(), HasSubstr("x/model: layer \"mish\""));
  EXPECT_THAT(model->find_one("maxout").error().message, HasSubstr("0 layers \"maxout\""));
  const ModelNode& node = model->nodes()[0];
  EXPECT_THAT(model->weights(node, "b", {2}).error().message, HasSubstr("no weights \"b\""));
  EXPECT_THAT(model->weights(node, "W", {3, 1}).error().message, HasSubstr("[2, 1] instead of [3, 1]"));
  EXPECT_EQ(model->number(node, "seed").error().code, ErrorCode::Unsupported);
}

TEST(ModelFile, RefusesDamagedFiles) {
  std::string bytes = write_model({{"linear", {}, {{"W", {2, 1}, {1, 2}}}}});
  for (size_t length = 0; length < bytes.size(); ++length) {
    const auto model = ModelFile::read(bytes.substr(0, length), "x/model");
    ASSERT_FALSE(model) << "cut to " << length << " bytes";
    EXPECT_EQ(model.error().code, ErrorCode::Corrupt);
  }
  EXPECT_FALSE(ModelFile::read(write_model({{"linear", {}, {{"W", {3, 1}, {1, 2}}}}}), "x/model"));
  EXPECT_FALSE(ModelFile::read("\xdd\xff\xff\xff\xff", "x/model")) << "an array of 4 billion entries";
}

}  // namespace
}  // namespace casus
