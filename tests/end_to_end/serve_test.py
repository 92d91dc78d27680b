# SPDX-License-Identifier: Apache-2.0
"""casus serve: routes against their description, filters as on the command line, paging, formats, tags, who leaves."""
import csv
import gzip
import io
import json
import socket
import time
import urllib.parse

from served import API, Served


class Routes(Served):
    def test_every_route_is_as_described(self):
        event = self.fetch("/events", limit=5)["items"][0]
        actor = self.fetch("/actors")["items"][0]
        document = self.fetch("/documents")["items"][0]
        values = {"{id}": event["id"], "{key}": ""}
        needed = {"/series": {"unit": "RUS|UKR"}, "/forecasts": {"unit": "RUS|UKR"}, "/questions": {"q": "Will Russia attack Ukraine?"}, "/reviews/export": {"as_": "cases"},
                  "/reviews/agreement": {"a": "x", "b": "y"}, "/places": {"q": "Oslo"}}
        keys = {"/actors/{key}": actor["key"], "/documents/{key}": document["key"], "/stories/{key}": self.fetch("/stories")["items"][0]["id"]}
        for path, methods in API["paths"].items():
            template = path[len("/api/v1"):]
            if "get" not in methods or template == "/stream":
                continue
            address = template
            for name, value in {**values, "{key}": urllib.parse.quote(keys.get(template, ""), safe="")}.items():
                address = address.replace(name, value)
            answer = self.server.get(address, **needed.get(template, {}))
            if answer.status == 501:
                self.refused(answer, 501)
                self.assertIn("501", methods["get"]["responses"], path)
            else:
                self.check(answer, "GET", path)
            self.refused(self.server.get(address, **needed.get(template, {}), nonsense=1), 400)

    def test_questions_are_read_and_refused_with_a_reason(self):
        answer = self.fetch("/questions", q="Will Russia intensify the conflict for Central Asia?", as_of="2021-05-20")
        self.assertTrue(answer["abstain"])
        self.assertIn("Central Asia", answer["read"]["actors"])
        self.assertEqual((answer["asked"]["units"], answer["asked"]["asof"]), (["RUS|KAZ+KGZ+TJK+TKM+UZB"], "2021-05-20"))
        answer = self.fetch("/questions", q="Will Russia invade Ukraine?")
        self.assertEqual(answer["reason"], "change")
        self.assertNotIn("reason", self.fetch("/questions", q=answer["instead"]))
        self.assertTrue(self.fetch("/forecasts", unit="RUS|UKR", as_of="2021-05-20")["abstain"])
        self.refused(self.server.get("/questions", q="Will it?", as_of="soon"), 400)

    def test_documents_are_those_of_the_command_line(self):
        document = self.fetch("/documents", q="Report 3")["items"][0]
        stored = self.fetch("/documents/" + document["key"], "/documents/{key}")
        text = {name: stored[name] for name in ("text", "title", "published", "publisher")}
        coded = self.check(self.server.post("/code", text), "POST", "/api/v1/code")
        self.assertEqual({**coded, "id": stored["id"]}, stored)
        self.assertTrue(stored["events"])

    def test_filters(self):
        every = self.pages("/events", limit=100)
        self.assertEqual(len(every), self.fetch("/info")["events"])
        holds = {"actor": ("IRN", lambda e: any(a["country"] == "IRN" for a in e["actors"])),
                 "party": ("norway", lambda e: any("norway" in ((a["name"] or "") + (a["text"] or "")).lower() for a in e["actors"] + e["recipients"])),
                 "type": ("consult", lambda e: e["type"] == "CONSULT"), "quad": (4, lambda e: e["quad"] == 4),
                 "from": ("2021-05-10", lambda e: (e["date"]["to"] or e["date"]["from"] or "") >= "2021-05-10"),
                 "publisher": ("Fjord", lambda e: e["document"]["publisher"] == "Fjord News"), "status": ("reported", lambda e: e["status"] == "reported"),
                 "country": ("CHL", lambda e: "CHL" in [e["place"] and e["place"]["country"]] + [a["country"] for a in e["actors"] + e["recipients"]]),
                 "asserted": ("true", lambda e: e["asserted"]), "reviewed": ("false", lambda e: not e["verdicts"]), "min_confidence": (0.4, lambda e: e["confidence"] >= 0.4),
                 "document": (every[0]["document"]["key"], lambda e: e["document"]["key"] == every[0]["document"]["key"])}
        for name, (value, is_right) in holds.items():
            found = self.fetch("/events", limit=1000, **{name + "_": value})
            self.assertEqual([e["id"] for e in found["items"]], [e["id"] for e in every if is_right(e)], name)
            self.assertEqual(found["total"], len(found["items"]))
            self.assertTrue(found["items"], name)
        both = self.fetch("/events", limit=1000, type_=["CONSULT", "18"])
        self.assertTrue(both["items"])
        self.assertTrue(all(e["type"] == "CONSULT" or e["cameo"].startswith("18") for e in both["items"]))

    def test_sums_add_up(self):
        asserted = [e for e in self.pages("/events", limit=1000) if e["asserted"]]
        placed = [e for e in asserted if e["place"] and e["place"]["latitude"] is not None]
        view = self.fetch("/map", zoom=3)
        self.assertEqual((view["events"], view["unplaced"]), (len(placed), len(asserted) - len(placed)))
        self.assertEqual(sum(cluster["events"] for cluster in view["clusters"]), len(placed))
        half = [self.fetch("/map", bbox=box)["events"] for box in ("-180,-90,180,0", "-180,0.0000001,180,90")]
        self.assertEqual(sum(half), len(placed))
        line = self.fetch("/timeline", by="week")
        self.assertEqual(sum(bin_["events"] for bin_ in line["items"]) + line["undated"], len(asserted))
        self.assertAlmostEqual(sum(bin_["intensity"] for bin_ in line["items"]), sum(e["intensity"] for e in asserted if e["date"]["from"]), places=2)
        facets = self.fetch("/facets")
        self.assertEqual({item["value"]: item["events"] for item in facets["types"]}, {t: sum(e["type"] == t for e in asserted) for t in {e["type"] for e in asserted}})
        for dyad in self.fetch("/dyads")["items"][:3]:
            series = self.fetch("/series", unit=dyad["unit"], by="month")
            self.assertLessEqual(sum(item["events"] for item in series["items"]), dyad["events"])
        edges = {(edge["source"], edge["target"]): edge["events"] for edge in self.fetch("/network")["edges"]}
        self.assertEqual(edges, {(d["a"]["key"], d["b"]["key"]): d["events"] for d in self.pages("/dyads", limit=10)})

    def test_paging_gives_each_row_once(self):
        for order in ("date", "-date"):
            whole = [e["id"] for e in self.fetch("/events", limit=1000, order=order)["items"]]
            self.assertEqual([e["id"] for e in self.pages("/events", limit=31, order=order)], whole)
            self.assertEqual(len(set(whole)), len(whole))
        for path in ("/documents", "/claims", "/actors", "/dyads"):
            name = "key" if path in ("/documents", "/actors") else "unit" if path == "/dyads" else "id"
            whole = [row[name] for row in self.fetch(path, limit=1000)["items"]]
            self.assertEqual([row[name] for row in self.pages(path, limit=19)], whole, path)
            self.assertEqual(len(set(whole)), len(whole), path)
        for wrong in ("x", "1", "1_2_3", "_", "-"):
            self.refused(self.server.get("/events", cursor=wrong), 400)

    def test_formats(self):
        events = self.fetch("/events", limit=1000)["items"]
        answer = self.server.get("/events", format="csv")
        table = list(csv.DictReader(io.StringIO(self.check(answer, "GET", "/api/v1/events").decode())))
        self.assertEqual([row["id"] for row in table], [event["id"] for event in events])
        row = next(row for row in table if "sum" in row["title"])
        self.assertEqual((row["document"], row["title"], row["publisher"]), ("'=1+1", "'@sum", "'-2+3"))
        self.assertIn("attachment", answer.headers["content-disposition"])
        self.assertEqual(self.server.get("/events", {"Accept": "text/csv"}).body, answer.body)
        parquet = self.server.get("/events", {"Accept": "application/vnd.apache.parquet;q=0.9, text/csv;q=0.1"}, type_="ASSAULT")
        self.assertEqual((parquet.status, parquet.body[:4], parquet.body[-4:]), (200, b"PAR1", b"PAR1"))
        features = self.fetch("/events", format="geojson")["features"]
        self.assertEqual([feature["properties"]["id"] for feature in features], [event["id"] for event in events])
        self.refused(self.server.get("/events", {"Accept": "image/png"}), 406)
        self.refused(self.server.get("/events", format="xml"), 400)

    def test_explanations_lead_to_the_lexicon(self):
        event = self.fetch("/events", type_="SANCTION")["items"][0]
        why = self.fetch(f"/events/{event['id']}/explain", "/events/{id}/explain")
        self.assertEqual(why["event"]["id"], event["id"])
        entry = why["rule"]["entries"][0]
        self.assertRegex(entry["file"], r"^frames/.*\.tsv$")
        self.assertEqual(entry["columns"]["type"], "SANCTION")
        self.assertIn(entry["columns"]["trigger"], entry["text"])
        self.assertIn("Reasoning", why["text"])
        self.assertTrue({"frame", "status", "date", "place"} <= {step["about"] for step in why["steps"]})
        self.assertTrue(why["same_engine"])
        text = self.fetch("/documents/" + event["document"]["key"], "/documents/{key}")["text"]
        for token in why["tree"]:
            self.assertEqual(text[token["start"]:token["end"]], token["text"])

    def test_tags_and_packing(self):
        plain = self.server.get("/events", limit=50)
        packed = self.server.get("/events", {"Accept-Encoding": "gzip"}, limit=50)
        self.assertEqual((packed.headers["content-encoding"], gzip.decompress(packed.body)), ("gzip", plain.body))
        again = self.server.get("/events", {"If-None-Match": plain.headers["etag"]}, limit=50)
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(self.server.get("/events", {"If-None-Match": plain.headers["etag"]}, limit=51).status, 200)
        head = self.server.ask("HEAD", "/api/v1/events?limit=50")
        self.assertEqual((head.status, head.body, head.headers["content-length"]), (200, b"", plain.headers["content-length"]))

    def test_sql_reaches_nothing_but_the_store(self):
        def sql(statement, **more):
            return self.server.post("/sql", {"sql": statement, **more})
        table = self.check(sql("SELECT type, count(*) AS events FROM events GROUP BY ALL ORDER BY 2 DESC", limit=2), "POST", "/api/v1/sql")
        self.assertEqual(([c["name"] for c in table["columns"]], len(table["rows"]), table["truncated"]), (["type", "events"], 2, True))
        self.assertEqual(self.server.post("/sql", {"sql": "SELECT '=1' AS a"}, {"Accept": "text/csv"}).body, b"a\n'=1\n")
        for statement in ["SELECT * FROM '/etc/passwd'", "SELECT * FROM read_csv('/etc/passwd')", "SELECT content FROM read_text('/etc/passwd')", "SELECT * FROM glob('/*')",
                          "COPY events TO '/tmp/stolen.csv'", "DELETE FROM events", "SELECT 1; SELECT 2", "ATTACH '/tmp/x.db'", "INSTALL httpfs", "LOAD httpfs", "SET threads = 1",
                          "SELECT * FROM read_parquet('http://127.0.0.1:1/x')", "PRAGMA database_list", "CREATE TABLE x AS SELECT 1", "SELECT nonsense", "",
                          "SELECT * FROM query('DROP TABLE events')", "CALL pragma_version()", "EXPLAIN ANALYZE DELETE FROM events", "WITH x AS (DELETE FROM events RETURNING *) SELECT * FROM x"]:
            self.refused(sql(statement), 400)
        self.assertGreater(self.fetch("/info")["events"], 60)

    def test_wrong_requests(self):
        for status, method, path, body, headers in [
                (404, "GET", "/api/v1/nothing", None, {}), (404, "GET", "/api/v2/events", None, {}), (404, "GET", "/api/v1/events/" + "0" * 32, None, {}),
                (400, "GET", "/api/v1/events/xyz", None, {}), (404, "GET", "/api/v1/documents/zz", None, {}), (404, "GET", "/api/v1/actors/zz", None, {}),
                (405, "POST", "/api/v1/events", "{}", {"Content-Type": "application/json"}), (405, "DELETE", "/api/v1/events/" + "0" * 32, None, {}),
                (405, "POST", "/", "x", {}), (400, "GET", "/api/v1/events?limit=0", None, {}), (400, "GET", "/api/v1/events?limit=99999", None, {}),
                (400, "GET", "/api/v1/events?from=2021-02-31", None, {}), (400, "GET", "/api/v1/events?min_confidence=1e999", None, {}), (400, "GET", "/api/v1/events?min_confidence=1e-999", None, {}),
                (400, "GET", "/api/v1/events?min_sources=99999999999999999999", None, {}), (400, "GET", "/api/v1/events?type=NONSENSE", None, {}), (400, "GET", "/api/v1/events?bbox=1,2,3", None, {}),
                (400, "GET", "/api/v1/events?bbox=0,50,10,40", None, {}), (400, "GET", "/api/v1/events?asserted=maybe", None, {}), (400, "GET", "/api/v1/events?actor=%ff", None, {}),
                (400, "GET", "/api/v1/events?actor=%zz", None, {}), (400, "GET", "/api/v1/series?unit=|", None, {}), (400, "GET", "/api/v1/series", None, {}),
                (415, "POST", "/api/v1/code", "text=1", {"Content-Type": "application/x-www-form-urlencoded"}), (400, "POST", "/api/v1/code", "{", {"Content-Type": "application/json"}),
                (400, "POST", "/api/v1/code", '{"text": 1}', {"Content-Type": "application/json"}), (400, "POST", "/api/v1/code", '{"text": ""}', {"Content-Type": "application/json"}),
                (400, "POST", "/api/v1/code", "[" * 100000, {"Content-Type": "application/json"}), (400, "POST", "/api/v1/code", b'{"text": "\xff"}', {"Content-Type": "application/json"}),
                (400, "POST", "/api/v1/code", '{"text": "a", "x": 1}', {"Content-Type": "application/json"}), (400, "POST", "/api/v1/sql", "[]", {"Content-Type": "application/json"}),
                (421, "GET", "/api/v1/info", None, {"Host": "evil.example"}), (421, "GET", "/", None, {"Host": "127.0.0.1.evil.example"}),
                (403, "GET", "/api/v1/info", None, {"Origin": "http://evil.example"}), (403, "POST", "/api/v1/code", '{"text": "a"}', {"Origin": "null", "Content-Type": "application/json"})]:
            self.refused(self.server.ask(method, path, body, headers), status)
        self.assertEqual(self.server.get("/info", {"Origin": f"http://127.0.0.1:{self.server.port}"}).status, 200)
        self.assertEqual(self.server.get("/info", {"Host": f"localhost:{self.server.port}"}).status, 200)
        self.assertEqual(self.server.get("/events", min_confidence="5e-324").status, 200)  # smaller than a double holds in full

    def raw(self, data, shut=True):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as client:
            client.sendall(data)
            if shut:
                client.shutdown(socket.SHUT_WR)
            received = b""
            while chunk := client.recv(65536):
                received += chunk
            return received

    def test_bytes_that_are_no_request(self):
        host = f"Host: 127.0.0.1:{self.server.port}\r\n".encode()
        self.assertIn(b" 400 ", self.raw(b"nonsense\r\n\r\n"))
        self.assertIn(b" 431 ", self.raw(b"GET / HTTP/1.1\r\nX: " + b"a" * 30000 + b"\r\n\r\n", shut=False))
        self.assertIn(b" 413 ", self.raw(b"POST /api/v1/sql HTTP/1.1\r\n" + host + b"Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n"))
        chunks = b"POST /api/v1/sql HTTP/1.1\r\n" + host + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b" " * 65536 + b"\r\n") * 4
        self.assertIn(b" 413 ", self.raw(chunks))
        self.assertIn(b" 400 ", self.raw(b"POST /api/v1/sql HTTP/1.1\r\n" + host + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
        two = self.raw(b"GET /api/v1/health HTTP/1.1\r\n" + host + b"\r\nGET /api/v1/health HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n")
        self.assertEqual(two.count(b"HTTP/1.1 200"), 2)

    def test_nothing_but_pages_and_routes(self):
        for path in ["/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../data/openapi.json", "/data/openapi.json", "//etc/passwd", "/.git/config",
                     "/news.duckdb", "/openapi.json/..", "/%00", "/openapi.json%00.html"]:
            answer = self.server.ask("GET", path)
            self.assertIn(answer.status, (400, 404), path)
            self.assertNotIn(b"root:", answer.body)
        described = self.server.ask("GET", "/openapi.json")
        self.assertEqual(described.json, API)

    def test_headers_of_safety(self):
        for path in ("/api/v1/info", "/openapi.json", "/nothing.js"):
            headers = self.server.ask("GET", path).headers
            policy = headers["content-security-policy"]
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertIn("script-src 'self';", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual((headers["x-content-type-options"], headers["referrer-policy"]), ("nosniff", "no-referrer"))
            self.assertNotIn("access-control-allow-origin", headers)


class ManyReports(Served):
    """One event that several publishers report, names with codes for words in them, and a table of events."""
    AGENCY = ("Gunmen attacked a military base near Mopti in Mali on 3 May 2021, killing twelve soldiers. The attackers came at dawn on motorcycles and burned two vehicles before they "
              "withdrew. The army of Mali sent reinforcements to Mopti from the capital. Nobody claimed the attack.")
    OWN = ("Twelve soldiers died on 3 May 2021 when gunmen attacked a military base near Mopti in Mali. Villagers in Mopti told of two hours of shooting at the base. "
           "The wounded soldiers were flown to the capital of Mali.")
    DOCUMENTS = [{"id": "agency", "publisher": "The Courier", "published": "2021-05-04", "title": "Attack in Mali", "text": AGENCY},
                 {"id": "reprint", "publisher": "Fjord News", "published": "2021-05-04", "title": "Attack in Mali", "text": AGENCY + " (Courier)"},
                 {"id": "own", "publisher": "Sahel Today", "published": "2021-05-05", "title": "Soldiers die in Mali", "text": OWN},
                 {"id": "words", "publisher": "The Herald", "published": "2021-05-06",
                  "text": "Andorra accused Norway of an attack on 5 May 2021. Trinidad and Tobago imposed sanctions on Iran on 5 May 2021. The Mil Mascaras group attacked police in Chile."}]
    TABLE = "date\tsource\ttarget\tcode\n2021-03-05\tGuinea\tMali\t190\n2021-05-03\tMali\t\t180\n2021-05-09\tPapua New Guinea\tGuinea\t042\n2021-06-01\tIRN\tRUS\t112\n"

    @classmethod
    def prepare(cls, folder):
        cls.shared.code_into_store(cls.DOCUMENTS)
        (folder / "table.tsv").write_text(cls.TABLE, encoding="utf-8")
        cls.shared.casus("import", "--store", cls.shared.store, "--from", "tsv", folder / "table.tsv")
        cls.cases = [{"actor": "AND"}, {"actor": "MIL"}, {"actor": "mil"}, {"actor": "Trinidad and Tobago"}, {"recipient": "IRN"}, {"actor": "MLI:MIL"}, {"min_sources": "1"}, {"min_sources": "2"},
                     {"min_sources": "3"}, {"story": "1"}, {"story": "999999"}, {"story": "none"}]
        cls.expected = [cls.shared.lines("events", "--store", cls.shared.store, *[word for name, value in case.items() for word in ("--" + name.replace("_", "-"), value)]) for case in cls.cases]
        cls.story = cls.shared.sql("SELECT story FROM document_stories JOIN documents USING (document) WHERE id = 'agency'")[0]["story"]

    def ids(self, items):
        return sorted(item["id"] for item in items)

    def test_filters_mean_what_they_mean_on_the_command_line(self):
        for case, expected in zip(self.cases, self.expected):
            self.assertEqual(self.ids(self.pages("/events", **case)), self.ids(expected), case)
        found = dict(zip(map(str, self.cases), self.expected))
        self.assertTrue(all(found[str(case)] for case in ({"actor": "AND"}, {"actor": "mil"}, {"min_sources": "2"}, {"story": "1"})))
        self.assertFalse(any("Trinidad" in str(event["actors"]) for event in found[str({"actor": "AND"})]), "a code is no word of a name")

    def test_stories_and_sources_filter_everything(self):
        story = str(self.story)
        events = self.pages("/events", story=story)
        self.assertEqual({event["story"] for event in events}, {story})
        self.assertEqual({event["document"]["id"] for event in events}, {"agency", "reprint", "own"})
        self.assertGreater(len({event["story"] for event in self.pages("/events")}), 2)
        for filters, chosen in [({"story": story}, events), ({"min_sources": 2}, self.pages("/events", min_sources=2))]:
            asserted = [event for event in chosen if event["asserted"]]
            self.assertTrue(asserted)
            for path in ("/timeline", "/facets"):
                self.assertEqual(self.fetch(path, **filters)["events"], len(asserted), path)
            view = self.fetch("/map", **filters)
            self.assertEqual(view["events"] + view["unplaced"], len(asserted))
            pairs = sum(dyad["events"] for dyad in self.fetch("/dyads", level="actor", **filters)["items"])
            self.assertEqual(sum(edge["events"] for edge in self.fetch("/network", level="actor", **filters)["edges"]), pairs)
            rows = list(csv.DictReader(io.StringIO(self.server.get("/events", format="csv", **filters).body.decode())))
            self.assertEqual(self.ids(rows), self.ids(chosen))
            self.assertEqual({row["story"] for row in rows}, {event["story"] for event in chosen})
        self.assertLess(len(self.pages("/claims", story=story)), len(self.pages("/claims")))

    def test_reports_of_a_story(self):
        listed = next(one for one in self.pages("/stories") if one["id"] == str(self.story))
        self.assertEqual((listed["documents"], listed["sources"]), (3, 2), "a reprint is no source of its own")
        page = self.fetch(f"/stories/{self.story}", "/stories/{key}")
        self.assertEqual([(report["document"]["id"], report["independent"]) for report in page["reports"]], [("agency", True), ("reprint", False), ("own", True)])
        self.assertEqual({**listed, "reports": page["reports"]}, page)
        many = [one["id"] for one in self.pages("/stories") if one["sources"] >= 2]
        self.assertEqual([one["id"] for one in self.pages("/stories", min_sources=2, limit=1)], many)
        rows = list(csv.DictReader(io.StringIO(self.server.get("/stories", format="csv", min_sources=2).body.decode())))
        self.assertEqual([row["id"] for row in rows], many)

    def test_series_are_those_of_the_select(self):
        units = ["RUS|UKR", "IRN|NOR", "MLI", "MLI|MLI", "Mali", "Guinea", "Guinea|Mali", "Papua New Guinea|Guinea", "IRN|RUS", "RUS|RUS", "NOR|NOR", "police", "MIL|COP", "TTO|IRN", "and", "nobody|RUS"]
        filled = 0
        for unit in units:
            for more in ({}, {"by": "day", "from_": "2021-05-02", "to": "2021-05-20"}, {"by": "week", "asserted": "false"}, {"by": "quarter", "from_": "2021"}, {"by": "year", "to": "2021-05-10"}):
                given = self.fetch("/series", unit=unit, **more)["items"]
                rows = list(csv.DictReader(io.StringIO(self.server.get("/series", unit=unit, format="csv", **more).body.decode())))
                self.assertEqual([{name: None if text == "" else text if name == "period" else float(text) for name, text in row.items()} for row in rows], given, (unit, more))
                filled += any(item["events"] for item in given)
        self.assertGreater(filled, 50)


class NewReports(Served):
    @classmethod
    def prepare(cls, folder):
        cls.shared.code_into_store(ManyReports.DOCUMENTS)

    def test_counts_of_sources_follow_what_comes_in(self):
        more = {"id": "third", "publisher": "Quay Wire", "published": "2021-05-06", "title": "Base attacked",
                "text": "Gunmen attacked a military base near Mopti in Mali on 3 May 2021 and twelve soldiers died, the Quay Wire's reporter saw. Soldiers at the base in Mopti buried the dead."}
        self.check(self.server.post("/documents", more), "POST", "/api/v1/documents")
        for filters, condition in [({"min_sources": 3}, "k.reporting >= 3"), ({"min_sources": 2}, "k.reporting >= 2")]:
            select = f"SELECT e.id FROM events e JOIN event_reports r USING (event) JOIN event_clusters k ON k.event_cluster = r.event_cluster WHERE {condition} LIMIT 999"
            stored = self.server.post("/sql", {"sql": select}).json["rows"]
            self.assertEqual(sorted(event["id"] for event in self.pages("/events", **filters)), sorted(row[0] for row in stored))
        self.assertTrue(self.pages("/events", min_sources=3))
        story = next(event["story"] for event in self.pages("/events", min_sources=3))
        self.assertIn("third", {event["document"]["id"] for event in self.pages("/events", story=story)})


class Leaving(Served):
    def test_questions_of_those_who_left_are_ended(self):
        body = json.dumps({"sql": "SELECT count(*) AS n FROM range(100000) a, range(100000) b WHERE hash(a.range, b.range) = 1"}).encode()
        head = f"POST /api/v1/sql HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        for _ in range(12):
            client = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
            client.sendall(head + body)
            time.sleep(0.1)
            client.close()
        start = time.time()
        self.fetch("/documents", limit=1)
        self.assertLess(time.time() - start, 10, "they would have held all threads for a minute")
        self.assertEqual(self.server.get("/health").json["waiting"], 0)
