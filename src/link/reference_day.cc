// SPDX-License-Identifier: Apache-2.0
#include "link/reference_day.h"

#include <algorithm>
#include <map>
#include <string>

namespace casus {
namespace {

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

// By id, the rows of the persons that the text names.
using People = std::map<std::string, const std::vector<NamedActor>*>;

bool holds_office(const NamedActor& row, Date day) {
  return row.valid.first && *row.valid.first <= day && (!row.valid.last || day <= *row.valid.last) && !row.actor.sectors.empty() && row.actor.sectors.front() != "ELI";
}

size_t in_office(const People& people, Date day) {
  return static_cast<size_t>(std::count_if(people.begin(), people.end(), [&](const auto& person) {
    return std::any_of(person.second->begin(), person.second->end(), [&](const NamedActor& row) { return holds_office(row, day); });
  }));
}

}  // namespace

std::optional<Date> reference_day(const Analysis& text, const std::vector<NameMatch>& names) {
  if (auto day = parse_iso_date(text.document.published)) return day;
  People people;
  for (const NameMatch& name : names) {
    if (name.rows->front().kind == NameKind::Person) people.emplace(name.rows->front().actor.id, name.rows);
  }
  bool whole = false;
  std::optional<Date> past = latest_past(text, whole), best = past;
  // Against a day that the text gives, one person in office says little.
  size_t most = past ? in_office(people, *past) + (whole ? 1 : 0) : 0;
  for (const auto& [id, rows] : people) {
    for (const NamedActor& row : *rows) {
      if (!row.valid.first || (past && *row.valid.first < *past)) continue;
      size_t holders = in_office(people, *row.valid.first);
      bool later = holders == most && !past && best && *row.valid.first > *best;
      if (holders > most || later) most = holders, best = row.valid.first;
    }
  }
  return best;
}

}  // namespace casus
