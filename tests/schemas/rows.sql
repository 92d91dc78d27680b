-- SPDX-License-Identifier: Apache-2.0
-- Rows that fit every schema so far: an older version, claims of a bystander, of a party and of nobody, a denial, a run that was stopped.
INSERT INTO runs VALUES
  (1, 's1', '0.0.1', 't1', 'm1', NULL, TIMESTAMP '2021-06-01 10:00:00', TIMESTAMP '2021-06-01 10:00:09', 2, 1),
  (2, 's2', '0.0.1', 't2', 'm1', 'verbs', TIMESTAMP '2021-06-02 10:00:00', NULL, 1, 0);
INSERT INTO rejects VALUES (1, 'lines.jsonl:2', 'is no JSON', TIMESTAMP '2021-06-01 10:00:05');
INSERT INTO sections SELECT document, 0, 0, length(text), 'body' FROM documents;
INSERT INTO sentences SELECT document, 0, 0, length(text) FROM documents;
INSERT INTO dates VALUES (3, 0, 5, 'DATE', '2021-05', '2021-05-01', '2021-05-31', 'explicit', 'a month');
INSERT INTO places VALUES (3, 22, 26, 'Oslo', 3143244, 'NOR', 'Oslo', 59.91273, 10.74609, false, 'the largest of the name');
INSERT INTO mentions VALUES (1, 0, 0, 4, 'name', 'Iran', 'IRN', 'IRN', [], NULL, ['a country']), (3, 0, 0, 5, 'name', 'Kenya', 'KEN', 'KEN', ['GOV'], 1, ['a country', 'an antecedent']);
INSERT INTO events (document, event, id, type, mode, contexts, cameo, quad, intensity, date_from, date_to, date_basis, place_name, place_geonameid, place_country,
                    place_latitude, place_longitude, place_grain, place_basis, status, start, "end", sentence, rule, confidence) VALUES
  (1, 1, 'e1', 'ASSAULT', NULL, ['military'], '190', 4, -9, '2021-05-01', '2021-05-01', 'published', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'reported', 0, 18, 0, 'frames/assault.tsv:1', 0.75),
  (2, 2, 'e2', 'ASSAULT', 'aerial', [], '195', 4, -9, NULL, '2021-05-02', 'unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'claimed', 0, 20, 0, 'frames/assault.tsv:2', 0.5),
  (2, 3, 'e3', 'ASSAULT', NULL, [], '190', 4, -9, '2021-05-02', '2021-05-02', 'relative', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'claimed', 35, 62, 0, 'frames/assault.tsv:1', 0.5),
  (2, 4, 'e4', 'ASSAULT', NULL, [], '190', 4, -9, '2021-05-02', '2021-05-02', 'relative', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'denied', 64, 78, 0, 'frames/assault.tsv:1', 0.5),
  (3, 5, 'e5', 'CONSULT', 'visit', ['diplomatic', 'trade'], '042', 1, 2, '2021-05-01', '2021-05-31', 'context', 'Oslo', 3143244, 'NOR', 59.91273, 10.74609, 'city', 'clause', 'reported', 0, 26, 0, 'frames/consult.tsv:4', 0.875);
INSERT INTO event_actors VALUES
  (1, 1, 'actor', 0, 0, 0, 4, 'Iran', 'Iran', 'IRN', 'IRN', []), (1, 1, 'recipient', 0, NULL, 14, 18, 'Iraq', 'Iraq', 'IRQ', 'IRQ', []),
  (2, 2, 'actor', 0, NULL, 0, 4, 'Iran', 'Iran', 'IRN', 'IRN', []),
  (2, 3, 'actor', 0, NULL, 47, 51, 'Iran', 'Iran', 'IRN', 'IRN', []), (2, 3, 'recipient', 0, NULL, 35, 39, 'Iraq', 'Iraq', 'IRQ', 'IRQ', ['GOV']),
  (2, 4, 'actor', 0, NULL, 64, 68, 'Iran', 'Iran', 'IRN', 'IRN', []),
  (3, 5, 'actor', 0, 0, 0, 5, 'Kenya', 'Kenya', 'KEN', 'KEN', ['GOV']), (3, 5, 'actor', 1, NULL, 10, 18, 'Ethiopia', 'Ethiopia', 'ETH', 'ETH', []);
INSERT INTO counts VALUES (1, 1, 'killed', 3, 5, 0, 18);
INSERT INTO claims (document, claim, id, holder_start, holder_end, holder_text, holder_name, holder_id, holder_country, holder_sectors, holder_kind,
                    cue_start, cue_end, cue_text, cue_kind, content_start, content_end, certainty, polarity) VALUES
  (2, 1, 'c1', 22, 28, 'Norway', 'Norway', 'NOR', 'NOR', [], 'actor', 29, 33, 'said', 'say', 0, 20, 'certain', 'positive'),
  (2, 2, 'c2', 35, 39, 'Iraq', 'Iraq', 'IRQ', 'IRQ', ['GOV'], 'actor', 40, 46, 'blamed', 'accuse', 47, 62, 'certain', 'positive'),
  (2, 3, 'c3', 64, 68, 'Iran', 'Iran', 'IRN', 'IRN', [], 'actor', 69, 75, 'denied', 'deny', 76, 78, 'certain', 'negative'),
  (3, 4, 'c4', NULL, NULL, NULL, NULL, NULL, NULL, [], 'publisher', NULL, NULL, NULL, NULL, 0, 26, 'possible', 'unknown');
INSERT INTO claim_events VALUES (2, 1, 2), (2, 2, 3), (2, 3, 4);
INSERT INTO evidence VALUES (1, 1, NULL, 0, 'frame fired'), (1, 1, NULL, 1, 'actor "Iran": a country');
