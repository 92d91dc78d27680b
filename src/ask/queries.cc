// SPDX-License-Identifier: Apache-2.0
#include "ask/queries.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>

#include "ask/document_names.h"
#include "ask/review_rows.h"
#include "ask/words.h"
#include "casus/store.h"

namespace casus {
namespace {

std::string limit_of(const EventFilter& filter) { return filter.limit ? fmt::format(" LIMIT {}", filter.limit) : ""; }

// What people call an actor on a line: its name, and the country if the name does not say it.
constexpr const char* kLabel = "coalesce(name, text) || CASE WHEN country IS NULL THEN '' ELSE ' [' || country || ']' END";
constexpr const char* kCodes = "array_to_string(list_prepend(country, sectors), ':')";

constexpr const char* kWords = "substring(d.text, c.start + 1, c.\"end\" - c.start)";
// How many know of the event that a report belongs to. Chosen first: a plain outer join would read all clusters.
constexpr const char* kSourcesJoin = R"(LEFT JOIN (SELECT er.event, ec.event_cluster, ec.reports, ec.sources, ec.reporting, ec.claiming, ec.denying
             FROM event_reports er JOIN event_clusters ec ON ec.event_cluster = er.event_cluster WHERE er.event IN (SELECT event FROM chosen)) ec ON ec.event = c.event)";
// The story of its document.
constexpr const char* kStoryJoin = "LEFT JOIN (SELECT document, story::VARCHAR AS story FROM document_stories WHERE document IN (SELECT document FROM chosen)) told_in ON told_in.document = c.document";
constexpr const char* kHolders = R"(
holders AS (SELECT ce.event, string_agg(DISTINCT CASE WHEN k.holder_kind = 'publisher' THEN 'the publisher' ELSE coalesce(k.holder_name, k.holder_text, 'unnamed') END, ', ') AS holder,
                   list(k.id ORDER BY k.claim) AS claims
            FROM claim_events ce JOIN claims k USING (claim) WHERE ce.event IN (SELECT event FROM chosen) GROUP BY ce.event))";

// First which rows, from the few columns that tell; then all columns of those. Documents are joined only where the condition looks at them.
std::string chosen_events(const std::string& condition, const std::string& limit) {
  return fmt::format(R"(
picked AS MATERIALIZED (SELECT e.rowid AS place FROM events e{} WHERE {}{}),
chosen AS MATERIALIZED (SELECT e.* FROM picked p JOIN events e ON e.rowid = p.place))",
                     condition.find("d.") == std::string::npos ? "" : " JOIN documents d USING (document)", condition,
                     limit.empty() ? "" : " ORDER BY e.date_from NULLS LAST, e.document, e.start, e.event" + limit);
}

// Rows of documents likewise: their texts are long.
constexpr const char* kChosenDocuments = "(SELECT * FROM documents WHERE rowid IN (SELECT o.rowid FROM documents o WHERE o.document IN (SELECT document FROM chosen)))";

constexpr const char* kEventOrder = "ORDER BY c.date_from NULLS LAST, c.document, c.start, c.event";

std::string nested_events(const std::string& chosen) {
  return fmt::format(R"(WITH {},{},
who AS (SELECT event,
          list({{'start': start, 'end': "end", 'text': text, 'name': name, 'id': id, 'country': country, 'sectors': sectors}} ORDER BY position)
            FILTER (role = 'actor') AS actors,
          list({{'start': start, 'end': "end", 'text': text, 'name': name, 'id': id, 'country': country, 'sectors': sectors}} ORDER BY position)
            FILTER (role = 'recipient') AS recipients
        FROM event_actors WHERE event IN (SELECT event FROM chosen) GROUP BY event),
counted AS (SELECT event, list({{'kind': kind, 'min': min, 'max': max, 'start': start, 'end': "end"}} ORDER BY start) AS counts
        FROM counts WHERE event IN (SELECT event FROM chosen) GROUP BY event)
SELECT c.id, c.type, c.mode, c.contexts, c.cameo, c.quad, c.intensity, coalesce(who.actors, []) AS actors, coalesce(who.recipients, []) AS recipients,
  {{'from': c.date_from, 'to': c.date_to, 'basis': c.date_basis}} AS date,
  CASE WHEN c.place_name IS NULL THEN NULL ELSE {{'name': c.place_name, 'geonameid': c.place_geonameid, 'country': c.place_country,
    'admin1': c.place_admin1, 'latitude': c.place_latitude, 'longitude': c.place_longitude, 'grain': c.place_grain, 'basis': c.place_basis}} END AS place,
  c.status, coalesce(h.claims, []) AS claims, c.start, c."end", c.sentence, c.rule, coalesce(n.counts, []) AS counts, round(c.confidence, 4) AS confidence,
  c.asserted, CASE WHEN ec.event_cluster IS NULL THEN NULL ELSE {{'event_cluster': ec.event_cluster, 'reports': ec.reports, 'sources': ec.sources, 'reporting': ec.reporting,
    'claiming': ec.claiming, 'denying': ec.denying}} END AS told, {} AS words, {} AS document, told_in.story, coalesce(said.verdicts, []) AS verdicts
FROM chosen c JOIN {} d USING (document) LEFT JOIN who USING (event) LEFT JOIN holders h USING (event) LEFT JOIN counted n USING (event)
LEFT JOIN (SELECT event_id, list(verdict ORDER BY reviewer) AS verdicts FROM ({}) GROUP BY event_id) said ON said.event_id = c.id
{}
{}
{}
{})", chosen, kHolders, kWords, document_head(), kChosenDocuments, standing_reviews("event_id IN (SELECT id FROM chosen)"), first_sentences("SELECT document FROM chosen"), kSourcesJoin, kStoryJoin, kEventOrder);
}

// One value a cell: several actors are joined by "; ".
std::string flat_events(const std::string& chosen) {
  return fmt::format(R"(WITH {0},{1},
who AS (SELECT event, string_agg({2}, '; ' ORDER BY position) FILTER (role = 'actor') AS actors,
          string_agg({3}, '; ' ORDER BY position) FILTER (role = 'actor') AS actor_codes,
          string_agg({2}, '; ' ORDER BY position) FILTER (role = 'recipient') AS recipients,
          string_agg({3}, '; ' ORDER BY position) FILTER (role = 'recipient') AS recipient_codes
        FROM (SELECT * REPLACE (coalesce(name, text) AS name) FROM event_actors) WHERE event IN (SELECT event FROM chosen) GROUP BY event),
counted AS (SELECT event, string_agg(kind || ' ' || CASE WHEN min IS NOT DISTINCT FROM max THEN min::VARCHAR
              ELSE coalesce(min::VARCHAR, '?') || '-' || coalesce(max::VARCHAR, '?') END, '; ' ORDER BY start) AS counts
        FROM counts WHERE event IN (SELECT event FROM chosen) GROUP BY event)
SELECT c.id, c.date_from, c.date_to, c.date_basis, c.type, c.mode, array_to_string(c.contexts, '; ') AS contexts, c.cameo, c.quad, c.intensity,
  who.actors, who.actor_codes, who.recipients, who.recipient_codes, c.place_name, c.place_geonameid, c.place_country, c.place_admin1,
  c.place_latitude, c.place_longitude, c.place_grain, c.place_basis, c.status, c.asserted, h.holder, n.counts, round(c.confidence, 4) AS confidence,
  ec.event_cluster, ec.reports, ec.sources, ec.reporting, ec.claiming, ec.denying, told_in.story, {4} AS words, c.start, c."end", c.sentence, c.rule, d.id AS document, d.key AS document_key, d.publisher, d.published, d.title, d.url
FROM chosen c JOIN {8} d USING (document) LEFT JOIN who USING (event) LEFT JOIN holders h USING (event) LEFT JOIN counted n USING (event)
{6}
{7}
{5})", chosen, kHolders, "name", kCodes, kWords, kEventOrder, kSourcesJoin, kStoryJoin, kChosenDocuments);
}

// A day, a month, a year, or a span of them in its shortest form: "2021-05-03..09", "2021-12..2022-02", "1907".
constexpr const char* kDay = R"(CASE WHEN c.date_from IS NULL AND c.date_to IS NULL THEN '?'
    WHEN c.date_from IS NULL THEN '..' || c.date_to WHEN c.date_to IS NULL THEN c.date_from || '..' WHEN c.date_from = c.date_to THEN c.date_from::VARCHAR
    WHEN dayofyear(c.date_from) = 1 AND strftime(c.date_to, '%m-%d') = '12-31'
      THEN year(c.date_from)::VARCHAR || CASE WHEN year(c.date_from) = year(c.date_to) THEN '' ELSE '..' || year(c.date_to) END
    WHEN day(c.date_from) = 1 AND c.date_to = last_day(c.date_to)
      THEN strftime(c.date_from, '%Y-%m') || CASE WHEN last_day(c.date_from) = c.date_to THEN ''
           WHEN year(c.date_from) = year(c.date_to) THEN '..' || strftime(c.date_to, '%m') ELSE '..' || strftime(c.date_to, '%Y-%m') END
    WHEN last_day(c.date_from) = last_day(c.date_to) THEN c.date_from || '..' || strftime(c.date_to, '%d')
    WHEN year(c.date_from) = year(c.date_to) THEN c.date_from || '..' || strftime(c.date_to, '%m-%d') ELSE c.date_from || '..' || c.date_to END)";

std::string screen_events(const std::string& chosen) {
  return fmt::format(R"(WITH {},{},
who AS (SELECT event, string_agg({}, ', ' ORDER BY position) FILTER (role = 'actor') AS actors,
          string_agg({}, ', ' ORDER BY position) FILTER (role = 'recipient') AS recipients
        FROM event_actors WHERE event IN (SELECT event FROM chosen) GROUP BY event)
SELECT {} AS date, c.type || coalesce(' ' || c.mode, '') AS event,
  coalesce(who.actors, '?') || CASE WHEN who.recipients IS NULL THEN '' ELSE ' → ' || who.recipients END AS "who → whom",
  coalesce(c.place_name || CASE WHEN c.place_country IS NULL OR c.place_grain = 'country' THEN '' ELSE ', ' || c.place_country END, '') AS place,
  CASE WHEN c.asserted THEN '● ' ELSE '○ ' END || c.status AS status, coalesce(h.holder, '') AS holder, {} AS words, left(c.id, 8) AS id
FROM chosen c JOIN documents d USING (document) LEFT JOIN who USING (event) LEFT JOIN holders h USING (event)
{})", chosen, kHolders, kLabel, kLabel, kDay, kWords, kEventOrder);
}

bool has_event_filter(const EventFilter& filter) {
  return !filter.id.empty() || !filter.recipients.empty() || !filter.countries.empty() || !filter.types.empty() || !filter.statuses.empty() || !filter.from.empty() ||
         !filter.to.empty() || filter.min_confidence > 0 || filter.asserted || filter.min_sources > 0 || !filter.story.empty() || !filter.one_per.empty() || !filter.reports_of.empty() ||
         !filter.parties.empty() || !filter.quads.empty() || !filter.places.empty() || !filter.words.empty() || !filter.actors.empty();
}

constexpr const char* kContent = "substring(d.text, k.content_start + 1, k.content_end - k.content_start)";
constexpr const char* kHolder = "CASE WHEN k.holder_kind = 'publisher' THEN coalesce(d.publisher, 'the publisher') ELSE coalesce(k.holder_name, k.holder_text, 'unnamed') END";

constexpr const char* kNestedClaim = R"(SELECT k.id,
  {'start': k.holder_start, 'end': k.holder_end, 'text': k.holder_text, 'name': k.holder_name, 'id': k.holder_id, 'country': k.holder_country,
   'sectors': k.holder_sectors, 'kind': k.holder_kind} AS holder,
  CASE WHEN k.cue_kind IS NULL THEN NULL ELSE {'start': k.cue_start, 'end': k.cue_end, 'text': k.cue_text, 'kind': k.cue_kind} END AS cue,
  {'start': k.content_start, 'end': k.content_end} AS content, k.certainty, k.polarity, coalesce(about.events, []) AS events)";

// Events told by several documents (clusters of reports): who claimed first what others, with a text of their own, report later; the earliest of them first.
constexpr const char* kLaterReports = R"(
told AS MATERIALIZED (SELECT r.event_cluster, e.event, e.id, e.status, e.document, d.publisher, d.published_on, s.copy_group
        FROM event_reports r JOIN events e ON e.event = r.event JOIN documents d ON d.document = e.document JOIN document_stories s ON s.document = e.document
        WHERE d.latest AND e.status IN ('claimed', 'reported')),
later AS MATERIALIZED (SELECT x.event, y.id, y.publisher, y.published_on FROM told x JOIN told y ON y.event_cluster = x.event_cluster
         WHERE x.status = 'claimed' AND y.status = 'reported' AND y.published_on > x.published_on AND y.publisher IS DISTINCT FROM x.publisher AND y.copy_group <> x.copy_group
           AND NOT EXISTS (SELECT 1 FROM told z WHERE z.event_cluster = x.event_cluster AND z.published_on < x.published_on)),
confirmed AS MATERIALIZED (SELECT ce.claim, list_sort(list(DISTINCT {'published': later.published_on, 'publisher': later.publisher, 'event': later.id})) AS reports
         FROM claim_events ce JOIN later ON later.event = ce.event JOIN claims k USING (claim) WHERE k.polarity = 'positive' GROUP BY ce.claim),)";

Result<std::string> word_list(const std::vector<std::string>& given, std::initializer_list<const char*> known, const char* what) {
  std::string list;
  for (const std::string& word : given) {
    if (std::find(known.begin(), known.end(), word) == known.end()) {
      return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no {}; write one of {}", word, what, fmt::join(known, " ")), ""};
    }
    list += (list.empty() ? "" : ", ") + quote_sql(word);
  }
  return list;
}

Result<std::string> claim_condition(const ClaimFilter& filter) {
  std::string condition;
  if (!filter.cues.empty()) {
    TRY_ASSIGN(std::string list, word_list(filter.cues, {"say", "accuse", "deny", "doubt", "believe", "predict", "intend", "demand", "ask", "promise", "threaten", "judge"}, "kind of cue"));
    condition += fmt::format(" AND k.cue_kind IN ({})", list);
  }
  if (!filter.polarities.empty()) {
    TRY_ASSIGN(std::string list, word_list(filter.polarities, {"positive", "negative", "unknown"}, "polarity"));
    condition += fmt::format(" AND k.polarity IN ({})", list);
  }
  if (filter.denials) condition += " AND k.polarity = 'negative' AND (k.cue_kind IN ('deny', 'doubt') OR k.claim IN (SELECT claim FROM claim_events))";
  if (filter.later_reported) condition += " AND k.claim IN (SELECT claim FROM confirmed)";
  if (!filter.words.empty()) condition += fmt::format(" AND {}", has_beginnings(fmt::format("concat_ws(' ', k.holder_name, k.holder_text, {})", kContent), filter.words));
  return condition;
}

// The column of later reports, for claims that were asked for by it.
std::string later_column(RowShape shape) {
  switch (shape) {
    case RowShape::Nested: return ", (SELECT reports FROM confirmed WHERE confirmed.claim = k.claim) AS later_reports";
    default: return R"(, (SELECT array_to_string(list_sort([r.published::VARCHAR || ' ' || coalesce(r.publisher, '?') FOR r IN reports]), '; ')
  FROM confirmed WHERE confirmed.claim = k.claim) AS later_reports)";
  }
}

std::string claim_columns(RowShape shape) {
  switch (shape) {
    case RowShape::Nested: return fmt::format("{}, {} AS words, {} AS document", kNestedClaim, kContent, document_head());
    case RowShape::Flat:
      return fmt::format(R"(SELECT k.id, {} AS holder, k.holder_kind, k.holder_id, k.holder_country, array_to_string(k.holder_sectors, '; ') AS holder_sectors,
  k.cue_kind, k.cue_text, k.certainty, k.polarity, array_to_string(about.events, '; ') AS events, {} AS words, k.content_start, k.content_end,
  d.id AS document, d.key AS document_key, d.publisher, d.published, d.title, d.url)", kHolder, kContent);
    case RowShape::Screen: break;
  }
  return fmt::format(R"(SELECT coalesce(left(d.published, 10), '?') AS published, {} || CASE WHEN k.holder_country IS NULL THEN '' ELSE ' [' || k.holder_country || ']' END AS holder,
  coalesce(k.cue_kind, '') AS cue, CASE k.polarity WHEN 'negative' THEN 'not: ' ELSE '' END || k.certainty AS certainty, coalesce(about.types, '') AS events,
  {} AS content, coalesce(left(about.events[1], 8), '') AS event)", kHolder, kContent);
}

}  // namespace

namespace {

std::string events_of(const std::string& chosen, RowShape shape) {
  switch (shape) {
    case RowShape::Nested: return nested_events(chosen);
    case RowShape::Flat: return flat_events(chosen);
    case RowShape::Screen: break;
  }
  return screen_events(chosen);
}

}  // namespace

std::string events_where(const std::string& condition, RowShape shape) { return events_of(chosen_events(condition, ""), shape); }

std::string events_numbered(const std::vector<int64_t>& events, RowShape shape) {
  return events_where(events.empty() ? "false" : fmt::format("e.event IN ({})", fmt::join(events, ",")), shape);
}

Result<std::string> events_select(const EventFilter& filter, RowShape shape) {
  TRY_ASSIGN(std::string condition, condition_of(filter));
  return events_of(chosen_events(condition, limit_of(filter)), shape);
}

namespace {

// Claims about some event that passes.
Result<std::string> is_about(const EventFilter& filter) {
  TRY_ASSIGN(std::string condition, condition_of(filter));
  return fmt::format("k.claim IN (SELECT ce.claim FROM claim_events ce JOIN events e USING (event) JOIN documents d ON d.document = e.document WHERE {})", condition);
}

std::string is_holder(const std::vector<std::string>& terms) {
  std::vector<std::string> holders;
  for (const std::string& term : terms) holders.push_back(actor_condition(term, "k.holder_"));
  return fmt::format("({})", fmt::join(holders, " OR "));
}

// Whose word it is, or whom its events are about: of `of_events` what names sides is given apart.
Result<std::string> side_condition(EventFilter of_events, const EventFilter& filter, const ClaimFilter& of_claims) {
  std::string condition;
  if (!filter.countries.empty()) {
    of_events.countries = filter.countries;
    TRY_ASSIGN(std::string about, is_about(of_events));
    condition += fmt::format(" AND (k.holder_country IN ({}) OR {})", country_list(filter.countries), about);
    of_events.countries.clear();
  }
  if (!of_claims.parties.empty()) {
    of_events.parties = of_claims.parties;
    TRY_ASSIGN(std::string about, is_about(of_events));
    condition += fmt::format(" AND ({} OR {})", is_holder(of_claims.parties), about);
  }
  return condition;
}

}  // namespace

Result<std::string> claims_select(const EventFilter& filter, RowShape shape, const ClaimFilter& of_claims) {
  EventFilter of_events = filter;
  of_events.actors = of_claims.actors;
  of_events.countries.clear();
  of_events.publishers.clear();
  std::string wanted = filter.all_versions ? "true" : "d.latest";
  if (has_event_filter(of_events)) {
    TRY_ASSIGN(std::string about, is_about(of_events));
    wanted += " AND " + about;
  }
  TRY_ASSIGN(std::string sides, side_condition(of_events, filter, of_claims));
  wanted += sides;
  if (!filter.publishers.empty()) {
    EventFilter printed;
    printed.publishers = filter.publishers;
    printed.all_versions = true;
    TRY_ASSIGN(std::string condition, condition_of(printed));
    wanted += " AND " + condition;
  }
  if (!filter.actors.empty()) wanted += " AND " + is_holder(filter.actors);
  if (!filter.document.empty()) wanted += " AND d.key = " + quote_sql(filter.document);
  TRY_ASSIGN(std::string asked, claim_condition(of_claims));
  wanted += asked;
  return fmt::format(R"(WITH {}chosen AS MATERIALIZED (SELECT k.* FROM claims k JOIN documents d USING (document) WHERE {} ORDER BY k.document, k.claim{}),
about AS (SELECT ce.claim, list(e.id ORDER BY e.event) AS events, string_agg(DISTINCT e.type, ', ') AS types
          FROM claim_events ce JOIN events e USING (event) WHERE ce.claim IN (SELECT claim FROM chosen) GROUP BY ce.claim)
{}{}
FROM chosen k JOIN documents d USING (document) LEFT JOIN about USING (claim)
{}
ORDER BY k.document, k.claim)", of_claims.later_reported ? kLaterReports : "", wanted, limit_of(filter), claim_columns(shape),
                     of_claims.later_reported ? later_column(shape) : "", shape == RowShape::Nested ? first_sentences("SELECT document FROM chosen") : "");
}

}  // namespace casus
