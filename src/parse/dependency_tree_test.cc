// SPDX-License-Identifier: Apache-2.0
#include "parse/dependency_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace casus {
namespace {

using testing::ElementsAre;

TEST(FindEdges, FindsTheExtentOfEachSubtree) {
  SubtreeEdges edges;
  find_edges(std::vector<uint32_t>{1, 1, 3, 1, 5, 5}, edges);
  EXPECT_THAT(edges.left, ElementsAre(0, 0, 2, 2, 4, 4));
  EXPECT_THAT(edges.right, ElementsAre(0, 3, 2, 3, 4, 5));
  EXPECT_THAT(edges.sentence_start, ElementsAre(1, 0, 0, 0, 1, 0));
}

TEST(FindEdges, CarriesEdgesUpACrossedTree) {
  SubtreeEdges edges;
  find_edges(std::vector<uint32_t>{2, 3, 2, 2}, edges);  // 1 depends on 3, across 2
  EXPECT_THAT(edges.left, ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(edges.sentence_start, ElementsAre(1, 0, 0, 0));
}

TEST(FindEdges, OfNothing) {
  SubtreeEdges edges;
  find_edges({}, edges);
  EXPECT_TRUE(edges.left.empty());
}

TEST(DependencyLabels, NumbersPlainLabelsFirst) {
  const DependencyLabels labels({"nsubj", "prep||pobj", "pobj", "acl||xcomp"});
  EXPECT_THAT(labels.plain(), ElementsAre("ROOT", "nsubj", "prep", "pobj", "acl"));
  const uint16_t prep = labels.number("prep||pobj");
  ASSERT_TRUE(labels.is_decorated(prep));
  EXPECT_EQ(labels.own_part(prep), labels.number("prep"));
  EXPECT_EQ(labels.head_part(prep), labels.number("pobj"));
  EXPECT_EQ(labels.head_part(labels.number("acl||xcomp")), DependencyLabels::kUnknown);
}

class Deprojectivize : public testing::Test {
 protected:
  void run() { deprojectivize(names_, tokens_, heads_, labels_, edges_); }

  const DependencyLabels names_{{"dep", "pobj", "prep||pobj", "prep||attr"}};
  const uint16_t dep_ = names_.number("dep"), pobj_ = names_.number("pobj"), prep_ = names_.number("prep"),
                 decorated_ = names_.number("prep||pobj"), unmet_ = names_.number("prep||attr");
  std::vector<TokenFeatures> tokens_ = std::vector<TokenFeatures>(5);
  // 0 <- 1 (root) -> 2 -> 3, and 4 below 1 though it means a pobj.
  std::vector<uint32_t> heads_{1, 1, 1, 2, 1};
  std::vector<uint16_t> labels_{dep_, 0, dep_, pobj_, decorated_};
  SubtreeEdges edges_;

  void SetUp() override { find_edges(heads_, edges_); }
};

TEST_F(Deprojectivize, MovesToTheNextTokenOfTheMeantLabel) {
  run();
  EXPECT_THAT(heads_, ElementsAre(1, 1, 1, 2, 3));
  EXPECT_EQ(labels_[4], prep_);
  EXPECT_EQ(edges_.right[3], 4u);
}

TEST_F(Deprojectivize, PrefersTheHigherTokenAndThenTheEarlier) {
  labels_[0] = labels_[2] = pobj_;
  run();
  EXPECT_EQ(heads_[4], 0u);
}

TEST_F(Deprojectivize, DoesNotEnterSpaces) {
  tokens_[2].is_space = true;
  run();
  EXPECT_EQ(heads_[4], 1u);
  EXPECT_EQ(labels_[4], prep_);
}

TEST_F(Deprojectivize, KeepsTheHeadIfNoTokenHasTheLabel) {
  labels_[4] = unmet_;
  run();
  EXPECT_EQ(heads_[4], 1u);
  EXPECT_EQ(labels_[4], prep_);
}

}  // namespace
}  // namespace casus
