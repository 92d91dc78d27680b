// SPDX-License-Identifier: Apache-2.0
#include "parse/pipeline_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parse/model_folder.h"
#include "parse/parity_for_test.h"

namespace casus {
namespace {

std::string model_config() {
  const auto folder = ModelFolder::open(model_for_test());
  return folder.value().read("config.cfg").value();
}

// The model's configuration with one text replaced by another.
Status check_with(const std::string& old_text, const std::string& new_text) {
  std::string config = model_config();
  const size_t at = config.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  config.replace(at, old_text.size(), new_text);
  return check_pipeline_config(config);
}

constexpr const char* kList = R"(["tok2vec","tagger","parser","senter","attribute_ruler","lemmatizer","ner"])";

TEST(PipelineConfig, AcceptsTheModel) {
  EXPECT_TRUE(check_pipeline_config(model_config()));
  // The order of older releases.
  EXPECT_TRUE(check_with(kList, R"(["tok2vec","tagger","parser","senter","ner","attribute_ruler","lemmatizer"])"));
}

TEST(PipelineConfig, IgnoresDisabledComponents) {
  std::string config = model_config();
  const size_t at = config.find(R"("ner"])");
  config.replace(at, 6, R"("ner","textcat"])");
  EXPECT_FALSE(check_pipeline_config(config));
  config.replace(config.find(R"(["senter"])"), 10, R"(["senter","textcat"])");
  EXPECT_TRUE(check_pipeline_config(config));
}

TEST(PipelineConfig, NamesWhatItRefuses) {
  struct Case {
    std::string old_text, new_text, message;
  };
  const Case kCases[] = {
      {R"("ner"])", R"("ner","textcat"])", "\"textcat\""},
      {R"("lemmatizer",)", "", "\"lemmatizer\""},
      {R"(,"ner"])", "]", "\"ner\""},
      {R"("tagger","parser")", R"("parser","tagger")", "order"},
      {R"("tagger","parser")", R"("tagger","ner","parser")", "before the parser"},
      {R"(lang = "en")", R"(lang = "de")", "nlp.lang is \"de\""},
      {R"(mode = "rule")", R"(mode = "lookup")", "components.lemmatizer.mode"},
      {"spacy.Tok2Vec.v2", "spacy-transformers.TransformerModel.v3", "architectures"},
      {R"(factory = "tagger")", R"(factory = "morphologizer")", "components.tagger.factory"},
  };
  for (const Case& c : kCases) {
    const Status status = check_with(c.old_text, c.new_text);
    ASSERT_FALSE(status) << c.new_text;
    EXPECT_EQ(status.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(status.error().to_string(), testing::HasSubstr(c.message));
  }
  const Status empty = check_pipeline_config("[nlp]\n");
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().code, ErrorCode::Invalid);
}

}  // namespace
}  // namespace casus
