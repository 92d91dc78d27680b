// SPDX-License-Identifier: Apache-2.0
// Streams of coded documents into and out of a store.
#include <fmt/format.h>

#include <unordered_set>
#include <utility>

#include "base/hash.h"
#include "exchange/coded_document.h"
#include "store/sql_text.h"

namespace casus {
namespace {

constexpr size_t kDocumentsAtOnce = 1000, kBytesAtOnce = 8u << 20;  // of a transaction
constexpr int64_t kDocumentsPerQuery = 500;

// Lists of a document's rows, by the names of the contract. {0}, {1}: first document and the one behind the last.
constexpr const char* kSelect = R"(WITH
part AS (SELECT d.* FROM documents d WHERE d.document >= {0} AND d.document < {1} AND d.document NOT IN (SELECT document FROM imports WHERE document >= {0} AND document < {1}){2}),
section_lists AS (SELECT document, list({{'start': start, 'end': "end", 'kind': kind}} ORDER BY section) AS rows FROM sections
  WHERE document >= {0} AND document < {1} GROUP BY document),
sentence_lists AS (SELECT document, list({{'start': start, 'end': "end"}} ORDER BY sentence) AS rows FROM sentences
  WHERE document >= {0} AND document < {1} GROUP BY document),
date_lists AS (SELECT document, list({{'start': start, 'end': "end", 'type': type, 'value': value, 'from': {3}, 'to': {4}}} ORDER BY rowid) AS rows FROM dates
  WHERE document >= {0} AND document < {1} GROUP BY document),
place_lists AS (SELECT document, list({{'start': start, 'end': "end", 'name': name, 'geonameid': geonameid, 'country': country, 'admin1': admin1, 'latitude': latitude,
    'longitude': longitude}} ORDER BY rowid) AS rows FROM places
  WHERE document >= {0} AND document < {1} GROUP BY document),
actor_lists AS (SELECT event, role, list({{'start': start, 'end': "end", 'text': text, 'name': name, 'id': id, 'country': country, 'sectors': sectors}} ORDER BY position) AS rows
  FROM event_actors WHERE document >= {0} AND document < {1} GROUP BY event, role),
count_lists AS (SELECT event, list({{'kind': kind, 'min': min, 'max': max, 'start': start, 'end': "end"}} ORDER BY rowid) AS rows FROM counts
  WHERE document >= {0} AND document < {1} GROUP BY event),
links AS (SELECT ce.claim, ce.event, ce.rowid AS link, e.id AS event_id, k.id AS claim_id
  FROM claim_events ce JOIN events e ON e.event = ce.event JOIN claims k ON k.claim = ce.claim WHERE ce.document >= {0} AND ce.document < {1}
    AND e.document >= {0} AND e.document < {1} AND k.document >= {0} AND k.document < {1}),
claims_of AS (SELECT event, list(claim_id ORDER BY claim) AS ids FROM links GROUP BY event),
events_of AS (SELECT claim, list(event_id ORDER BY link) AS ids FROM links GROUP BY claim),
event_lists AS (SELECT e.document, list({{'id': e.id, 'type': e.type, 'mode': e.mode, 'contexts': e.contexts, 'cameo': e.cameo, 'quad': e.quad, 'intensity': e.intensity,
    'actors': coalesce(a.rows, []), 'recipients': coalesce(r.rows, []), 'date': {{'from': {5}, 'to': {6}, 'basis': e.date_basis}},
    'place': CASE WHEN coalesce(e.place_name, e.place_basis) IS NULL THEN NULL ELSE {{'name': e.place_name, 'geonameid': e.place_geonameid, 'country': e.place_country, 'admin1': e.place_admin1,
      'latitude': e.place_latitude, 'longitude': e.place_longitude, 'grain': e.place_grain, 'basis': e.place_basis}} END,
    'status': e.status, 'claims': coalesce(c.ids, []), 'start': e.start, 'end': e."end", 'sentence': e.sentence, 'rule': e.rule, 'counts': coalesce(n.rows, []),
    'confidence': round(e.confidence, 4)}} ORDER BY e.event) AS rows
  FROM events e LEFT JOIN actor_lists a ON a.event = e.event AND a.role = 'actor' LEFT JOIN actor_lists r ON r.event = e.event AND r.role = 'recipient'
    LEFT JOIN claims_of c ON c.event = e.event LEFT JOIN count_lists n ON n.event = e.event
  WHERE e.document >= {0} AND e.document < {1} GROUP BY e.document),
claim_lists AS (SELECT k.document, list({{'id': k.id,
    'holder': {{'start': k.holder_start, 'end': k.holder_end, 'text': k.holder_text, 'name': k.holder_name, 'id': k.holder_id, 'country': k.holder_country,
      'sectors': k.holder_sectors, 'kind': k.holder_kind}},
    'cue': CASE WHEN k.cue_kind IS NULL THEN NULL ELSE {{'start': k.cue_start, 'end': k.cue_end, 'text': k.cue_text, 'kind': k.cue_kind}} END,
    'content': {{'start': k.content_start, 'end': k.content_end}}, 'certainty': k.certainty, 'polarity': k.polarity, 'events': coalesce(e.ids, [])}} ORDER BY k.claim) AS rows
  FROM claims k LEFT JOIN events_of e ON e.claim = k.claim WHERE k.document >= {0} AND k.document < {1} GROUP BY k.document)
SELECT d.id, d.key, d.title, d.publisher, d.author, d.url, d.published, d.language, d.translated, d.text, coalesce(s.rows, []) AS sections, coalesce(t.rows, []) AS sentences,
  coalesce(da.rows, []) AS dates, coalesce(p.rows, []) AS places, coalesce(e.rows, []) AS events, coalesce(k.rows, []) AS claims
FROM part d LEFT JOIN section_lists s USING (document) LEFT JOIN sentence_lists t USING (document) LEFT JOIN date_lists da USING (document)
  LEFT JOIN place_lists p USING (document) LEFT JOIN event_lists e USING (document) LEFT JOIN claim_lists k USING (document)
ORDER BY d.document)";

// A day as the contract writes it, also before Christ.
std::string iso_day(const char* column) { return fmt::format("format('{{:04d}}-{{:02d}}-{{:02d}}', year({0}), month({0}), day({0}))", column); }

// Adds what waits in one transaction.
Status add_waiting(std::vector<Analysis>& waiting, Store& store, CodedSummary& summary) {
  if (waiting.empty()) return ok();
  TRY_ASSIGN(AddCounts counts, store.add(waiting));
  summary.counts.added += counts.added;
  summary.counts.versions += counts.versions;
  summary.counts.replaced += counts.replaced;
  summary.counts.events += counts.events;
  summary.counts.claims += counts.claims;
  waiting.clear();
  return ok();
}

}  // namespace

Status import_coded_documents(std::istream& stream, const CodedImport& what, Store& store, const std::function<void(const Error&)>& on_refused,
                              const std::function<bool()>& on_batch, CodedSummary& summary) {
  std::unordered_set<std::string> known;
  if (!what.again) {
    TRY_ASSIGN(known, store.keys());
  }
  std::vector<Analysis> waiting;
  size_t bytes = 0;
  std::string line;
  int64_t next = 0;
  for (int64_t number = 1; std::getline(stream, line); ++number) {
    int64_t start = std::exchange(next, next + static_cast<int64_t>(line.size()) + 1);
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    ++summary.lines;
    auto analysis = read_coded_document(line);
    if (!analysis) {
      ++summary.refused;
      on_refused({analysis.error().code, analysis.error().message, fmt::format("{}:{}", what.name, number)});
      continue;
    }
    if (!known.insert(analysis->document.key).second) { ++summary.known; continue; }
    analysis->document.source = {what.name, number, start, start + static_cast<int64_t>(line.size()), content_id({line})};
    if (what.complete) what.complete(*analysis);
    bytes += line.size();
    waiting.push_back(std::move(*analysis));
    if (waiting.size() < kDocumentsAtOnce && bytes < kBytesAtOnce) continue;
    bytes = 0;
    TRY(add_waiting(waiting, store, summary));
    if (!on_batch()) return ok();
  }
  TRY(add_waiting(waiting, store, summary));
  (void)on_batch();
  return ok();
}

Result<int64_t> export_coded_documents(const Store& store, const std::string& where, std::ostream& out) {
  int64_t last = 0, count = 0;
  TRY(store.query("SELECT max(document) FROM documents", {nullptr, [&](std::span<const StoreCell> cells) {
                    last = to_number(cells[0]);
                    return true;
                  }}));
  for (int64_t first = 1; first <= last && out; first += kDocumentsPerQuery) {
    int64_t end = first + kDocumentsPerQuery;
    std::string wanted;
    if (!where.empty()) {
      wanted = fmt::format(" AND d.document IN (SELECT d.document FROM documents d LEFT JOIN events e ON e.document = d.document WHERE d.document >= {} AND d.document < {} AND (\n{}\n))",
                           first, end, where);
    }
    std::string select = fmt::format(fmt::runtime(kSelect), first, end, wanted, iso_day("\"from\""), iso_day("\"to\""), iso_day("e.date_from"), iso_day("e.date_to"));
    TRY(store.query_json(select, [&](std::string_view line) {
      out << line << '\n';
      ++count;
      return static_cast<bool>(out);
    }));
  }
  return count;
}

}  // namespace casus
