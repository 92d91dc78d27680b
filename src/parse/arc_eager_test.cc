// SPDX-License-Identifier: Apache-2.0
#include "parse/arc_eager.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace casus {
namespace {

using testing::ElementsAre;
using enum ArcEagerState::Action;

uint32_t set_of(std::initializer_list<ArcEagerState::Action> actions) {
  uint32_t bits = 0;
  for (const auto action : actions) bits |= 1u << action;
  return bits;
}

TEST(ArcEager, ParsesAnEmptyDocument) {
  ArcEagerState state;
  state.start(0);
  EXPECT_TRUE(state.done());
}

TEST(ArcEager, ParsesTwoWords) {  // "She sleeps"
  ArcEagerState state;
  state.start(2);
  EXPECT_EQ(state.valid(), set_of({Shift, Break}));
  EXPECT_THAT(state.slots(), ElementsAre(0, 1, -1, -1, -1, -1, -1, -1));
  state.apply(Shift, 0);
  EXPECT_EQ(state.valid(), set_of({Reduce, LeftArc, RightArc})) << "the last word cannot be shifted";
  EXPECT_THAT(state.slots(), ElementsAre(1, -1, 0, -1, -1, -1, -1, -1));
  state.apply(LeftArc, 7);
  EXPECT_THAT(state.slots(), ElementsAre(1, -1, -1, -1, -1, 0, -1, -1));
  EXPECT_EQ(state.valid(), set_of({Shift})) << "with an empty stack";
  state.apply(Shift, 0);
  EXPECT_EQ(state.valid(), set_of({Reduce}));
  EXPECT_FALSE(state.done());
  state.apply(Reduce, 0);
  EXPECT_TRUE(state.done());
  EXPECT_THAT(state.heads(), ElementsAre(1, -1));
  EXPECT_EQ(state.labels()[0], 7);
}

TEST(ArcEager, ReduceOfAHeadlessWordPutsItBack) {
  ArcEagerState state;
  state.start(3);
  state.apply(Shift, 0);
  state.apply(Shift, 0);
  state.apply(Reduce, 0);
  EXPECT_THAT(state.slots(), ElementsAre(1, 2, 0, -1, -1, -1, -1, -1));
  EXPECT_EQ(state.valid(), set_of({Reduce, LeftArc, RightArc, Break})) << "a word put back is not shifted again";
  state.apply(RightArc, 4);
  EXPECT_THAT(state.slots(), ElementsAre(2, -1, 1, 0, -1, -1, -1, -1));
  state.apply(Reduce, 0);
  EXPECT_THAT(state.slots(), ElementsAre(2, -1, 0, -1, -1, -1, -1, 1)) << "with a head it goes";
}

TEST(ArcEager, LeftArcMakesTheWordShiftableAgain) {
  ArcEagerState state;
  state.start(4);
  state.apply(Shift, 0);
  state.apply(Shift, 0);
  state.apply(Reduce, 0);
  ASSERT_FALSE(state.valid() & set_of({Shift}));
  state.apply(LeftArc, 0);
  EXPECT_TRUE(state.valid() & set_of({Shift}));
}

TEST(ArcEager, ALaterArcReplacesAnEarlierOne) {
  ArcEagerState state;
  state.start(3);
  state.apply(Shift, 0);
  state.apply(RightArc, 1);
  EXPECT_THAT(state.slots(), ElementsAre(2, -1, 1, 0, -1, -1, -1, -1));
  state.apply(LeftArc, 2);
  EXPECT_THAT(state.slots(), ElementsAre(2, -1, 0, -1, -1, 1, -1, -1)) << "0 has lost its right dependent";
  EXPECT_THAT(state.heads(), ElementsAre(-1, 2, -1));
  EXPECT_EQ(state.labels()[1], 2);
}

TEST(ArcEager, DependentsAreListedByAttachment) {
  ArcEagerState state;
  state.start(5);
  state.apply(Shift, 0);
  for (int i = 0; i < 2; ++i) {  // 1 and 2 become right dependents of 0
    state.apply(RightArc, 0);
    state.apply(Reduce, 0);
  }
  EXPECT_THAT(state.slots(), ElementsAre(3, 4, 0, -1, -1, -1, -1, 2));
  state.apply(RightArc, 0);
  state.apply(LeftArc, 0);  // 3 moves on to 4
  EXPECT_THAT(state.slots(), ElementsAre(4, -1, 0, -1, -1, 3, -1, 2)) << "2 is the latest again";
}

TEST(ArcEager, BreakEndsTheSentence) {
  ArcEagerState state;
  state.start(3);
  state.apply(Break, 0);
  EXPECT_EQ(state.valid(), set_of({Shift})) << "not twice";
  state.apply(Shift, 0);
  EXPECT_EQ(state.valid(), set_of({Reduce, Break})) << "no arc into the next sentence, but that may be one word long";
  state.apply(Reduce, 0);
  EXPECT_EQ(state.valid(), set_of({Shift, Break}));
}

}  // namespace
}  // namespace casus
