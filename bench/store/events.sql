-- SPDX-License-Identifier: Apache-2.0
-- Fills an empty store with generated events: four a document, of 300 publishers over ten years; three reports, often of the same text, tell one
-- event. Run by run.py, which replaces :events.
INSERT INTO runs VALUES (1, 'generated', 'generated', NULL, NULL, 'bench/store', TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-01', :events / 4, 0);

CREATE TEMP TABLE country AS
SELECT row_number() OVER () AS number, code FROM (SELECT unnest(['USA', 'RUS', 'CHN', 'UKR', 'ISR', 'IRN', 'SYR', 'IND', 'PAK', 'TUR', 'GBR', 'FRA', 'DEU', 'JPN', 'KOR', 'PRK', 'IRQ', 'SAU', 'EGY',
  'NGA', 'KEN', 'ETH', 'SDN', 'LBY', 'YEM', 'AFG', 'MMR', 'PHL', 'IDN', 'THA', 'VNM', 'BRA', 'MEX', 'COL', 'VEN', 'PER', 'CHL', 'ARG', 'ZAF', 'COD', 'MLI', 'NER', 'SOM', 'POL', 'HUN', 'SRB', 'GRC',
  'ITA', 'ESP', 'CAN', 'AUS', 'NZL', 'NOR', 'SWE', 'FIN', 'GEO', 'ARM', 'AZE', 'KAZ', 'UZB']) AS code);
CREATE TEMP TABLE kind AS
SELECT * FROM (VALUES (0, 'CONSULT', '040', 1, 1.0), (1, 'ASSAULT', '190', 4, -9.5), (2, 'PROTEST', '141', 4, -6.5), (3, 'ACCUSE', '112', 3, -2.0), (4, 'SUPPORT', '051', 1, 3.4), (5, 'AGREE', '057', 1, 8.0),
  (6, 'COERCE', '173', 4, -5.0), (7, 'THREATEN', '138', 3, -5.8), (8, 'REQUEST', '104', 3, -1.0), (9, 'SANCTION', '163', 4, -8.0), (10, 'AID', '073', 2, 7.4), (11, 'REJECT', '128', 3, -4.0),
  (12, 'MOBILIZE', '152', 4, -7.2), (13, 'RETREAT', '087', 2, 7.0), (14, 'COOPERATE', '061', 2, 6.4), (15, 'CONCEDE', '083', 2, 5.0)) AS k(number, type, cameo, quad, intensity);

CREATE TEMP TABLE sentence AS
SELECT 'The ' || who || ' ' || what AS line FROM (SELECT unnest(['minister of the interior', 'spokesman of the army', 'mayor of the port', 'leader of the opposition', 'chief of the police']) AS who),
  (SELECT unnest(['said on Tuesday that nothing had been decided and that talks would go on.', 'left for the capital, where delegations of four countries wait for him.',
    'called the figures of the week before wrong, and asked for patience.', 'would not say who had given the order, nor when the road would open again.']) AS what);

-- What three reports have in common hangs on `occurrence`; two halves of a hash make small countries rarer.
CREATE TEMP TABLE report AS
SELECT event, event // 3 AS occurrence, event // 4 + 1 AS document, DATE '2014-01-01' + (event * 3650 // :events)::INTEGER AS day,
  (hash(event // 3) % 16 * (hash(event // 3 + 1) % 16) // 16)::INTEGER AS kind,
  1 + (hash(event // 3 + 2) % 60 * (hash(event // 3 + 3) % 60) // 60)::BIGINT AS a, 1 + (hash(event // 3 + 4) % 60 * (hash(event // 3 + 5) % 60) // 60)::BIGINT AS b,
  CASE WHEN hash(event + 6) % 20 < 14 THEN 'reported' WHEN hash(event + 6) % 20 < 17 THEN 'claimed' WHEN hash(event + 6) % 20 < 18 THEN 'denied'
       WHEN hash(event + 6) % 20 < 19 THEN 'planned' ELSE 'possible' END AS status
FROM range(:events) AS r(event);

INSERT INTO documents BY NAME
SELECT document, md5(document::VARCHAR) AS key, 'generated-' || document AS id, 1 AS version, true AS latest, 1 AS run, 'Report ' || document AS title,
  'Publisher ' || (hash(document) % 300) AS publisher, any_value(day)::VARCHAR AS published, any_value(day) AS published_on, 'en' AS language, false AS translated, true AS coded,
  'generated' AS source, document AS source_line,
  'A government told another of what happened, report ' || document || ' says, and others deny it. ' || array_to_string([sentences[1 + (hash(document * 31 + i) % 20)::INTEGER] FOR i IN range(16)], ' ') AS text
FROM report, (SELECT list(line) AS sentences FROM sentence) GROUP BY document, sentences ORDER BY document;
INSERT INTO codings SELECT 1, document, TIMESTAMP '2024-01-01', 4, 1 FROM documents ORDER BY document;
INSERT INTO sentences SELECT document, 0, 0, length(text) FROM documents ORDER BY document;
DROP TABLE sentence;

INSERT INTO events BY NAME
SELECT document, event + 1 AS event, md5('event' || event) AS id, type, [] AS contexts, cameo, quad, intensity, day AS date_from, day AS date_to, 'relative' AS date_basis,
  code AS place_name, code AS place_country, code || ' region ' || (hash(occurrence + 7) % 12) AS place_admin1, 'admin1' AS place_grain, 'clause' AS place_basis, status,
  0 AS start, 28 AS "end", 0 AS sentence, 'frames/' || lower(type) || '.tsv:' || (1 + hash(occurrence + 12) % 60) AS rule, 0.5 + (hash(event + 8) % 50) / 100 AS confidence,
  status = 'reported' OR (status = 'claimed' AND event % 2 = 0) AS asserted
FROM report JOIN kind ON kind.number = report.kind JOIN country ON country.number = a ORDER BY event;

INSERT INTO event_actors BY NAME
SELECT document, event + 1 AS event, role, 0 AS position, 'the ' || ['government', 'army', 'people', 'state'][body] || ' of ' || code AS text, code || ['', ' army', ' people', ''][body] AS name,
  CASE WHEN body IN (1, 4) THEN code END AS id, code AS country, [['GOV'], ['MIL'], ['CVL'], []][body] AS sectors
FROM (SELECT *, 1 + (hash(event + 9) % 4)::INTEGER AS body, 'actor' AS role, a AS party FROM report
  UNION ALL SELECT *, 1 + (hash(event + 13) % 4)::INTEGER AS body, 'recipient' AS role, b AS party FROM report) JOIN country ON country.number = party ORDER BY event, role;

INSERT INTO claims BY NAME
SELECT document, event + 1 AS claim, md5('claim' || event) AS id, 2 AS holder_start, 12 AS holder_end, 'government' AS holder_text, code AS holder_name, code AS holder_id, code AS holder_country,
  ['GOV'] AS holder_sectors, 'actor' AS holder_kind, CASE status WHEN 'denied' THEN 'deny' ELSE 'say' END AS cue_kind, 0 AS content_start, 28 AS content_end, 'certain' AS certainty,
  CASE status WHEN 'denied' THEN 'negative' ELSE 'positive' END AS polarity
FROM report JOIN country ON country.number = CASE status WHEN 'denied' THEN a ELSE 1 + (hash(event + 10) % 60)::BIGINT END WHERE status IN ('claimed', 'denied') ORDER BY event;
INSERT INTO claim_events SELECT document, event + 1, event + 1 FROM report WHERE status IN ('claimed', 'denied') ORDER BY event;

-- Two of five documents are copies of the one before.
INSERT INTO document_stories BY NAME
SELECT document, CASE WHEN hash(document + 11) % 5 < 2 AND document > 1 THEN document - 1 ELSE document END AS copy_group, 1 + document // 12 AS story FROM documents ORDER BY document;
INSERT INTO event_reports SELECT document, event + 1, occurrence + 1 FROM report ORDER BY event;
INSERT INTO event_clusters BY NAME
SELECT occurrence + 1 AS event_cluster, coalesce(min(event) FILTER (status = 'reported'), min(event)) + 1 AS event, count(*) AS reports, count(DISTINCT copy_group) AS sources,
  count(DISTINCT copy_group) FILTER (status = 'reported') AS reporting, count(DISTINCT copy_group) FILTER (status = 'claimed') AS claiming,
  count(DISTINCT copy_group) FILTER (status = 'denied') AS denying, min(day) AS first_published, max(day) AS last_published
FROM report JOIN document_stories USING (document) GROUP BY occurrence ORDER BY occurrence;
DROP TABLE report;
DROP TABLE kind;
DROP TABLE country;
