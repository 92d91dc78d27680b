// SPDX-License-Identifier: Apache-2.0
#include "store/schema.h"

namespace casus {

// Numbers join (document, event, claim), hashes identify (key, id). No indexes: the writer alone keeps keys unique,
// rows of a document lie together, and DuckDB's block statistics find them.
const char* const kSchemaSql = R"sql(
CREATE TABLE casus_schema (version INTEGER NOT NULL, casus VARCHAR NOT NULL, made TIMESTAMP NOT NULL);

CREATE TABLE runs (
  run BIGINT NOT NULL, signature VARCHAR NOT NULL, version VARCHAR NOT NULL, tables VARCHAR, model VARCHAR, options VARCHAR,
  started TIMESTAMP NOT NULL, finished TIMESTAMP, documents BIGINT, refused BIGINT);
CREATE TABLE codings (run BIGINT NOT NULL, document BIGINT NOT NULL, coded TIMESTAMP NOT NULL, events BIGINT NOT NULL, claims BIGINT NOT NULL);
CREATE TABLE rejects (run BIGINT NOT NULL, source VARCHAR, reason VARCHAR NOT NULL, refused TIMESTAMP NOT NULL);

CREATE TABLE watched (source VARCHAR NOT NULL, etag VARCHAR, last_modified VARCHAR, size BIGINT NOT NULL, modified BIGINT NOT NULL, seen TIMESTAMP NOT NULL);

CREATE TABLE documents (
  document BIGINT NOT NULL, key VARCHAR NOT NULL, id VARCHAR NOT NULL, version BIGINT NOT NULL, latest BOOLEAN NOT NULL, run BIGINT NOT NULL,
  title VARCHAR, publisher VARCHAR, author VARCHAR, url VARCHAR, published VARCHAR, published_on DATE, language VARCHAR,
  translated BOOLEAN NOT NULL, coded BOOLEAN NOT NULL, source VARCHAR, source_line BIGINT, source_start BIGINT, source_end BIGINT, source_hash VARCHAR,
  text VARCHAR NOT NULL);
CREATE TABLE sections (document BIGINT NOT NULL, section BIGINT NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL, kind VARCHAR NOT NULL);
CREATE TABLE sentences (document BIGINT NOT NULL, sentence BIGINT NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL);
CREATE TABLE dates (
  document BIGINT NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL, type VARCHAR NOT NULL, value VARCHAR,
  "from" DATE, "to" DATE, basis VARCHAR NOT NULL, why VARCHAR);
CREATE TABLE places (
  document BIGINT NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL, name VARCHAR, geonameid BIGINT, country VARCHAR, admin1 VARCHAR,
  latitude DOUBLE, longitude DOUBLE, adjective BOOLEAN NOT NULL, why VARCHAR);
CREATE TABLE mentions (
  document BIGINT NOT NULL, mention BIGINT NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL, kind VARCHAR NOT NULL,
  name VARCHAR, id VARCHAR, country VARCHAR, sectors VARCHAR[] NOT NULL, antecedent BIGINT, why VARCHAR[] NOT NULL);

CREATE TABLE events (
  document BIGINT NOT NULL, event BIGINT NOT NULL, id VARCHAR NOT NULL, type VARCHAR, mode VARCHAR, contexts VARCHAR[] NOT NULL,
  cameo VARCHAR, quad BIGINT NOT NULL, intensity DOUBLE NOT NULL, date_from DATE, date_to DATE, date_basis VARCHAR NOT NULL,
  place_name VARCHAR, place_geonameid BIGINT, place_country VARCHAR, place_admin1 VARCHAR, place_latitude DOUBLE, place_longitude DOUBLE,
  place_grain VARCHAR, place_basis VARCHAR, status VARCHAR NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL, sentence BIGINT NOT NULL,
  rule VARCHAR, confidence DOUBLE, asserted BOOLEAN NOT NULL);
CREATE TABLE event_actors (
  document BIGINT NOT NULL, event BIGINT NOT NULL, role VARCHAR NOT NULL, position BIGINT NOT NULL, mention BIGINT,
  start BIGINT, "end" BIGINT, text VARCHAR, name VARCHAR, id VARCHAR, country VARCHAR, sectors VARCHAR[] NOT NULL);
CREATE TABLE counts (
  document BIGINT NOT NULL, event BIGINT NOT NULL, kind VARCHAR NOT NULL, min BIGINT, max BIGINT, start BIGINT NOT NULL, "end" BIGINT NOT NULL);

CREATE TABLE claims (
  document BIGINT NOT NULL, claim BIGINT NOT NULL, id VARCHAR NOT NULL,
  holder_start BIGINT, holder_end BIGINT, holder_text VARCHAR, holder_name VARCHAR, holder_id VARCHAR, holder_country VARCHAR,
  holder_sectors VARCHAR[] NOT NULL, holder_kind VARCHAR NOT NULL, cue_start BIGINT, cue_end BIGINT, cue_text VARCHAR, cue_kind VARCHAR,
  content_start BIGINT NOT NULL, content_end BIGINT NOT NULL, certainty VARCHAR NOT NULL, polarity VARCHAR NOT NULL);
CREATE TABLE claim_events (document BIGINT NOT NULL, claim BIGINT NOT NULL, event BIGINT NOT NULL);
CREATE TABLE evidence (document BIGINT NOT NULL, event BIGINT, claim BIGINT, step BIGINT NOT NULL, line VARCHAR NOT NULL);

CREATE TABLE story_features (document BIGINT NOT NULL, day DATE, features BLOB NOT NULL);
CREATE TABLE document_stories (document BIGINT NOT NULL, copy_group BIGINT NOT NULL, story BIGINT NOT NULL);
CREATE TABLE event_reports (document BIGINT NOT NULL, event BIGINT NOT NULL, event_cluster BIGINT NOT NULL);
CREATE TABLE event_clusters (
  event_cluster BIGINT NOT NULL, event BIGINT NOT NULL, reports BIGINT NOT NULL, sources BIGINT NOT NULL, reporting BIGINT NOT NULL, claiming BIGINT NOT NULL,
  denying BIGINT NOT NULL, first_published DATE, last_published DATE);

CREATE TABLE reviews (
  review BIGINT NOT NULL, event_id VARCHAR NOT NULL, document_key VARCHAR NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL, type VARCHAR, words VARCHAR,
  reviewer VARCHAR NOT NULL, reviewed TIMESTAMP NOT NULL, verdict VARCHAR NOT NULL, correction VARCHAR, note VARCHAR);

CREATE TABLE imports (
  document BIGINT NOT NULL, event BIGINT NOT NULL, format VARCHAR NOT NULL, source_id VARCHAR NOT NULL, file VARCHAR, line BIGINT, raw VARCHAR NOT NULL);
CREATE TABLE imported_mentions (
  format VARCHAR NOT NULL, event_id VARCHAR NOT NULL, key VARCHAR NOT NULL, url VARCHAR, publisher VARCHAR, seen VARCHAR, sentence BIGINT, confidence DOUBLE,
  raw VARCHAR NOT NULL);

-- A holder is a party to an event if it is one of its actors or recipients, or acts for the same state as one of them
-- while another state is involved: a belligerent's word about its enemy is not that of a bystander. Of events and claims from these numbers on.
CREATE MACRO party_claims_from(first_event, first_claim) AS TABLE
SELECT DISTINCT ce.claim, ce.event
FROM claim_events ce JOIN claims c ON c.claim = ce.claim JOIN event_actors a ON a.event = ce.event
WHERE ce.event >= first_event AND a.event >= first_event AND c.claim >= first_claim
  AND (c.holder_id = a.id OR c.holder_name = a.name
   OR (c.holder_country = a.country AND (
         c.holder_sectors[1] IS NOT DISTINCT FROM a.sectors[1]
      OR ((len(c.holder_sectors) = 0 OR list_has_any(c.holder_sectors, ['GOV', 'MIL', 'LEG', 'SPY', 'PTY', 'REB', 'PRM', 'SEP']))
          AND EXISTS (SELECT 1 FROM event_actors b WHERE b.event = ce.event AND b.event >= first_event AND b.country <> a.country)))));
CREATE VIEW party_claims AS SELECT * FROM party_claims_from(0, 0);

-- The certain word of somebody who is neither publisher nor party.
CREATE MACRO asserting_claims(first_event, first_claim) AS TABLE
SELECT ce.claim, ce.event
FROM claim_events ce JOIN claims c ON c.claim = ce.claim
WHERE ce.event >= first_event AND c.claim >= first_claim AND c.certainty = 'certain' AND c.polarity = 'positive' AND c.holder_kind <> 'publisher'
  AND NOT EXISTS (SELECT 1 FROM party_claims_from(first_event, first_claim) p WHERE p.claim = ce.claim AND p.event = ce.event);

-- Events that counts and series use, of the latest version of each document: stated as fact, or on such a word (the writer works `asserted` out).
CREATE VIEW asserted_events AS SELECT * EXCLUDE (asserted) FROM events WHERE asserted;

-- Many reports, one event. Who did it to whom, as one text each: ids of the tables, else countries, else names. Texts are joined only where there are
-- several, since lists for each of millions of events do not fit in memory.
CREATE VIEW event_dyads AS
WITH parties AS MATERIALIZED (
  SELECT event, min(label) FILTER (role = 'actor') AS actor, max(label) FILTER (role = 'actor') AS last_actor,
    min(label) FILTER (role = 'recipient') AS recipient, max(label) FILTER (role = 'recipient') AS last_recipient
  FROM (SELECT event, role, coalesce(id, country, name, text) AS label FROM event_actors) GROUP BY event)
SELECT event, actor AS actors, recipient AS recipients FROM parties WHERE actor IS NOT DISTINCT FROM last_actor AND recipient IS NOT DISTINCT FROM last_recipient
UNION ALL
SELECT event, string_agg(DISTINCT coalesce(id, country, name, text), '|' ORDER BY coalesce(id, country, name, text)) FILTER (role = 'actor'),
  string_agg(DISTINCT coalesce(id, country, name, text), '|' ORDER BY coalesce(id, country, name, text)) FILTER (role = 'recipient')
FROM event_actors WHERE event IN (SELECT event FROM parties WHERE actor <> last_actor OR recipient <> last_recipient) GROUP BY event;
-- The report that stands for each event, of latest versions; reports that belong to no cluster stand for themselves.
CREATE VIEW one_per_event AS
SELECT e.*, c.reports, c.sources, c.reporting, c.claiming, c.denying FROM event_clusters c JOIN events e ON e.event = c.event
UNION ALL
SELECT e.*, 1, 1, (e.status = 'reported')::BIGINT, (e.status = 'claimed')::BIGINT, (e.status = 'denied')::BIGINT
FROM events e WHERE e.event NOT IN (SELECT event FROM event_reports) AND e.document IN (SELECT document FROM documents WHERE latest);
-- Of those, what as many independent sources report as fact; n is 2 or more.
CREATE MACRO corroborated_by(n) AS TABLE
SELECT e.*, c.reports, c.sources, c.reporting, c.claiming, c.denying FROM event_clusters c JOIN events e ON e.event = c.event WHERE c.reporting >= n;
-- The field's one-a-day filter: the first asserted event of a type between the same parties on a day; those without a day stay.
CREATE VIEW one_a_day AS
SELECT * FROM asserted_events WHERE event IN (
  SELECT min(e.event) FROM asserted_events e LEFT JOIN event_dyads p ON p.event = e.event
  GROUP BY e.type, p.actors, p.recipients, e.date_from, CASE WHEN e.date_from IS NULL THEN e.event END);
-- The first asserted event of a type between the same parties in a story; those of no story stay.
CREATE VIEW one_per_story AS
SELECT * FROM asserted_events WHERE event IN (
  SELECT min(e.event) FROM asserted_events e LEFT JOIN event_dyads p ON p.event = e.event LEFT JOIN document_stories s ON s.document = e.document
  GROUP BY e.type, p.actors, p.recipients, coalesce(s.story, -e.event));
)sql";

const char* const kLearnedSql = R"sql(
CREATE TABLE IF NOT EXISTS models (kind VARCHAR NOT NULL, version VARCHAR NOT NULL, until DATE NOT NULL, engine VARCHAR, made TIMESTAMP NOT NULL, content VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS forecasts (
  model VARCHAR NOT NULL, unit VARCHAR NOT NULL, label VARCHAR NOT NULL, as_of DATE NOT NULL, weeks BIGINT NOT NULL, probability DOUBLE NOT NULL,
  base DOUBLE NOT NULL, baseline DOUBLE NOT NULL, threshold BIGINT NOT NULL, made TIMESTAMP NOT NULL);
)sql";

}  // namespace casus
