// SPDX-License-Identifier: Apache-2.0
#include "ask/reports.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ask/document_names.h"
#include "store/independent_sources.h"

namespace casus {
namespace {

// Of claims `k` in documents `d`.
constexpr const char* kWho = R"('id': k.id, 'holder': CASE WHEN k.holder_kind = 'publisher' THEN coalesce(d.publisher, 'the publisher') ELSE coalesce(k.holder_name, k.holder_text, 'unnamed source') END,
  'country': k.holder_country, 'kind': k.holder_kind)";

constexpr const char* kReports = R"(WITH same AS MATERIALIZED (SELECT {0}::BIGINT AS event UNION
  SELECT o.event FROM event_reports o WHERE o.event_cluster IN (SELECT r.event_cluster FROM event_reports r WHERE r.event = {0})),
chosen AS MATERIALIZED (SELECT e.*, s.copy_group FROM events e JOIN documents d USING (document) LEFT JOIN document_stories s USING (document)
  WHERE e.event IN (SELECT event FROM same) AND (d.latest OR e.event = {0})),
firsts AS (SELECT s.copy_group, arg_min({3},
    (coalesce(d.published_on, DATE '9999-12-31'), coalesce(d.published, ''), d.document)) AS document
  FROM document_stories s JOIN documents d USING (document) {4} WHERE d.latest AND s.copy_group IN (SELECT copy_group FROM chosen) GROUP BY s.copy_group),
said AS (SELECT l.event, list({{{1}, 'cue': k.cue_text, 'certainty': k.certainty, 'polarity': k.polarity}} ORDER BY k.claim) AS claims
  FROM claim_events l JOIN claims k USING (claim) JOIN documents d ON d.document = k.document WHERE l.event IN (SELECT event FROM chosen) GROUP BY l.event)
SELECT coalesce(c.copy_group, 0) AS copy_group, {2} AS source, c.id AS event, c.type, c.mode, c.status, c.asserted, substring(d.text, c.start + 1, c."end" - c.start) AS words,
  {3} AS document,
  CASE WHEN o.document.key IS DISTINCT FROM d.key THEN o.document END AS copy_of, coalesce(said.claims, []) AS claims
FROM chosen c JOIN documents d USING (document) {5} LEFT JOIN firsts o ON o.copy_group = c.copy_group LEFT JOIN said ON said.event = c.event
ORDER BY d.published_on NULLS LAST, d.published, d.document, c.start, c.event)";

constexpr const char* kUncounted = R"(WITH chosen AS MATERIALIZED (SELECT e.event, e.id FROM events e WHERE e.event IN ({0}) AND e.status = 'claimed' AND NOT e.asserted),
own AS MATERIALIZED (SELECT p.claim, p.event FROM party_claims p WHERE p.event IN ({0}))
SELECT c.id, to_json(list({{{1}, 'document': d.key, 'lacks': CASE WHEN k.polarity <> 'positive' THEN 'support' WHEN k.holder_kind = 'publisher' THEN 'holder' WHEN own.claim IS NOT NULL THEN 'distance'
  ELSE 'certainty' END}} ORDER BY k.claim)) AS uncounted
FROM chosen c JOIN claim_events l USING (event) JOIN claims k ON k.claim = l.claim JOIN documents d ON d.document = k.document
LEFT JOIN own ON own.claim = k.claim AND own.event = c.event GROUP BY c.id)";

}  // namespace

std::string reports_select(int64_t event) {
  return fmt::format(kReports, event, kWho, kPublisherColumn, document_head(), first_sentences("SELECT document FROM document_stories WHERE copy_group IN (SELECT copy_group FROM chosen)"),
                     first_sentences("SELECT document FROM chosen"));
}

std::string uncounted_select(const std::vector<int64_t>& events) { return fmt::format(kUncounted, fmt::join(events, ","), kWho); }

}  // namespace casus
