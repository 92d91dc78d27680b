-- SPDX-License-Identifier: Apache-2.0
-- Schema 4 of the store as it was, and what only it has; rows.sql has the rest.
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
  translated BOOLEAN NOT NULL, coded BOOLEAN NOT NULL, text VARCHAR NOT NULL);
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
  rule VARCHAR, confidence DOUBLE);
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

CREATE TABLE imports (
  document BIGINT NOT NULL, event BIGINT NOT NULL, format VARCHAR NOT NULL, source_id VARCHAR NOT NULL, file VARCHAR, line BIGINT, raw VARCHAR NOT NULL);
CREATE TABLE imported_mentions (
  format VARCHAR NOT NULL, event_id VARCHAR NOT NULL, key VARCHAR NOT NULL, url VARCHAR, publisher VARCHAR, seen VARCHAR, sentence BIGINT, confidence DOUBLE,
  raw VARCHAR NOT NULL);

-- A holder is a party to an event if it is one of its actors or recipients, or acts for the same state as one of them
-- while another state is involved: a belligerent's word about its enemy is not that of a bystander.
CREATE VIEW party_claims AS
SELECT DISTINCT ce.claim, ce.event
FROM claim_events ce JOIN claims c USING (claim) JOIN event_actors a ON a.event = ce.event
WHERE c.holder_id = a.id OR c.holder_name = a.name
   OR (c.holder_country = a.country AND (
         c.holder_sectors[1] IS NOT DISTINCT FROM a.sectors[1]
      OR ((len(c.holder_sectors) = 0 OR list_has_any(c.holder_sectors, ['GOV', 'MIL', 'LEG', 'SPY', 'PTY', 'REB', 'PRM', 'SEP']))
          AND EXISTS (SELECT 1 FROM event_actors b WHERE b.event = ce.event AND b.country <> a.country))));

-- Events that counts and series use, of the latest version of each document: stated as fact, or on the certain word of
-- somebody who is neither publisher nor party.
CREATE VIEW asserted_events AS
SELECT * FROM events
WHERE document IN (SELECT document FROM documents WHERE latest)
  AND (status = 'reported'
   OR (status = 'claimed' AND event IN (
         SELECT ce.event FROM claim_events ce JOIN claims c USING (claim)
         WHERE c.certainty = 'certain' AND c.polarity = 'positive' AND c.holder_kind <> 'publisher'
           AND NOT EXISTS (SELECT 1 FROM party_claims p WHERE p.claim = ce.claim AND p.event = ce.event))));

INSERT INTO casus_schema VALUES (4, '0.0.4', TIMESTAMP '2021-06-04 10:00:00');
INSERT INTO documents (document, key, id, version, latest, run, title, publisher, published, published_on, language, translated, coded, text) VALUES
  (1, 'd1key', 'a', 1, false, 1, 'Ports', 'The Courier', '2021-05-01', '2021-05-01', 'en', false, true, 'Iran attacked Iraq.'),
  (2, 'd2key', 'a', 2, true, 1, 'Ports', 'The Courier', '2021-05-02', '2021-05-02', 'en', false, true, 'Iran attacked a port, Norway said. Iraq blamed Iran for a raid. Iran denied it.'),
  (3, 'd3key', 'b', 1, true, 2, NULL, NULL, NULL, NULL, 'en', false, true, 'Kenya met Ethiopia in Oslo.'),
  (4, 'd4key', 'c', 1, true, 2, NULL, 'Fjord News', NULL, NULL, 'no', false, false, 'Det regnet i Bergen.'),
  (5, 'd5key', 'gdelt:http://quay.example/1', 1, true, 3, NULL, 'quay.example', NULL, NULL, 'en', false, false, '');
INSERT INTO codings SELECT run, document, TIMESTAMP '2021-06-01 10:00:01', 1, 1 FROM documents;
INSERT INTO watched VALUES ('/news/a.txt', NULL, NULL, 19, 1619827200000000000, TIMESTAMP '2021-06-01 10:00:02'), ('http://quay.example/feed', '"e1"', 'Sat, 01 May 2021 10:00:00 GMT', 0, 0, TIMESTAMP '2021-06-01 10:00:03');
INSERT INTO runs VALUES (3, 's3', '0.0.4', NULL, NULL, 'import gdelt', TIMESTAMP '2021-06-03 10:00:00', TIMESTAMP '2021-06-03 10:00:01', 0, 0);
INSERT INTO events (document, event, id, type, contexts, cameo, quad, intensity, date_from, date_to, date_basis, status, start, "end", sentence, rule, confidence) VALUES
  (5, 6, 'e6', NULL, [], '010', 1, 0, '2021-05-01', '2021-05-01', 'explicit', 'reported', 0, 0, 0, 'import gdelt', NULL);
INSERT INTO event_actors (document, event, role, position, text, name, country, sectors) VALUES (5, 6, 'actor', 0, 'RUSSIAN ARMY', 'RUSSIAN ARMY', 'RUS', ['MIL']);
INSERT INTO imports VALUES (5, 6, 'gdelt', '77', 'day.csv', 12, '77	20210501');
INSERT INTO imported_mentions VALUES ('gdelt', 'e6', 'm1', 'http://quay.example/2', 'quay.example', '2021-05-02T00:00:00Z', 3, 0.5, '77	1');
