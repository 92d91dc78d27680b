// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/hash.h"
#include "casus/story.h"
#include "merge/agency.h"
#include "merge/copies.h"
#include "merge/event_clusters.h"
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
  features.events.push_back({7, 8, 9, {1, 5}, {6}, {2}, {4, 7}, {day(18000), std::nullopt}, 11, 12, {3, 4000000000u}});
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
  EXPECT_EQ(again->events[0].named_recipients, features.events[0].named_recipients);
  EXPECT_EQ(again->events[0].country, 12u);
  EXPECT_EQ(pack(*again), pack(features));
}

TEST(StoryFeatures, OfTheFirstFormAreRead) {
  // Form, day, agency, terms, shingles, names; one event: type, mode, trigger, place, country, actors, recipients, days, words, denied.
  const std::string first("\x01\x00\x00\x00\x00\x00\x01" "\x07\x08\x09\x0b\x0c" "\x01\x05" "\x01\x06" "\x00\x00" "\x02\x03\x01" "\x01", 22);
  auto features = unpack_features(first);
  ASSERT_TRUE(features);
  ASSERT_EQ(features->events.size(), 1u);
  EXPECT_EQ(features->events[0].country, 12u);
  EXPECT_EQ(features->events[0].actors, std::vector<uint32_t>{5});
  EXPECT_EQ(features->events[0].recipients, std::vector<uint32_t>{6});
  EXPECT_EQ(features->events[0].words, (std::vector<uint32_t>{3, 4}));
  EXPECT_FALSE(unpack_features(first.substr(0, 21)));
}

TEST(StoryFeatures, DamagedBytesAreAnError) {
  std::string bytes = pack(features_of(kFerry));
  for (size_t length = 0; length < bytes.size(); ++length) EXPECT_FALSE(unpack_features(std::string_view(bytes).substr(0, length))) << length;
  EXPECT_FALSE(unpack_features(bytes + "x"));
  EXPECT_FALSE(unpack_features("\xff" + bytes.substr(1)));
}

TEST(Agency, StandsBeforeTheDashOfADateline) {
  EXPECT_EQ(find_agency("Fire in a market\n\nTARNOW, March 3 (Northern Wire) - Fire destroyed the hall."), "Northern Wire");
  EXPECT_EQ(find_agency("LIMA (UPN) \xE2\x80\x94 Police said."), "UPN");
  EXPECT_EQ(find_agency("The party (which lost) - or so it says - went on. The union (UGT) said nothing."), "");
  EXPECT_EQ(find_agency("He came. The union (UGT) - the largest - said nothing."), "");
  EXPECT_EQ(find_agency("(broken"), "");
}

TEST(DifferingNames, TellTextsOfOneFormFromCopies) {
  std::string form = "On Monday the exchange in Lima closed higher, and shares in Nordbank led the list. Traders in Oran said that volumes were thin.";
  std::string other = "On Friday the exchange in Pune closed higher, and shares in Unibank led the list. Traders in Graz said that volumes were thin.";
  EXPECT_GT(shared_wording(features_of(form).shingles, features_of(other).shingles), 0.2);
  EXPECT_EQ(differing_names(features_of(form).names, features_of(other).names), 1);
  EXPECT_EQ(differing_names(features_of(form).names, features_of("Update: " + form).names), 0);
}

TEST(EventClusters, CodedEventsNeedMoreThanAType) {
  EventFeatures arrest{1, 0, 2, {5}, {6}, {}, {30}, {day(100), day(100)}, 0, 7, {10, 11, 12, 13}};
  EXPECT_TRUE(is_same_event(arrest, arrest));
  EventFeatures other = arrest;
  other.days = {day(101), day(102)};
  EXPECT_FALSE(is_same_event(arrest, other)) << "another day";
  other = arrest;
  other.recipients = {9};
  EXPECT_FALSE(is_same_event(arrest, other)) << "another recipient";
  other = arrest;
  other.named_recipients = {31};
  EXPECT_FALSE(is_same_event(arrest, other)) << "another name";
  other.named_recipients = {};
  EXPECT_TRUE(is_same_event(arrest, other)) << "no name";
  other = arrest;
  other.town = 50;
  EXPECT_TRUE(is_same_event(arrest, other)) << "no town";
  arrest.town = 51;
  EXPECT_FALSE(is_same_event(arrest, other)) << "another town";
  other = arrest;
  other.words = {20, 21, 22};
  EXPECT_FALSE(is_same_event(arrest, other)) << "other words";
  other = arrest;
  other.trigger = 3;
  EXPECT_TRUE(is_same_event(arrest, other)) << "told otherwise: parties, day and town are the same";
  other.town = 0;
  EXPECT_FALSE(is_same_event(arrest, other)) << "another deed";
  other = arrest;
  other.trigger = 3;
  other.actors = {};
  EXPECT_FALSE(is_same_event(arrest, other)) << "another deed of somebody";
}

TEST(StoryIndex, RevisedLabelsAreThoseOfTheEnd) {
  StoryIndex index;
  std::unordered_map<int64_t, StoryAssignment> labels;
  for (int i = 0; i < 40; ++i) {
    std::string text = (i % 2 ? kFerry : kMarket).substr(static_cast<size_t>(i) * 3, 160) + " " + std::to_string(i);
    StoryFeatures features = features_of(text);
    features.shingles.clear();
    features.events.push_back({0, 0, static_cast<uint32_t>(1 + i % 2), {}, {}, {}, {}, {}, 0, 0, {}});
    StoryOutcome outcome = index.add(i, features);
    for (const StoryAssignment& revised : outcome.revised) {
      EXPECT_NE(revised.document, i);
      labels[revised.document] = revised;
    }
    labels[i] = outcome.added;
  }
  // Put back as they are, the next document finds the same.
  StoryIndex again({}, index.numbers());
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(labels[i].events.size(), 1u);
    StoryFeatures features = features_of((i % 2 ? kFerry : kMarket).substr(static_cast<size_t>(i) * 3, 160) + " " + std::to_string(i));
    features.shingles.clear();
    again.restore(i, features, labels[i]);
  }
  EXPECT_EQ(index.add(100, features_of(kFerry)).added.story, again.add(100, features_of(kFerry)).added.story);
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
