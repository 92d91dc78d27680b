// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "base/hash.h"
#include "casus/story.h"
#include "merge/copies.h"
#include "merge/shingles.h"

namespace casus {
namespace {

const std::string kFerry =
    "The ferry Santa Brigida ran aground off Puerto Lindo shortly after midnight with 214 people on board. Fishermen brought all of them ashore before the "
    "hull broke, and nobody was hurt. The coast guard says that the pilot had lost his radar an hour earlier and steered by the lights of the town.";
const std::string kMarket =
    "Fire destroyed the main hall of the Tarnow spice market early on Sunday. Two hundred stalls are lost and seven firefighters were treated for smoke. The "
    "cause seems to be an old cable above the row of the pepper merchants, the chief of the brigade said.";

// Features without a parser: every word is a term of its own.
StoryFeatures features_of(const std::string& text, std::optional<Date> day = std::nullopt) {
  StoryFeatures features;
  features.day = day;
  Wording wording = find_wording(text);
  features.shingles = wording.shingles;
  features.names = wording.names;
  std::vector<uint32_t> words;
  for (size_t at = 0, end; at < text.size(); at = end + 1) {
    end = std::min(text.find(' ', at), text.size());
    words.push_back(hash32(text.substr(at, end - at)));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (uint32_t word : words) features.terms.push_back({word, TermKind::Word, 1, 40, 0});
  return features;
}

Date day(int number) { return Date(std::chrono::days(number)); }

TEST(StoryFeatures, AreThemselvesAfterPacking) {
  StoryFeatures features = features_of(kFerry, day(-3));
  features.agency = "Reuters";
  features.events.push_back({7, 8, 9, {1, 5}, {6}, {day(18000), std::nullopt}, 11, 12, {3, 4000000000u}, true});
  auto again = unpack_features(pack(features));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->day, features.day);
  EXPECT_EQ(again->agency, "Reuters");
  EXPECT_EQ(again->shingles, features.shingles);
  EXPECT_EQ(again->names, features.names);
  ASSERT_EQ(again->terms.size(), features.terms.size());
  EXPECT_EQ(again->terms.back().term, features.terms.back().term);
  EXPECT_EQ(again->terms.back().rarity, 40);
  ASSERT_EQ(again->events.size(), 1u);
  EXPECT_EQ(again->events[0].actors, features.events[0].actors);
  EXPECT_EQ(again->events[0].days, features.events[0].days);
  EXPECT_EQ(again->events[0].words, features.events[0].words);
  EXPECT_TRUE(again->events[0].is_denied);
  EXPECT_EQ(pack(*again), pack(features));
}

TEST(StoryFeatures, DamagedBytesAreAnError) {
  std::string bytes = pack(features_of(kFerry));
  for (size_t length = 0; length < bytes.size(); ++length) EXPECT_FALSE(unpack_features(std::string_view(bytes).substr(0, length))) << length;
  EXPECT_FALSE(unpack_features(bytes + "x"));
  EXPECT_FALSE(unpack_features("\xff" + bytes.substr(1)));
}

TEST(SharedWording, IsOneForAPartOfAText) {
  auto whole = features_of(kFerry), part = features_of(kFerry.substr(0, kFerry.size() / 2));
  EXPECT_GT(shared_wording(whole.shingles, part.shingles), 0.9);
  EXPECT_EQ(shared_wording(whole.shingles, features_of(kMarket).shingles), 0);
  EXPECT_EQ(shared_wording(whole.shingles, {}), 0);
}

TEST(StoryIndex, ACopyJoinsTheGroupAndTheStoryOfItsText) {
  StoryIndex index;
  auto first = index.add(10, features_of(kFerry)).added;
  auto other = index.add(11, features_of(kMarket)).added;
  auto copy = index.add(12, features_of("UPDATE " + kFerry.substr(0, kFerry.size() * 3 / 4))).added;
  EXPECT_EQ(first.copy_group, 10);
  EXPECT_EQ(other.copy_group, 11);
  EXPECT_EQ(copy.copy_group, 10);
  EXPECT_EQ(copy.story, first.story);
  EXPECT_NE(other.story, first.story);
}

TEST(StoryIndex, DocumentsFarApartInTimeDoNotMeet) {
  StoryIndex index;
  auto first = index.add(1, features_of(kFerry, day(18000))).added;
  auto late = index.add(2, features_of(kFerry, day(18200))).added;
  EXPECT_NE(first.story, late.story);
  EXPECT_EQ(late.copy_group, 2);
}

TEST(StoryIndex, GoesOnWhereItWasRestored) {
  StoryIndex first;
  auto one = first.add(1, features_of(kFerry)).added;
  auto two = first.add(2, features_of(kMarket)).added;
  StoryIndex second({}, first.numbers());
  second.restore(1, features_of(kFerry), one);
  second.restore(2, features_of(kMarket), two);
  EXPECT_EQ(second.add(3, features_of(kMarket)).added.copy_group, 2);
  EXPECT_EQ(second.numbers().story, first.numbers().story);
  second.remove(2);
  EXPECT_FALSE(second.contains(2));
  EXPECT_EQ(second.documents(), 2u);
}

TEST(StoryIndex, ForgetsTheFirstWhenItIsFull) {
  StoryOptions options;
  options.most_documents = 4;
  StoryIndex index(options);
  for (int i = 0; i < 10; ++i) index.add(i, features_of(kFerry + std::to_string(i)));
  EXPECT_EQ(index.documents(), 4u);
  EXPECT_FALSE(index.contains(5));
  EXPECT_TRUE(index.contains(6));
}

}  // namespace
}  // namespace casus
