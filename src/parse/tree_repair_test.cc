// SPDX-License-Identifier: Apache-2.0
#include "parse/tree_repair.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace casus {
namespace {

struct Word {
  std::string text, dep;
  const char* pos;
  uint32_t head;
};

// All words in one sentence, as the model had it; `after` stands behind the word with that index in place of a blank.
struct Text {
  Document document;
  Parse parse;
  std::vector<Word> words;

  explicit Text(std::vector<Word> given, uint32_t index = 0, const std::string& after = " ") : words(std::move(given)) {
    for (uint32_t i = 0; i < words.size(); ++i) {
      Token token;
      token.span.start = static_cast<uint32_t>(document.text.size());
      document.text += words[i].text;
      token.span.end = static_cast<uint32_t>(document.text.size());
      document.text += i == index ? after : " ";
      token.pos = words[i].pos, token.dep = words[i].dep, token.head = words[i].head;
      parse.tokens.push_back(token);
    }
    const auto count = static_cast<uint32_t>(words.size());
    parse.sentences.push_back({{0, parse.tokens.back().span.end}, 0, count});
    parse.index_children();
  }
};

std::vector<Word> headline_and_report() {
  return {{"Police", "nsubj", "NOUN", 1}, {"arrest", "ccomp", "VERB", 5}, {"ten", "dobj", "NUM", 1},
          {"The", "det", "DET", 4}, {"police", "nsubj", "NOUN", 5}, {"said", "ROOT", "VERB", 5}};
}

TEST(TreeRepair, ABlankLineEndsTheSentence) {
  Text text(headline_and_report(), 2, "\n\n");
  repair_trees(text.document, text.parse);
  ASSERT_EQ(text.parse.sentences.size(), 2u);
  EXPECT_EQ(text.parse.sentences[0].end_token, 3u);
  const Token& arrest = text.parse.tokens[1];
  EXPECT_EQ(arrest.head, 1u);
  EXPECT_EQ(arrest.dep, "ROOT");
  EXPECT_EQ(arrest.left_edge, 0u);
  EXPECT_EQ(arrest.right_edge, 2u);
  EXPECT_EQ(text.parse.tokens[5].left_edge, 3u);
  EXPECT_EQ(text.parse.tokens[4].sentence, 1u);
  EXPECT_EQ(text.parse.children(5).size(), 1u);
  EXPECT_EQ(text.parse.children(1).size(), 2u);
}

TEST(TreeRepair, ALineBreakWithinAParagraphDoesNot) {
  Text text(headline_and_report(), 2, "\n");
  repair_trees(text.document, text.parse);
  EXPECT_EQ(text.parse.sentences.size(), 1u);
  EXPECT_EQ(text.parse.tokens[1].dep, "ccomp");
}

TEST(TreeRepair, ADatelineStandsAlone) {
  Text text({{"CONAKRY", "nsubj", "PROPN", 2}, {"Police", "conj", "NOUN", 0}, {"fired", "ROOT", "VERB", 2}});
  text.document.sections.push_back({text.parse.tokens[0].span, SectionKind::Dateline});
  repair_trees(text.document, text.parse);
  ASSERT_EQ(text.parse.sentences.size(), 2u);
  EXPECT_EQ(text.parse.tokens[0].dep, "ROOT");
  EXPECT_EQ(text.parse.tokens[1].head, 2u);
  EXPECT_EQ(text.parse.tokens[1].dep, "nsubj");
}

TEST(TreeRepair, APastVerbBesideAPerfectGoesWithTheVerbAbove) {
  Text text({{"Togo", "nsubj", "PROPN", 1}, {"denied", "ROOT", "VERB", 1}, {"that", "mark", "SCONJ", 5}, {"soldiers", "nsubj", "NOUN", 5}, {"had", "aux", "AUX", 5},
             {"left", "ccomp", "VERB", 1}, {"and", "cc", "CCONJ", 5}, {"accused", "conj", "VERB", 5}, {"Ghana", "dobj", "PROPN", 7}});
  text.parse.tokens[1].tag = text.parse.tokens[7].tag = "VBD";
  text.parse.tokens[5].tag = "VBN";
  text.parse.tokens[4].lemma = "have";
  repair_trees(text.document, text.parse);
  EXPECT_EQ(text.parse.tokens[7].head, 1u);
  EXPECT_EQ(text.parse.tokens[5].right_edge, 5u) << "the conjunction goes along";
}

TEST(TreeRepair, AnAnswerHangsOnWhatWasSaid) {
  Text text({{"Chad", "nsubj", "PROPN", 1}, {"blamed", "ccomp", "VERB", 7}, {"Mali", "dobj", "PROPN", 1}, {",", "punct", "PUNCT", 7}, {"a", "det", "DET", 5},
             {"charge", "nsubj", "NOUN", 7}, {"Niger", "appos", "PROPN", 5}, {"denied", "ROOT", "VERB", 7}});
  text.parse.tokens[5].lemma = "charge";
  repair_trees(text.document, text.parse);
  EXPECT_EQ(text.parse.tokens[1].dep, "ROOT");
  EXPECT_EQ(text.parse.tokens[7].head, 5u);
  EXPECT_EQ(text.parse.tokens[6].head, 7u);
  EXPECT_EQ(text.parse.tokens[6].dep, "nsubj");
}

TEST(TreeRepair, AClauseBeforeASemicolonIsNoComplement) {
  Text text({{"Libya", "nsubj", "PROPN", 1}, {"withdrew", "ccomp", "VERB", 4}, {";", "punct", "PUNCT", 4},
             {"Egypt", "nsubj", "PROPN", 4}, {"denied", "ROOT", "VERB", 4}, {"it", "nsubj", "PRON", 6}, {"asked", "ccomp", "VERB", 4}});
  repair_trees(text.document, text.parse);
  EXPECT_EQ(text.parse.tokens[1].dep, "parataxis");
  EXPECT_EQ(text.parse.tokens[6].dep, "ccomp");
}

TEST(TreeRepair, ADateBehindAPrepositionIsItsObject) {
  Text text({{"In", "prep", "ADP", 3}, {"April", "compound", "PROPN", 2}, {"Ghana", "pobj", "PROPN", 0}, {"sued", "ROOT", "VERB", 3}, {"Togo", "dobj", "PROPN", 3}});
  text.parse.tokens[3].tag = "VBD";
  repair_trees(text.document, text.parse);
  EXPECT_EQ(text.parse.tokens[1].head, 0u);
  EXPECT_EQ(text.parse.tokens[1].dep, "pobj");
  EXPECT_EQ(text.parse.tokens[2].head, 3u);
  EXPECT_EQ(text.parse.tokens[2].dep, "nsubj");
  EXPECT_EQ(text.parse.tokens[2].left_edge, 2u);
}

TEST(TreeRepair, AVerbWithASubjectKeepsIt) {
  Text text({{"In", "prep", "ADP", 4}, {"April", "compound", "PROPN", 2}, {"talks", "pobj", "NOUN", 0}, {"Ghana", "nsubj", "PROPN", 4}, {"sued", "ROOT", "VERB", 4}});
  text.parse.tokens[4].tag = "VBD";
  repair_trees(text.document, text.parse);
  EXPECT_EQ(text.parse.tokens[1].head, 2u);
  EXPECT_EQ(text.parse.tokens[2].head, 0u);
}

}  // namespace
}  // namespace casus
