// SPDX-License-Identifier: Apache-2.0
#include "parse/pipeline.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/utf8.h"
#include "parse/parity_for_test.h"

namespace casus {
namespace {

const Pipeline& pipeline() {
  static const auto kPipeline = Pipeline::open(model_for_test());
  if (!kPipeline) ADD_FAILURE() << kPipeline.error().to_string();
  return **kPipeline;
}

std::string_view text_of(std::string_view text, Span span) { return text.substr(span.start, span.end - span.start); }

// All fields of a token on a line, to compare and to show.
std::string describe(std::string_view text, const Parse& parse, uint32_t i) {
  const Token& token = parse.tokens[i];
  const int32_t entity = parse.entity_of[i];
  std::string mark = "O";
  if (entity >= 0) mark = fmt::format("{}-{}", parse.entities[entity].first_token == i ? "B" : "I", parse.entities[entity].label);
  return fmt::format("'{}'{} tag={} pos={} morph={} lemma='{}' dep={} head={} entity={} start={}",
                     text_of(text, token.span), token.space_after ? "_" : "", token.tag, token.pos, token.morph,
                     token.lemma, token.dep, token.head, mark, parse.sentences[token.sentence].first_token == i);
}

std::string describe(const nlohmann::json& token) {
  const auto get = [&](const char* key) { return token[key].get<std::string>(); };
  std::string mark = get("ent_iob");
  if (!get("ent_type").empty()) mark = fmt::format("{}-{}", mark, get("ent_type"));
  return fmt::format("'{}'{} tag={} pos={} morph={} lemma='{}' dep={} head={} entity={} start={}", get("text"),
                     get("ws") == " " ? "_" : "", get("tag"), get("pos"), get("morph"), get("lemma"), get("dep"),
                     token["head"].get<uint32_t>(), mark.empty() ? "O" : mark, token["sent_start"].get<bool>());
}

// The number of tokens in which `parse` differs from spaCy's answer, each of which is shown.
size_t count_differences(const nlohmann::json& document, std::string_view text, const Parse& parse) {
  const auto& expected = document["tokens"];
  const CodePointIndex index(text);
  size_t differences = 0;
  for (uint32_t i = 0; i < std::max(expected.size(), parse.tokens.size()); ++i) {
    const bool both = i < expected.size() && i < parse.tokens.size();
    const std::string ours = i < parse.tokens.size() ? describe(text, parse, i) : "nothing";
    const std::string theirs = i < expected.size() ? describe(expected[i]) : "nothing";
    if (ours == theirs && both && index.to_code_points(parse.tokens[i].span.start) == expected[i]["idx"]) continue;
    if (++differences <= 3) ADD_FAILURE() << document["id"] << " token " << i << "\n  ours  " << ours << "\n  spaCy " << theirs;
  }
  return differences;
}

void expect_parity(const std::string& file) {
  const auto path = parity_file(file);
  SKIP_WITHOUT(path);
  const auto documents = read_documents(*path);
  ASSERT_FALSE(documents.empty());
  std::vector<std::string> texts;
  for (const auto& document : documents) texts.push_back(document["text"]);
  const auto workspace = pipeline().make_workspace();
  const auto parses = pipeline().parse_batch(std::vector<std::string_view>(texts.begin(), texts.end()), *workspace);
  size_t differences = 0, tokens = 0;
  for (size_t i = 0; i < documents.size(); ++i) {
    differences += count_differences(documents[i], texts[i], parses[i]);
    tokens += documents[i]["tokens"].size();
  }
  EXPECT_EQ(differences, 0u) << "of " << tokens << " tokens";
}

TEST(PipelineParity, EveryFieldOfNewsTokensIsAsInSpacy) { expect_parity("dev.jsonl.gz"); }
TEST(PipelineParity, EveryFieldOfOddTextsIsAsInSpacy) { expect_parity("adversarial.jsonl.gz"); }

TEST(Pipeline, FillsAllPartsOfAParse) {
  const std::string text = "Soldiers from Chad attacked Port Lambo on Monday. They didn’t stay.";
  const auto workspace = pipeline().make_workspace();
  const Parse parse = pipeline().parse(text, *workspace);
  ASSERT_EQ(parse.tokens.size(), 14u);
  ASSERT_EQ(parse.sentences.size(), 2u);
  EXPECT_EQ(text_of(text, parse.sentences[0].span), "Soldiers from Chad attacked Port Lambo on Monday.");
  EXPECT_EQ(text_of(text, parse.sentences[1].span), "They didn’t stay.");
  EXPECT_EQ(parse.sentences[1].first_token, parse.sentences[0].end_token);
  const Token& attacked = parse.tokens[3];
  EXPECT_EQ(attacked.lemma, "attack");
  EXPECT_EQ(attacked.pos, "VERB");
  EXPECT_EQ(attacked.dep, "ROOT");
  EXPECT_EQ(attacked.head, 3u);
  EXPECT_EQ(attacked.left_edge, 0u);
  EXPECT_EQ(attacked.right_edge, 8u);
  EXPECT_EQ(parse.tokens[11].lemma, "not");
  std::vector<uint32_t> children(parse.children(3).begin(), parse.children(3).end());
  EXPECT_THAT(children, testing::IsSupersetOf({0, 5, 8}));
  ASSERT_GE(parse.entity_of[2], 0);
  EXPECT_EQ(parse.entities[parse.entity_of[2]].label, "GPE");
  EXPECT_EQ(parse.entity_of[3], -1);
}

TEST(Pipeline, AnyTextIsSafe) {
  const std::string many_marks(20'000, ')'), many_dots(20'000, '.'), many_colons(5'000, ':'), long_word(50'000, 'x');
  std::string many_hosts = "http://";
  for (int i = 0; i < 500; ++i) many_hosts += "a-b.";
  std::string controls;
  for (char c = 0; c < 0x20; ++c) controls += c;
  const std::vector<std::string> texts = {
      "", " ", "  ", "\n", "\t \n", std::string(1, '\0'), controls, "a", " a", "a ", "a  ", "\u00a0", "\u3000x\u2028",
      "\U0010FFFF", "\u0300\u0301", "🇹🇩👩‍👩‍👧", "שלום עולם", "\u200b", "\ufeffText", "x\u1680y", "((((", ":-)", ")))",
      many_marks, many_dots, many_colons, long_word, many_hosts};
  const auto workspace = pipeline().make_workspace();
  for (const std::string& text : texts) {
    const Parse parse = pipeline().parse(text, *workspace);
    std::string rebuilt;
    for (const Token& token : parse.tokens) {
      EXPECT_EQ(token.span.start, rebuilt.size());
      EXPECT_LT(token.span.start, token.span.end);
      rebuilt += text_of(text, token.span);
      if (token.space_after) rebuilt += ' ';
    }
    EXPECT_EQ(rebuilt, text);
    EXPECT_EQ(parse.tokens.empty(), text.empty());
  }
}

TEST(Pipeline, BatchesDoNotChangeResults) {
  const std::vector<std::string_view> texts = {"Chad closed its border.", "", "He said: “We won't go.”", "Yes"};
  const auto workspace = pipeline().make_workspace();
  const auto batch = pipeline().parse_batch(texts, *workspace);
  for (size_t i = 0; i < texts.size(); ++i) {
    const auto fresh = pipeline().make_workspace();
    const Parse alone = pipeline().parse(texts[i], *fresh);
    ASSERT_EQ(alone.tokens.size(), batch[i].tokens.size());
    for (uint32_t k = 0; k < alone.tokens.size(); ++k) EXPECT_EQ(describe(texts[i], alone, k), describe(texts[i], batch[i], k));
  }
}

TEST(Pipeline, OutlivesItsWorkspace) {
  Parse parse;
  {
    const auto workspace = pipeline().make_workspace();
    parse = pipeline().parse("The ministers were travelling.", *workspace);
  }
  EXPECT_EQ(parse.tokens[1].lemma, "minister");
  EXPECT_EQ(parse.tokens[3].lemma, "travel");
  EXPECT_EQ(parse.tokens[3].tag, "VBG");
}

TEST(Pipeline, SaysWhatIsWrongWithAModel) {
  const auto missing = Pipeline::open("no/such/model.whl");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
  EXPECT_THAT(missing.error().to_string(), testing::HasSubstr("no/such/model.whl"));
  const auto no_zip = Pipeline::open("CMakeLists.txt");
  ASSERT_FALSE(no_zip);
  EXPECT_EQ(no_zip.error().code, ErrorCode::Corrupt);
  const auto no_model = Pipeline::open("docs");
  ASSERT_FALSE(no_model);
  EXPECT_EQ(no_model.error().code, ErrorCode::Invalid);
}

}  // namespace
}  // namespace casus
