// SPDX-License-Identifier: Apache-2.0
#include "link/reference_day.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/table.h"

namespace casus {
namespace {

// Against a day that the text gives, more persons in office say little.
constexpr double kOfWholeDay = 2;

// A year behind one of these may lie ahead of the text ("by 2030", "until 2050").
bool may_lie_ahead(const Analysis& text, const TimeExpression& time) {
  const auto& tokens = text.parse.tokens;
  if (time.first_token == 0) return false;
  std::string_view before = tokens[time.first_token - 1].lemma;
  if (before == "by" || before == "until" || before == "till" || before == "through" || before == "beyond" || before == "for") return true;
  const Sentence& sentence = text.parse.sentences[tokens[time.first_token].sentence];
  for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
    if (tokens[i].tag == "MD") return true;
  }
  return false;
}

// `whole`: the text gives the day, not only the year or month.
std::optional<Date> latest_past(const Analysis& text, bool& whole) {
  std::optional<Date> latest;
  for (const TimeExpression& time : text.links.times) {
    if (time.basis != TimeBasis::Explicit || !time.covers.first || may_lie_ahead(text, time)) continue;
    if (latest && *time.covers.first <= *latest) continue;
    latest = time.covers.first;
    whole = time.covers.first == time.covers.last;
  }
  return latest;
}

struct Bearer {
  const std::vector<NamedActor>* rows = nullptr;
  int mentions = 0;
};
using People = std::map<std::string, Bearer>;  // by id

bool holds_office(const NamedActor& row, Date day) {
  return row.valid.first && *row.valid.first <= day && (!row.valid.last || day <= *row.valid.last) && !row.actor.sectors.empty() && row.actor.sectors.front() != "ELI";
}

// Mentions of those who hold an office on that day.
double in_office(const People& people, Date day) {
  double mentions = 0;
  for (const auto& [id, bearer] : people) {
    bool holds = std::any_of(bearer.rows->begin(), bearer.rows->end(), [&](const NamedActor& row) { return holds_office(row, day); });
    if (holds) mentions += bearer.mentions;
  }
  return mentions;
}

// Longest title in words, before a name or in apposition behind it.
constexpr uint32_t kLongestTitle = 8;

struct Title {
  std::set<std::string> words;
  bool former = false;
};

bool may_be_title(const Token& token) {
  return token.pos == "NOUN" || token.pos == "PROPN" || token.pos == "ADJ" || token.pos == "DET" || token.lemma == "of" || token.lemma == "-" || token.tag == "POS";
}

// "Republican nominee Donald Trump", "Hillary Clinton, the former secretary of state"
Title title_of(const Analysis& text, const NameMatch& name, const ActorTables& tables) {
  const auto& tokens = text.parse.tokens;
  Title title;
  auto take = [&](uint32_t i) {
    std::string word = name_key(tokens[i].lemma);
    const ModifierEntry* modifier = tables.modifier(word);
    title.former = title.former || (modifier && modifier->effect == "former");
    title.words.insert(std::move(word));
  };
  for (uint32_t i = name.first_token; i < name.end_token; ++i) take(i);
  for (uint32_t i = name.first_token, left = kLongestTitle; i-- > 0 && left-- > 0 && tokens[i].sentence == tokens[name.first_token].sentence && may_be_title(tokens[i]);) take(i);
  uint32_t behind = name.end_token;
  if (behind + 1 >= tokens.size() || text.document.slice(tokens[behind].span) != "," || tokens[behind + 1].pos != "DET") return title;
  for (uint32_t i = behind + 1; i < tokens.size() && i <= behind + kLongestTitle && tokens[i].sentence == tokens[behind].sentence && may_be_title(tokens[i]); ++i) take(i);
  return title;
}

// Alternatives of a role are parted by commas: "candidate, nominee".
bool names_role(const Title& title, const std::string& role) {
  for (const std::string& alternative : split_cell(role, ',')) {
    bool all = !alternative.empty();
    for (const std::string& word : split_cell(alternative, ' ')) all = all && (word.empty() || word == "the" || title.words.contains(name_key(word)));
    if (all) return true;
  }
  return false;
}

// The time in which the bearer can have had that title.
TimeSpan time_of(const NameMatch& name, const Title& title) {
  TimeSpan time;
  for (const NamedActor& row : *name.rows) {
    if (row.actor.id != name.rows->front().actor.id || !names_role(title, row.role)) continue;
    std::optional<Date> first = title.former ? row.valid.last : row.valid.first;
    if (first && (!time.first || *first < *time.first)) time = {first, title.former ? std::nullopt : row.valid.last};
  }
  return time;
}

}  // namespace

std::optional<Date> reference_day(const Analysis& text, const std::vector<NameMatch>& names, const ActorTables& tables) {
  if (auto day = parse_iso_date(text.document.published)) return day;
  bool whole = false, told = false;  // by a day, by a year or day
  std::optional<Date> past = latest_past(text, whole);
  told = past.has_value();
  std::vector<TimeSpan> titles;
  People people;
  for (const NameMatch& name : names) {
    if (name.rows->front().kind != NameKind::Person) continue;
    Bearer& bearer = people[name.rows->front().actor.id];
    bearer.rows = name.rows;
    ++bearer.mentions;
    TimeSpan time = time_of(name, title_of(text, name, tables));
    if (time.first) titles.push_back(time);
  }
  for (const TimeSpan& title : titles) {
    if (!past || *title.first > *past) past = title.first, whole = told = false;
  }
  // The last day of an office is the first of its next holder. Titles that ended before are told of the past.
  auto is_within = [&](Date day) {
    return (!past || day >= *past) &&
           std::none_of(titles.begin(), titles.end(), [&](const TimeSpan& title) { return title.last && *title.last > *past && day >= *title.last; });
  };
  std::optional<Date> best = past;
  double most = past ? in_office(people, *past) * (whole ? kOfWholeDay : 1) : 0;
  for (const auto& [id, bearer] : people) {
    for (const NamedActor& row : *bearer.rows) {
      if (!row.valid.first || !is_within(*row.valid.first)) continue;
      double holders = in_office(people, *row.valid.first);
      bool later = holders == most && !told && (!best || *row.valid.first > *best);
      if (holders > most || (later && holders > 0)) most = holders, best = row.valid.first;
    }
  }
  return best;
}

}  // namespace casus
