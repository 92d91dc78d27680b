// SPDX-License-Identifier: Apache-2.0
#include "link/reference_day.h"

#include <algorithm>
#include <map>
#include <string>

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

}  // namespace

std::optional<Date> reference_day(const Analysis& text, const std::vector<NameMatch>& names) {
  if (auto day = parse_iso_date(text.document.published)) return day;
  People people;
  for (const NameMatch& name : names) {
    if (name.rows->front().kind != NameKind::Person) continue;
    Bearer& bearer = people[name.rows->front().actor.id];
    bearer.rows = name.rows;
    ++bearer.mentions;
  }
  bool whole = false;
  std::optional<Date> past = latest_past(text, whole), best = past;
  double most = past ? in_office(people, *past) * (whole ? kOfWholeDay : 1) : 0;
  for (const auto& [id, bearer] : people) {
    for (const NamedActor& row : *bearer.rows) {
      if (!row.valid.first || (past && *row.valid.first < *past)) continue;
      double holders = in_office(people, *row.valid.first);
      bool later = holders == most && !whole && (!best || *row.valid.first > *best);
      if (holders > most || (later && holders > 0)) most = holders, best = row.valid.first;
    }
  }
  return best;
}

}  // namespace casus
