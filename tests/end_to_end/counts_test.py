# SPDX-License-Identifier: Apache-2.0
"""casus serve: what is counted. Reports of one event count once where that is asked, numbers of one thing agree between routes, trends look back."""
import csv
import io

import serve_test
from served import Served
from support import make_documents

# An affair over two months: talks, then an expulsion that three papers report and one sets in the future, then an accusation by two sides together.
EXPULSION = ("Bolivia expelled the ambassador of Peru on 14 May 2024. The government in La Paz gave the ambassador two days to leave the country. "
             "The expulsion ends a week of quarrels over the border at the lake.")
AFFAIR = [{"id": "talks", "publisher": "Altiplano Wire", "published": "2024-04-13", "text": "Peru and Bolivia signed an agreement on trade on 12 April 2024."},
          {"id": "first", "publisher": "Altiplano Wire", "published": "2024-05-14", "title": "Ambassador expelled", "text": EXPULSION},
          {"id": "second", "publisher": "Lake Gazette", "published": "2024-05-15", "title": "Ambassador expelled", "text": EXPULSION + " (Wire)"},
          {"id": "third", "publisher": "Voice of the Lake", "published": "2024-05-16", "title": "Ambassador expelled", "text": EXPULSION + " It was long expected."},
          {"id": "plan", "publisher": "Voice of the Lake", "published": "2024-05-20", "text": "Bolivia will impose sanctions on Peru in June 2024."},
          {"id": "urged", "publisher": "Altiplano Wire", "published": "2024-06-02", "text": "Chile accused Peru and Bolivia of an attack on 1 June 2024."}]


class Counts(Served):
    @classmethod
    def prepare(cls, folder):
        cls.shared.code_into_store([*serve_test.ManyReports.DOCUMENTS, *AFFAIR])
        (folder / "table.tsv").write_text(serve_test.ManyReports.TABLE, encoding="utf-8")
        cls.shared.casus("import", "--store", cls.shared.store, "--from", "tsv", folder / "table.tsv")
        cls.once = {case: cls.command("events", "--one-per", "event", *case) for case in [(), ("--asserted",), ("--asserted", "--type", "SANCTION"), ("--country", "BOL"), ("--min-sources", "2")]}
        cls.command_series = cls.command("series", "--unit", "PER|BOL", "--by", "month", "--one-per", "event")
        actors = cls.shared.sql("SELECT id, country, name FROM event_actors WHERE country = 'PER' AND len(sectors) = 0 AND name = 'Peru' LIMIT 1")
        cls.key = actors[0]["id"] or "PER::peru"
        cls.of_peru = cls.command("events", "--actor", "=" + cls.key)

    @classmethod
    def command(cls, verb, *options):
        return cls.shared.lines(verb, "--store", cls.shared.store, *options)

    def ids(self, items):
        return sorted(item["id"] for item in items)

    def test_each_event_once_is_that_of_the_command_line(self):
        same = {(): {}, ("--asserted",): {"asserted": "true"}, ("--asserted", "--type", "SANCTION"): {"asserted": "true", "type": "SANCTION"}, ("--country", "BOL"): {"country": "BOL"},
                ("--min-sources", "2"): {"min_sources": "2"}}
        for case, parameters in same.items():
            self.assertEqual(self.ids(self.pages("/events", one_per="event", **parameters)), self.ids(self.once[case]), case)
            self.assertTrue(self.once[case], case)
        self.assertLess(len(self.once[()]), len(self.pages("/events")), "some events are told by several")
        self.assertEqual(self.ids(self.pages("/events", one_per="report")), self.ids(self.pages("/events")))

    def test_sums_count_each_event_once(self):
        for more in ({}, {"country": "BOL"}, {"from_": "2024-05", "to": "2024-05"}, {"publisher": "Lake"}, {"status": "planned"}, {"unit": "PER|BOL"}):
            once = self.pages("/events", one_per="event", **{"asserted": "false" if "status" in more else "true", **more})
            self.assertTrue(once, more)
            self.assertEqual(len({event["told"]["event_cluster"] if event["told"] else event["id"] for event in once}), len(once), more)
            for path in ("/timeline", "/facets"):
                self.assertEqual(self.fetch(path, one_per="event", **more)["events"], len(once), (path, more))
            view = self.fetch("/map", one_per="event", **more)
            self.assertEqual(view["events"] + view["unplaced"], len(once), more)
            features = self.server.get("/map", one_per="event", format="geojson", **more).json["features"]
            self.assertEqual(sum(feature["properties"]["events"] for feature in features), view["events"])
            rows = list(csv.DictReader(io.StringIO(self.server.get("/events", one_per="event", format="csv", **{"asserted": "false" if "status" in more else "true", **more}).body.decode())))
            self.assertEqual(self.ids(rows), self.ids(once))
            edges = self.fetch("/network", level="actor", nodes=500, one_per="event", **more)["edges"]
            self.assertEqual(sum(edge["events"] for edge in edges), sum(dyad["events"] for dyad in self.pages("/dyads", level="actor", one_per="event", **more)))

    def test_a_paper_tells_what_others_told_first(self):
        told = self.pages("/events", one_per="event", publisher="Lake Gazette", country="BOL")
        self.assertEqual({event["document"]["id"] for event in told}, {"second"})
        facets = self.fetch("/facets", one_per="event", country="BOL")
        for publisher in facets["publishers"]:
            self.assertEqual(publisher["events"], self.fetch("/facets", one_per="event", country="BOL", publisher=publisher["value"])["events"], publisher)
        self.assertGreater(sum(publisher["events"] for publisher in facets["publishers"]), facets["events"])

    def test_series_once(self):
        for unit in ("PER|BOL", "BOL", "MLI", "Guinea|Mali", "=" + self.key):
            for more in ({}, {"by": "day", "from_": "2024-05-02"}, {"by": "week", "asserted": "false"}):
                given = self.fetch("/series", unit=unit, one_per="event", **more)["items"]
                rows = list(csv.DictReader(io.StringIO(self.server.get("/series", unit=unit, one_per="event", format="csv", **more).body.decode())))
                self.assertEqual([{name: None if text == "" else text if name == "period" else float(text) for name, text in row.items()} for row in rows], given, (unit, more))
                counted = self.fetch("/timeline", unit=unit, one_per="event", **{"by": "month", **more})
                filled = [[(row["period"], row["events"]) for row in answer if row["events"]] for answer in (counted["items"], given)]
                self.assertEqual(filled[0], filled[1], (unit, more))
        self.assertEqual([row["events"] for row in self.command_series], [row["events"] for row in self.fetch("/series", unit="PER|BOL", one_per="event")["items"]])
        every, once = (sum(row["events"] for row in self.fetch("/series", unit="PER|BOL", one_per=one)["items"]) for one in ("report", "event"))
        self.assertGreater(every, once)

    def test_an_actor_has_as_many_events_as_are_listed(self):
        for one_per in ("report", "event"):
            for more in ({}, {"asserted": "true"}, {"from_": "2024-05-01", "to": "2024-05-31"}, {"type": "SANCTION"}):
                for listed in self.fetch("/actors", one_per=one_per, limit=10, **more)["items"]:
                    self.assertEqual(self.fetch("/events", party="=" + listed["key"], one_per=one_per, **more)["total"], listed["events"], (listed["key"], more))
                page = self.fetch("/actors/" + self.key.replace(":", "%3A"), "/actors/{key}", one_per=one_per, **more)
                self.assertEqual(page["events"], self.fetch("/events", party="=" + self.key, one_per=one_per, **more)["total"], more)
        self.assertEqual(self.ids(self.pages("/events", actor="=" + self.key)), self.ids(self.of_peru))
        self.assertTrue(self.of_peru)

    def test_a_pair_has_as_many_events_as_its_page_lists(self):
        for level in ("country", "actor"):
            for more in ({}, {"one_per": "event"}, {"one_per": "event", "from_": "2024-05-01"}):
                for dyad in self.fetch("/dyads", level=level, limit=10, **more)["items"]:
                    a, b = dyad["unit"].split("|")
                    if "" in (dyad["a"]["label"], dyad["b"]["label"]):
                        continue
                    every = self.ids(self.pages("/events", unit=dyad["unit"], asserted="true", **more))
                    self.assertEqual(len(every), dyad["events"], (dyad["unit"], more))
                    ways = [{"actor": a, "recipient": b}, {"actor": b, "recipient": a}, {"together": [a, b]}]
                    self.assertEqual(sorted({id for way in ways for id in self.ids(self.pages("/events", asserted="true", **way, **more))}), sorted(set(every)), (dyad["unit"], more))
        together = self.pages("/events", together=["PER", "BOL"], asserted="true")
        self.assertEqual({event["document"]["id"] for event in together}, {"talks"})
        self.assertNotIn("urged", {event["document"]["id"] for event in self.pages("/events", unit="PER|BOL")}, "two that are accused do nothing to each other")
        self.refused(self.server.get("/events", unit="PER|"), 400)

    def test_the_trend_looks_back_wherever_the_days_begin(self):
        def trend(**more):
            return {frozenset(dyad["unit"].split("|")): dyad["recent"] for dyad in self.pages("/dyads", to="2024-05-31", window=28, one_per="event", **more)}
        pair, whole = frozenset({"PER", "BOL"}), trend()
        self.assertEqual(whole[pair]["trend"], "worse")
        self.assertGreater(whole[pair]["intensity_before"], 0)
        for first in ("2024-05-01", "2024-05-14"):
            self.assertEqual(trend(from_=first)[pair], whole[pair], first)
        self.assertNotIn(pair, trend(from_="2024-05-25"), "it has no events in these days")
        self.assertEqual(trend(from_="2024-05-25", sort="worse")[pair], whole[pair])
        self.assertTrue(all(trends["trend"] != "worse" for trends in trend(from_="2024-05-01").values() if trends["intensity"] >= trends["intensity_before"]))


class CountsOfNewReports(Served):
    @classmethod
    def prepare(cls, folder):
        cls.shared.code_into_store(AFFAIR[:2])

    def test_one_more_report_is_no_event(self):
        def counts():
            return {one: self.fetch("/timeline", one_per=one, unit="PER|BOL")["events"] for one in ("event", "report")}
        before = counts()
        self.check(self.server.post("/documents", AFFAIR[2]), "POST", "/api/v1/documents")
        after = counts()
        self.assertEqual(after["event"], before["event"])
        self.assertGreater(after["report"], before["report"])
        self.check(self.server.post("/documents", make_documents(4, seed=77)[0]), "POST", "/api/v1/documents")
        stored = self.server.post("/sql", {"sql": "SELECT id FROM one_per_event LIMIT 9999"}).json["rows"]
        self.assertEqual(self.ids(self.pages("/events", one_per="event")), sorted(row[0] for row in stored))

    def ids(self, items):
        return sorted(item["id"] for item in items)
