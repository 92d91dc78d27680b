// SPDX-License-Identifier: Apache-2.0
#include "parse/transition_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "parse/entity_recognizer.h"
#include "parse/model_writer_for_test.h"

namespace casus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr size_t kWidth = 16;

std::string moves_file(const std::string& moves) {
  const auto bytes = nlohmann::json::to_msgpack({{"moves", moves}, {"cfg", {{"neg_key", nullptr}}}});
  return {bytes.begin(), bytes.end()};
}

std::vector<std::string> names(const std::vector<Move>& moves) {
  std::vector<std::string> result;
  for (const Move& move : moves) result.push_back(std::to_string(move.action) + move.label);
  return result;
}

TEST(ReadMoves, NumbersByActionFrequencyAndLabel) {
  const auto moves = read_moves(moves_file(R"({"1":{"":9},"0":{"":3},"2":{"a":5,"b":7,"c":5}})"), "x/moves");
  ASSERT_TRUE(moves) << moves.error().to_string();
  EXPECT_THAT(names(*moves), ElementsAre("0", "1", "2b", "2c", "2a"));
}

TEST(ReadMoves, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(read_moves("junk", "x/moves").error().where, "x/moves");
  EXPECT_FALSE(read_moves(moves_file("[]"), "x/moves"));
  EXPECT_FALSE(read_moves(moves_file(R"({"x":{}})"), "x/moves"));
  EXPECT_EQ(read_moves(moves_file(R"({"0":{"a":-1}})"), "x/moves").error().code, ErrorCode::Unsupported);
}

std::vector<float> random_floats(size_t size, uint32_t seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> values(-1.0f, 1.0f);
  std::vector<float> floats(size);
  for (float& value : floats) value = values(generator);
  return floats;
}

// A scorer with random weights, whose last layer is given.
ModelFile scorer_file(size_t slots, const std::vector<float>& upper, const std::vector<float>& upper_bias) {
  constexpr size_t kSquare = kWidth * kWidth;
  return ModelFile::read(
             write_model({{"parser_model", {{"has_upper", "true"}}, {}},
                          {"precomputable_affine",
                           {},
                           {{"W", {slots, kWidth, 2, kWidth}, random_floats(slots * 2 * kSquare, 1)},
                            {"b", {kWidth, 2}, random_floats(2 * kWidth, 2)},
                            {"pad", {1, slots, kWidth, 2}, random_floats(slots * 2 * kWidth, 3)}}},
                          {"linear", {}, {{"W", {upper_bias.size(), kWidth}, upper}, {"b", {upper_bias.size()}, upper_bias}}},
                          {"linear",
                           {},
                           {{"W", {kWidth, kWidth}, random_floats(kSquare, 4)}, {"b", {kWidth}, random_floats(kWidth, 5)}}}}),
             "x/model")
      .value();
}

TEST(TransitionModel, ScoresFarTokensLikeNearOnes) {
  const auto file = scorer_file(2, random_floats(3 * kWidth, 6), random_floats(3, 7));
  const auto model = TransitionModel::load(file, 2, kWidth);
  ASSERT_TRUE(model) << model.error().to_string();
  constexpr int32_t kTokens = 500;
  const auto vectors = random_floats(kTokens * kWidth, 8);
  TransitionModel::Workspace forward(*model), direct(*model);
  model->begin(vectors.data(), kTokens, forward);
  for (int32_t token = 0; token < kTokens; ++token) {
    const int32_t slots[] = {token, token % 3 == 0 ? TransitionModel::kNone : token / 2};
    const float* scores = model->score(slots, forward);
    const std::vector<float> kept(scores, scores + 3);
    model->begin(vectors.data(), kTokens, direct);
    scores = model->score(slots, direct);
    EXPECT_THAT(kept, ElementsAre(scores[0], scores[1], scores[2])) << "token " << token;
  }
}

TEST(TransitionModel, ComputesTheScoresByTheBook) {
  const auto upper = random_floats(3 * kWidth, 6), upper_bias = random_floats(3, 7), vector = random_floats(kWidth, 8);
  const auto lower = random_floats(2 * 2 * kWidth * kWidth, 1), bias = random_floats(2 * kWidth, 2);
  const auto missing = random_floats(2 * 2 * kWidth, 3);
  const auto projection = random_floats(kWidth * kWidth, 4), projection_bias = random_floats(kWidth, 5);
  double projected[kWidth], hidden[kWidth];
  for (size_t out = 0; out < kWidth; ++out) {
    projected[out] = projection_bias[out];
    for (size_t in = 0; in < kWidth; ++in) projected[out] += double{projection[out * kWidth + in]} * vector[in];
  }
  for (size_t out = 0; out < kWidth; ++out) {
    for (size_t piece = 0; piece < 2; ++piece) {
      const size_t row = out * 2 + piece;
      double sum = bias[row] + missing[2 * kWidth + row];  // the second slot is empty
      for (size_t in = 0; in < kWidth; ++in) sum += lower[row * kWidth + in] * projected[in];
      hidden[out] = piece == 0 ? sum : std::max(hidden[out], sum);
    }
  }
  const auto model = TransitionModel::load(scorer_file(2, upper, upper_bias), 2, kWidth);
  ASSERT_TRUE(model);
  TransitionModel::Workspace workspace(*model);
  model->begin(vector.data(), 1, workspace);
  const int32_t slots[] = {0, TransitionModel::kNone};
  const float* scores = model->score(slots, workspace);
  for (size_t out = 0; out < 3; ++out) {
    double expected = upper_bias[out];
    for (size_t in = 0; in < kWidth; ++in) expected += upper[out * kWidth + in] * hidden[in];
    EXPECT_NEAR(scores[out], expected, 1e-4);
  }
}

TEST(TransitionModel, RefusesAnotherNumberOfSlots) {
  const auto model = TransitionModel::load(scorer_file(13, random_floats(kWidth, 6), {0}), 8, kWidth);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("[13, 16, 2, 16] instead of [8, 0, 0, 0]"));
}

// A recogniser that always likes B best, then I, L, U, O, and of the types A better than C.
class Recognizer : public testing::Test {
 protected:
  void SetUp() override {
    const auto moves = read_moves(
        moves_file(R"({"0":{},"1":{"A":2,"C":1},"2":{"A":2,"C":1},"3":{"A":2,"C":1},"4":{"A":2,"C":1,"":1},"5":{"":1}})"),
        "x/moves");
    ASSERT_TRUE(moves);
    std::vector<float> bias;
    for (size_t i = 0; i < moves->size(); ++i) bias.push_back(-static_cast<float>(i));
    auto loaded = EntityRecognizer::load(scorer_file(3, std::vector<float>(kWidth * bias.size()), bias), *moves, kWidth);
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    recognizer_.emplace(std::move(*loaded));
  }

  std::string run(const std::string& spaces, const std::string& starts) {
    std::vector<TokenFeatures> document(spaces.size());
    std::vector<TokenLabels> labels(spaces.size());
    for (size_t i = 0; i < spaces.size(); ++i) {
      document[i].is_space = spaces[i] == '_';
      labels[i].sentence_start = starts[i] == '|';
    }
    auto workspace = recognizer_->make_workspace();
    const std::vector<float> vectors(kWidth * spaces.size(), 0.1f);
    recognizer_->recognize(document, vectors.data(), workspace, labels);
    std::string result;
    for (const auto& label : labels) result += label.entity < 0 ? 'O' : label.entity_begin ? 'B' : 'I';
    return result;
  }

  std::optional<EntityRecognizer> recognizer_;
};

TEST_F(Recognizer, KeepsEntitiesWithinSentences) {
  EXPECT_THAT(recognizer_->types(), ElementsAre("A", "C"));
  EXPECT_EQ(run("xxxxxx", "|..|.."), "BIIBII");
  EXPECT_EQ(run("xxx", "||."), "BBI") << "a sentence of one word is an entity of one word";
  EXPECT_EQ(run("x", "|"), "B");
}

TEST_F(Recognizer, BeginsNoEntityAtASpace) {
  EXPECT_EQ(run("_x_x", "|..."), "OBII") << "though one may go on over a space";
  EXPECT_EQ(run("_", "|"), "O");
}

}  // namespace
}  // namespace casus
