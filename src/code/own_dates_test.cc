// SPDX-License-Identifier: Apache-2.0
#include "code/own_dates.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace casus {
namespace {

struct Word {
  const char *text, *lemma, *tag, *pos, *dep;
  uint32_t head;
};

// One sentence, its words parted by blanks.
Analysis analysis_of(const std::vector<Word>& words) {
  Analysis analysis;
  for (const Word& word : words) {
    Token token;
    token.span.start = static_cast<uint32_t>(analysis.document.text.size());
    analysis.document.text += word.text;
    token.span.end = static_cast<uint32_t>(analysis.document.text.size());
    analysis.document.text += ' ';
    token.lemma = word.lemma, token.tag = word.tag, token.pos = word.pos, token.dep = word.dep, token.morph = "";
    token.head = word.head;
    token.left_edge = token.right_edge = static_cast<uint32_t>(analysis.parse.tokens.size());
    analysis.parse.tokens.push_back(token);
  }
  const auto count = static_cast<uint32_t>(words.size());
  analysis.parse.sentences.push_back({{0, static_cast<uint32_t>(analysis.document.text.size())}, 0, count});
  analysis.parse.index_children();
  return analysis;
}

void add_time(Analysis& analysis, uint32_t first, uint32_t end, const char* from, const char* to, TimexType type = TimexType::Date,
              const char* value = "") {
  TimeExpression time;
  time.span = {analysis.parse.tokens[first].span.start, analysis.parse.tokens[end - 1].span.end};
  time.first_token = first, time.end_token = end, time.type = type, time.value = value;
  time.covers = {parse_iso_date(from), parse_iso_date(to)};
  analysis.links.times.push_back(time);
  analysis.mentions.times.emplace_back();
}

std::string days_of(const std::optional<FoundDate>& found) {
  if (!found) return "none";
  const TimeSpan& span = found->date.span;
  return (span.first ? to_iso(*span.first) : "") + ".." + (span.last ? to_iso(*span.last) : "");
}

// "Rebels attacked the port in May on Friday"
Analysis attack_in_may_on_friday() {
  return analysis_of({{"Rebels", "rebel", "NNS", "NOUN", "nsubj", 1},
                      {"attacked", "attack", "VBD", "VERB", "ROOT", 1},
                      {"the", "the", "DT", "DET", "det", 3},
                      {"port", "port", "NN", "NOUN", "dobj", 1},
                      {"in", "in", "IN", "ADP", "prep", 1},
                      {"May", "May", "NNP", "PROPN", "pobj", 4},
                      {"on", "on", "IN", "ADP", "prep", 1},
                      {"Friday", "Friday", "NNP", "PROPN", "pobj", 6}});
}

TEST(OwnDates, TheFinestTimeOfAClauseIsItsDate) {
  Analysis text = attack_in_may_on_friday();
  add_time(text, 5, 6, "2021-05-01", "2021-05-31");
  add_time(text, 7, 8, "2021-05-07", "2021-05-07");
  const OwnDates own(text);
  EXPECT_EQ(days_of(own.of_clause(1)), "2021-05-07..2021-05-07");
  EXPECT_EQ(days_of(own.of_noun(3)), "none");
  EXPECT_FALSE(own.has_open_time(1));
}

TEST(OwnDates, ATimeWithoutDaysLeavesTheClauseOpen) {
  Analysis text = attack_in_may_on_friday();
  add_time(text, 7, 8, "", "", TimexType::Date, "PAST_REF");
  const OwnDates own(text);
  EXPECT_EQ(days_of(own.of_clause(1)), "none");
  EXPECT_TRUE(own.has_open_time(1));
}

// "Police fought for 3 days": up to the day of publication, and only where that is known.
TEST(OwnDates, AStretchOfDaysEndsOnTheDayOfPublication) {
  Analysis text = analysis_of({{"Police", "police", "NN", "NOUN", "nsubj", 1},
                               {"fought", "fight", "VBD", "VERB", "ROOT", 1},
                               {"for", "for", "IN", "ADP", "prep", 1},
                               {"3", "3", "CD", "NUM", "nummod", 4},
                               {"days", "day", "NNS", "NOUN", "pobj", 2}});
  add_time(text, 3, 5, "", "", TimexType::Duration, "P3D");
  EXPECT_EQ(days_of(OwnDates(text).of_duration(1)), "none");
  text.document.published = "2021-05-12";
  EXPECT_EQ(days_of(OwnDates(text).of_duration(1)), "2021-05-10..2021-05-12");
}

// "the raid of March": the month is the noun's, not the verb's ("condemned the raid of March").
TEST(OwnDates, ATimeBehindANounIsTheNouns) {
  Analysis text = analysis_of({{"Lima", "Lima", "NNP", "PROPN", "nsubj", 1},
                               {"condemned", "condemn", "VBD", "VERB", "ROOT", 1},
                               {"the", "the", "DT", "DET", "det", 3},
                               {"raid", "raid", "NN", "NOUN", "dobj", 1},
                               {"of", "of", "IN", "ADP", "prep", 3},
                               {"March", "March", "NNP", "PROPN", "pobj", 4}});
  add_time(text, 5, 6, "2021-03-01", "2021-03-31");
  EXPECT_EQ(days_of(OwnDates(text).of_noun(3)), "2021-03-01..2021-03-31");
}

}  // namespace
}  // namespace casus
