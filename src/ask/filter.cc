// SPDX-License-Identifier: Apache-2.0
#include "ask/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>

#include "ask/words.h"
#include "base/codes.h"
#include "base/names.h"
#include "base/utf8.h"
#include "casus/store.h"
#include "casus/time.h"

namespace casus {
namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Whole words, whatever their case: "iran" is not in "Tirana".
std::string word_condition(const std::string& column, const std::string& words) {
  return fmt::format("regexp_matches({}, {})", column, quote_sql("(?i)(^|[^\\pL\\pN])" + literal_pattern(words) + "($|[^\\pL\\pN])"));
}

template <typename Items, typename MakeCondition>
std::string any_of(const Items& items, MakeCondition condition) {
  std::string joined;
  for (const auto& item : items) joined += (joined.empty() ? "" : " OR ") + std::string(condition(item));
  return "(" + joined + ")";
}

// One of the terms is a party in this role, or in either if none is given.
std::string party_condition(const std::vector<std::string>& terms, const char* role = nullptr) {
  const std::string condition = role ? fmt::format(" WHERE role = '{}'", role) : "";
  std::string rows;
  for (const std::string& term : terms) rows += (rows.empty() ? "" : " UNION ALL ") + fmt::format("SELECT event FROM ({}){}", actor_rows(term, "event, role"), condition);
  return fmt::format("e.event IN ({})", rows);
}

std::string place_condition(const std::string& text) {
  PlaceTerm term = read_place_term(text);
  if (term.geonameid != 0) return fmt::format("e.place_geonameid = {}", term.geonameid);
  std::string condition = fmt::format("lower(e.place_name) = {}", quote_sql(term.name));
  return term.country.empty() ? condition : fmt::format("({} AND e.place_country = {})", condition, quote_sql(term.country));
}

// Texts first: few have the words, and of those alone the clauses are cut out.
std::string clause_condition(const std::string& words) {
  return fmt::format("e.document IN (SELECT t.document FROM documents t WHERE {}) AND {}", has_beginnings("t.text", words),
                     has_beginnings("substring(d.text, e.start + 1, e.\"end\" - e.start)", words));
}

Result<std::string> type_condition(const std::string& term) {
  if (!term.empty() && std::isdigit(static_cast<unsigned char>(term[0]))) return fmt::format("starts_with(e.cameo, {})", quote_sql(term));
  size_t colon = term.find(':');
  std::string type = upper(term.substr(0, colon));
  if (std::find(kEventTypes.begin(), kEventTypes.end(), type) == kEventTypes.end()) {
    return Error{ErrorCode::Invalid, fmt::format("--type \"{}\" is none of {}, nor the start of a CAMEO code", term, fmt::join(kEventTypes, " ")), ""};
  }
  std::string condition = fmt::format("e.type = '{}'", type);
  if (colon != std::string::npos) condition += fmt::format(" AND e.mode = {}", quote_sql(lower(term.substr(colon + 1))));
  return "(" + condition + ")";
}

Result<std::string> status_condition(const std::string& term) {
  std::string known;
  for (int i = 0; i <= static_cast<int>(EventStatus::Denied); ++i) {
    std::string_view name = name_of(static_cast<EventStatus>(i));
    if (lower(term) == name) return fmt::format("e.status = '{}'", name);
    known += (known.empty() ? "" : " ") + std::string(name);
  }
  return Error{ErrorCode::Invalid, fmt::format("--status \"{}\" is none of {}", term, known), ""};
}

template <typename MakeCondition>
Status add_alternatives(std::vector<std::string>& conditions, const std::vector<std::string>& terms, MakeCondition make) {
  if (terms.empty()) return ok();
  std::vector<std::string> alternatives;
  for (const std::string& term : terms) {
    TRY_ASSIGN(std::string condition, make(term));
    alternatives.push_back(std::move(condition));
  }
  conditions.push_back(any_of(alternatives, [](const std::string& condition) { return condition; }));
  return ok();
}

std::string country_condition(const std::string& term) {
  std::string code = quote_sql(upper(term));
  return fmt::format("(e.place_country = {0} OR e.event IN (SELECT event FROM event_actors WHERE country = {0}))", code);
}

Result<Date> day_of(const std::string& text, bool last) {
  using namespace std::chrono;
  if (auto day = parse_iso_date(text)) return *day;
  auto first = parse_iso_date(text.size() == 4 ? text + "-01-01" : text + "-01");
  if (!first || (text.size() != 4 && text.size() != 7)) {
    return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no date; write YYYY, YYYY-MM or YYYY-MM-DD", text), ""};
  }
  if (!last) return *first;
  year_month_day start(*first);
  return text.size() == 4 ? sys_days(start.year() / December / 31) : sys_days(start.year() / start.month() / std::chrono::last);
}

// Ids are hexadecimal digits; a range is found by block statistics, a pattern is not.
std::string id_condition(const std::string& column, const std::string& start) { return fmt::format("{0} >= {1} AND {0} < {2}", column, quote_sql(start), quote_sql(start + "~")); }

std::string is_no_country(const std::string& term) { return fmt::format("NOT EXISTS (SELECT 1 FROM event_actors country_code WHERE country_code.country = {})", quote_sql(term)); }

// Ids and names. The words of millions of rows take seconds to search.
std::string named_condition(const std::string& term, const std::string& prefix) {
  return fmt::format("{}id = {} OR {} OR {}", prefix, quote_sql(term), word_condition(prefix + "name", term), word_condition(prefix + "text", term));
}

// The key of an actor: its id, else its country, sectors and name.
std::string key_condition(const std::string& key, const std::string& prefix) {
  return fmt::format("coalesce({0}id, concat({0}country, ':', array_to_string({0}sectors, ':'), ':', lower(coalesce({0}name, {0}text)))) = {1}", prefix, quote_sql(key));
}

// An alternative that looks at ids and names: of a code at no names, and three capitals are a country where the store has one of that code.
std::string in_names(const std::string& term, const std::string& prefix) {
  if (is_party_code(term)) return fmt::format(" OR {}id = {}", prefix, quote_sql(term));
  std::string named = named_condition(term, prefix);
  return may_be_country_code(term) ? fmt::format(" OR CASE WHEN {} THEN {} ELSE false END", is_no_country(term), named) : " OR " + named;  // AND would search them first
}

// Lists are slow to read: only where the term is a sector.
std::string in_sectors(const std::string& code, const std::string& prefix) {
  return plover_sectors().contains(code) ? fmt::format(" OR list_contains({}sectors, {})", prefix, quote_sql(code)) : "";
}

}  // namespace

std::string country_list(const std::vector<std::string>& countries) {
  std::vector<std::string> codes;
  for (const std::string& country : countries) codes.push_back(quote_sql(upper(country)));
  return fmt::format("{}", fmt::join(codes, ","));
}

bool is_party_code(const std::string& term) { return plover_sectors().contains(term) || plover_country_codes().contains(term); }

bool may_be_country_code(const std::string& term) {
  return term.size() == 3 && std::all_of(term.begin(), term.end(), [](unsigned char c) { return std::isupper(c) != 0; }) && !is_party_code(term);
}

std::string actor_condition(const std::string& term, const std::string& prefix) {
  if (term.starts_with('=')) return key_condition(term.substr(1), prefix);
  std::string all;
  for (size_t at = 0; at <= term.size();) {
    size_t end = std::min(term.find(':', at), term.size());
    std::string part = term.substr(at, end - at);
    all += all.empty() ? "(" : " AND ";
    all += fmt::format("coalesce({}country = {}{}{}, false)", prefix, quote_sql(upper(part)), in_sectors(upper(part), prefix), in_names(part, prefix));
    at = end + 1;
  }
  return all + ")";
}

std::string actor_rows(const std::string& term, const std::string& columns) {
  if (!may_be_country_code(term)) return fmt::format("SELECT {} FROM event_actors WHERE {}", columns, actor_condition(term, ""));
  // A test of one column runs on compressed blocks. Names are in the condition of a join so that they are not searched where it joins nothing.
  return fmt::format(R"(SELECT {0} FROM event_actors WHERE country = {1}
  UNION ALL SELECT {0} FROM event_actors JOIN (SELECT true AS is_name WHERE {2}) ON CASE WHEN is_name THEN {3} ELSE false END)",
                     columns, quote_sql(term), is_no_country(term), named_condition(term, ""));
}

Result<std::string> first_day(const std::string& text) {
  TRY_ASSIGN(Date day, day_of(text, false));
  return to_iso(day);
}

Result<std::string> last_day(const std::string& text) {
  TRY_ASSIGN(Date day, day_of(text, true));
  return to_iso(day);
}

PlaceTerm read_place_term(const std::string& text) {
  PlaceTerm term;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), term.geonameid);
  if (error == std::errc() && end == text.data() + text.size() && term.geonameid > 0) return term;
  term.geonameid = 0;
  size_t comma = text.rfind(", ");
  bool has_country = comma != std::string::npos && text.size() == comma + 5 && std::all_of(text.end() - 3, text.end(), [](unsigned char c) { return std::isupper(c) != 0; });
  if (has_country) term.country = text.substr(comma + 2);
  term.name = to_lower(has_country ? text.substr(0, comma) : text);
  return term;
}

std::vector<std::string> split_commas(const std::vector<std::string>& values) {
  std::vector<std::string> items;
  for (const std::string& value : values) {
    for (size_t at = 0; at <= value.size();) {
      size_t end = std::min(value.find(',', at), value.size());
      if (end > at) items.push_back(value.substr(at, end - at));
      at = end + 1;
    }
  }
  return items;
}

Result<std::string> condition_of(const EventFilter& filter) {
  std::vector<std::string> conditions;
  if (!filter.id.empty()) conditions.push_back(id_condition("e.id", filter.id));
  if (!filter.document.empty()) conditions.push_back("d.key = " + quote_sql(filter.document));
  if (filter.asserted) conditions.push_back("e.asserted");  // so it is of a latest version
  else if (!filter.all_versions) conditions.push_back("d.latest");
  if (!filter.actors.empty()) conditions.push_back(party_condition(filter.actors, "actor"));
  if (!filter.recipients.empty()) conditions.push_back(party_condition(filter.recipients, "recipient"));
  if (!filter.parties.empty()) conditions.push_back(party_condition(filter.parties));
  if (!filter.countries.empty()) conditions.push_back(any_of(filter.countries, country_condition));
  if (!filter.places.empty()) conditions.push_back(any_of(filter.places, place_condition));
  if (!filter.quads.empty()) conditions.push_back(fmt::format("e.quad IN ({})", fmt::join(filter.quads, ",")));
  if (!filter.words.empty()) conditions.push_back(clause_condition(filter.words));
  TRY(add_alternatives(conditions, filter.types, type_condition));
  TRY(add_alternatives(conditions, filter.statuses, status_condition));
  if (!filter.story.empty()) conditions.push_back(fmt::format("e.document IN (SELECT document FROM document_stories WHERE story::VARCHAR = {})", quote_sql(filter.story)));
  if (!filter.publishers.empty()) {
    conditions.push_back(any_of(filter.publishers, [](const std::string& term) { return word_condition("d.publisher", term); }));
  }
  if (!filter.from.empty()) {
    TRY_ASSIGN(std::string day, first_day(filter.from));
    conditions.push_back(fmt::format("coalesce(e.date_to, e.date_from) >= DATE '{}'", day));
  }
  if (!filter.to.empty()) {
    TRY_ASSIGN(std::string day, last_day(filter.to));
    conditions.push_back(fmt::format("coalesce(e.date_from, e.date_to) <= DATE '{}'", day));
  }
  if (!filter.reports_of.empty()) {
    conditions.push_back(fmt::format(R"(e.event IN (WITH named AS MATERIALIZED (SELECT n.event FROM events n WHERE {})
  SELECT unnest(list(event)) FROM (SELECT event FROM named
    UNION ALL SELECT o.event FROM event_reports o WHERE o.event_cluster IN (SELECT r.event_cluster FROM event_reports r WHERE r.event IN (SELECT event FROM named)))))",
                                     id_condition("n.id", filter.reports_of)));
  }
  bool only_representatives = filter.one_per == "event" && filter.min_sources > 0;  // of clusters: no need to look for reports of none
  if (only_representatives) {
    conditions.push_back(fmt::format("e.event IN (SELECT event FROM event_clusters WHERE reporting >= {})", filter.min_sources));
  } else if (filter.min_sources > 0) {
    conditions.push_back(fmt::format("e.event IN (SELECT r.event FROM event_reports r JOIN event_clusters k ON k.event_cluster = r.event_cluster WHERE k.reporting >= {})", filter.min_sources));
  }
  if (!filter.one_per.empty()) {
    const std::map<std::string, const char*> views = {{"event", "one_per_event"}, {"day", "one_a_day"}, {"story", "one_per_story"}};
    auto view = views.find(filter.one_per);
    if (view == views.end()) return Error{ErrorCode::Invalid, fmt::format("--one-per \"{}\" is none of event day story", filter.one_per), ""};
    if (!only_representatives) conditions.push_back(fmt::format("e.event IN (SELECT event FROM {})", view->second));
  }
  if (filter.min_confidence > 0) conditions.push_back(fmt::format("e.confidence >= {}", filter.min_confidence));
  return conditions.empty() ? "true" : fmt::format("{}", fmt::join(conditions, " AND "));
}

}  // namespace casus
