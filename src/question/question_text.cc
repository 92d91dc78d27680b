// SPDX-License-Identifier: Apache-2.0
#include "question/question_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace casus {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

std::string party_key(const QuestionParty& party) { return party.is_state ? party.code : party.name; }

std::string side_key(const QuestionSide& side) {
  std::vector<std::string> keys;
  for (const QuestionParty& party : side.parties) keys.push_back(party_key(party));
  std::sort(keys.begin(), keys.end());
  return joined(keys, "+");
}

std::string with_article(const std::string& name) { return name.starts_with("United ") ? "the " + name : name; }

// "Russia (RUS)"; "Central Asia", whose states are told apart.
std::string side_text(const QuestionSide& side) {
  if (side.parties.size() > 1) return side.name;
  const QuestionParty& party = side.parties.front();
  if (party.is_state) return fmt::format("{} ({})", party.name, party.code);
  return party.code.empty() ? party.name : fmt::format("{} (or {}, where events know no more than the country)", party.name, party.code);
}

std::string unit_reading(const QuestionUnit& unit) {
  switch (unit.kind) {
    case QuestionUnit::Kind::Between:
      return fmt::format("{} and {}", side_text(unit.first), side_text(unit.second));
    case QuestionUnit::Kind::Inside:
      return fmt::format("inside {}", side_text(unit.first));
    case QuestionUnit::Kind::Involving:
      return fmt::format("{} and anybody, for no second side is named", side_text(unit.first));
  }
  return "";
}

void put_members(const QuestionSide& side, std::vector<QuestionPart>& reading) {
  if (side.parties.size() < 2) return;
  std::vector<std::string> names;
  for (const QuestionParty& party : side.parties) names.push_back(party.name);
  reading.push_back({"region", fmt::format("{}: {}, counted as one side", side.name, joined(names, ", "))});
}

std::string change_reading(QuestionChange change) {
  switch (change) {
    case QuestionChange::Rise:
      return "more material conflict events than in as many weeks before";
    case QuestionChange::Surge:
      return "a surge: more material conflict events than the larger of 2 and the 80th percentile of the past year";
    case QuestionChange::Fall:
      return "no rise: as many material conflict events as in as many weeks before, or fewer";
  }
  return "";
}

std::string weeks_text(int weeks) { return weeks == 1 ? "1 week" : fmt::format("{} weeks", weeks); }

}  // namespace

std::string_view fault_name(QuestionFault fault) {
  switch (fault) {
    case QuestionFault::None:
      return "none";
    case QuestionFault::NotQuestion:
      return "not_question";
    case QuestionFault::Several:
      return "several";
    case QuestionFault::Open:
      return "open";
    case QuestionFault::Opinion:
      return "opinion";
    case QuestionFault::NotFuture:
      return "not_future";
    case QuestionFault::NotServed:
      return "not_served";
    case QuestionFault::Conditional:
      return "conditional";
    case QuestionFault::Negated:
      return "negated";
    case QuestionFault::Number:
      return "number";
    case QuestionFault::NoActor:
      return "no_actor";
    case QuestionFault::UnknownActor:
      return "unknown_actor";
    case QuestionFault::NoChange:
      return "no_change";
    case QuestionFault::Change:
      return "change";
    case QuestionFault::Horizon:
      return "horizon";
    case QuestionFault::PastHorizon:
      return "past_horizon";
  }
  return "";
}

std::string_view change_name(QuestionChange change) { return change == QuestionChange::Rise ? "rise" : change == QuestionChange::Surge ? "surge" : "fall"; }

std::string unit_text(const QuestionUnit& unit) {
  std::string first = side_key(unit.first);
  if (unit.kind == QuestionUnit::Kind::Involving) return first;
  return first + "|" + (unit.kind == QuestionUnit::Kind::Inside ? first : side_key(unit.second));
}

std::string fault_text(QuestionFault fault, const std::string& words) {
  switch (fault) {
    case QuestionFault::NotQuestion:
      return "this is no question; ask one that begins with \"Will\"";
    case QuestionFault::Several:
      return "these are several questions in one; ask one at a time";
    case QuestionFault::Open:
      return "it asks for more than a yes or no; forecasts say how likely a rise is";
    case QuestionFault::Opinion:
      return "it asks what ought to be; forecasts say what is likely";
    case QuestionFault::NotFuture:
      return "it asks about what is or was; casus events and casus series show that";
    case QuestionFault::NotServed:
      return fmt::format("it asks about {}; what is forecast is material conflict (coercion, protest, assault and fighting counted together; CAMEO 14 to 20)", words);
    case QuestionFault::Conditional:
      return "it makes a condition; forecasts go by what has happened and know no \"if\"";
    case QuestionFault::Negated:
      return "it asks whether something will not be; ask whether it will, and take the rest of the probability";
    case QuestionFault::Number:
      return "it asks whether a figure is reached; forecasts give the expected number of events with its range beside the probability of a rise";
    case QuestionFault::NoActor:
      return "it names nobody whose events could be counted; name a country, a region or an organisation";
    case QuestionFault::UnknownActor:
      return fmt::format("nobody is known by the name of \"{}\"; write the usual name of a country, region or organisation", words);
    case QuestionFault::NoChange:
      return "it does not say what is to rise or ease";
    case QuestionFault::Change:
      return words.empty() ? "it asks neither about a rise nor about an easing" : fmt::format("\"{}\" is neither a rise nor an easing; forecasts say whether there will be more events than before", words);
    case QuestionFault::None:
    case QuestionFault::Horizon:
    case QuestionFault::PastHorizon:
      break;
  }
  return "";
}

std::vector<QuestionPart> reading_of(const AskedQuestion& question, const std::string& change_words, const std::string& kind_words, const AskedHorizon& horizon, const AskedParties& parties) {
  std::vector<QuestionPart> reading;
  for (const QuestionUnit& unit : question.units) {
    reading.push_back({"actors", unit_reading(unit)});
    put_members(unit.first, reading);
    put_members(unit.second, reading);
  }
  if (!parties.set_aside.empty()) reading.push_back({"place", fmt::format("{} is set aside: events of these actors count wherever they happen", joined(parties.set_aside, ", "))});
  std::string what = kind_words.empty() || kind_words == change_words ? fmt::format("\"{}\"", change_words) : fmt::format("\"{}\" of \"{}\"", change_words, kind_words);
  reading.push_back({"change", fmt::format("{}: {} (CAMEO 14 to 20)", what, change_reading(question.change))});
  std::string weeks = weeks_text(question.weeks);
  if (horizon.words.empty()) reading.push_back({"horizon", fmt::format("none is named: {}", weeks)});
  else if (horizon.days == 7 * question.weeks) reading.push_back({"horizon", fmt::format("\"{}\": {}", horizon.words, weeks)});
  else reading.push_back({"horizon", fmt::format("\"{}\", {} days: the nearest that forecasts have, {}", horizon.words, horizon.days, weeks)});
  reading.push_back({"as_of", to_iso(question.as_of)});
  reading.push_back({"note", "what the question takes for granted is not taken over; the counts say what there has been"});
  return reading;
}

std::string question_instead(const AskedQuestion& question) {
  if (question.units.empty()) return "";
  const QuestionUnit& unit = question.units.front();
  if (unit.first.name.starts_with("the rest of") || unit.second.name.starts_with("the rest of")) return "";
  bool is_fall = question.change == QuestionChange::Fall;
  std::string horizon = question.weeks == 1 ? "next week" : fmt::format("over the next {} weeks", question.weeks);
  std::string first = with_article(unit.first.name), second = with_article(unit.second.name);
  if (unit.kind == QuestionUnit::Kind::Inside) return fmt::format("Will violence in {} {} {}?", first, is_fall ? "decrease" : "increase", horizon);
  if (unit.kind == QuestionUnit::Kind::Involving) return fmt::format("Will the conflict in {} {} {}?", first, is_fall ? "ease" : "intensify", horizon);
  bool is_joined = first.find(" and ") != std::string::npos || second.find(" and ") != std::string::npos;
  if (is_joined) return fmt::format("Will {} {} attacks on {} {}?", first, is_fall ? "scale back" : "step up", second, horizon);
  return fmt::format("Will the conflict between {} and {} {} {}?", first, second, is_fall ? "ease" : "intensify", horizon);
}

}  // namespace casus
