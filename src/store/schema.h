// SPDX-License-Identifier: Apache-2.0
// The tables of a store (docs/schema.md draws them).
#pragma once

namespace casus {

// Raised with every change of the tables; a store says its own in casus_schema.
constexpr int kSchemaVersion = 5;

// Makes all tables and views in an empty database.
extern const char* const kSchemaSql;

// Tables of what is learned from a store (store/learned_rows.h), where they are not there yet: no version of the schema depends on them.
extern const char* const kLearnedSql;

// Tables with a row or more per document, all with a column `document`; not `documents` itself.
inline constexpr const char* kDocumentTables[] = {"sections", "sentences",    "dates",    "places", "mentions", "event_actors",
                                                  "claims",   "claim_events", "events",   "counts", "evidence", "imports",
                                                  "story_features", "document_stories", "event_reports"};
// The others, `documents` too; not casus_schema.
inline constexpr const char* kOtherTables[] = {"runs", "codings", "rejects", "watched", "imported_mentions", "documents", "event_clusters", "models", "forecasts", "reviews"};

// What must hold between tables, and a query for the rows for which it does not.
struct StoreRule {
  const char* must_hold;
  const char* offenders;
};
inline constexpr StoreRule kStoreRules[] = {
    {"keys of documents are unique", "SELECT key FROM documents GROUP BY key HAVING count(*) > 1"},
    {"numbers of documents are unique", "SELECT document FROM documents GROUP BY document HAVING count(*) > 1"},
    {"numbers of events are unique", "SELECT event FROM events GROUP BY event HAVING count(*) > 1"},
    {"ids of events are unique", "SELECT id FROM events GROUP BY id HAVING count(*) > 1"},
    {"numbers of claims are unique", "SELECT claim FROM claims GROUP BY claim HAVING count(*) > 1"},
    {"a document was made by a run that is known", "SELECT 1 FROM documents WHERE run NOT IN (SELECT run FROM runs)"},
    {"one version of a document is the latest",
     "SELECT 1 FROM documents GROUP BY id, publisher HAVING count(*) FILTER (latest) <> 1"},
    {"events lie in the text", "SELECT 1 FROM events JOIN documents USING (document) WHERE start < 0 OR start > \"end\" OR \"end\" > length(text)"},
    {"claims lie in the text",
     "SELECT 1 FROM claims JOIN documents USING (document) WHERE content_start < 0 OR content_start > content_end OR content_end > length(text)"},
    {"actors belong to an event", "SELECT 1 FROM event_actors WHERE event NOT IN (SELECT event FROM events)"},
    {"counts belong to an event", "SELECT 1 FROM counts WHERE event NOT IN (SELECT event FROM events)"},
    {"an imported event is one of the events", "SELECT 1 FROM imports WHERE event NOT IN (SELECT event FROM events)"},
    {"claim_events join a claim and an event",
     "SELECT 1 FROM claim_events WHERE event NOT IN (SELECT event FROM events) OR claim NOT IN (SELECT claim FROM claims)"},
    {"what is asserted is of a latest version", "SELECT 1 FROM events JOIN documents USING (document) WHERE asserted AND NOT latest"},
    {"a document has one story", "SELECT document FROM document_stories GROUP BY document HAVING count(*) > 1"},
    {"a group of copies is named by a document", "SELECT 1 FROM document_stories WHERE copy_group NOT IN (SELECT document FROM documents)"},
    {"an event is in one cluster", "SELECT event FROM event_reports GROUP BY event HAVING count(*) > 1"},
    {"reports of a cluster are events", "SELECT 1 FROM event_reports WHERE event NOT IN (SELECT event FROM events)"},
    {"clusters count their reports in latest versions",
     "SELECT 1 FROM (SELECT event_cluster, count(*) AS reports FROM event_reports JOIN documents USING (document) WHERE latest GROUP BY event_cluster) r "
     "FULL JOIN event_clusters c USING (event_cluster) WHERE r.reports IS DISTINCT FROM c.reports"},
    {"a coding is listed for each document", "SELECT 1 FROM documents d WHERE NOT EXISTS (SELECT 1 FROM codings c WHERE c.document = d.document AND c.run = d.run)"}};

}  // namespace casus
