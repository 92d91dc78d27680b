// SPDX-License-Identifier: Apache-2.0
#include "parse/parse_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace casus {
namespace {

Token token(uint32_t start, uint32_t end, std::string_view lemma, uint32_t head) {
  Token token;
  token.span = {start, end};
  token.lemma = lemma;
  token.tag = "NN";
  token.pos = "NOUN";
  token.dep = "dep";
  token.head = head;
  return token;
}

TEST(ParseJson, HasTheShapeOfSpacysJson) {
  const std::string text = "Ndéléa \"left\"";  // é is two bytes
  Parse parse;
  parse.tokens = {token(0, 8, "Ndéléa", 1), token(9, 10, "\"", 1)};
  parse.sentences = {{{0, 10}, 0, 2}};
  parse.entities = {{{0, 8}, 0, 1, "GPE"}};
  EXPECT_EQ(parse_to_json("a\\1", text, parse),
            R"({"id":"a\\1","text":"Ndéléa \"left\"","ents":[{"start":0,"end":6,"label":"GPE"}],)"
            R"("sents":[{"start":0,"end":8}],"tokens":[)"
            R"({"id":0,"start":0,"end":6,"tag":"NN","pos":"NOUN","morph":"","lemma":"Ndéléa","dep":"dep","head":1},)"
            R"({"id":1,"start":7,"end":8,"tag":"NN","pos":"NOUN","morph":"","lemma":"\"","dep":"dep","head":1}]})");
}

TEST(ParseJson, EscapesEveryControlCharacter) {
  std::string text = "\x7f\u2028😀\"\\/";
  for (char c = 0; c < 0x20; ++c) text += c;
  const auto read = nlohmann::json::parse(parse_to_json("", text, Parse()));
  EXPECT_EQ(read["text"], text);
  EXPECT_EQ(read["id"], "");
  EXPECT_TRUE(read["tokens"].empty() && read["ents"].empty() && read["sents"].empty());
}

}  // namespace
}  // namespace casus
