# SPDX-License-Identifier: Apache-2.0
"""casus serve: documents that come in, reviews, and the words and places that they are made of."""
import csv
import io
import json
import threading
import time

from served import API, Served, validator
from support import make_documents


class Writing(Served):
    def listen(self, messages, ready):
        connection = self.server.connect()
        connection.request("GET", "/api/v1/stream")
        response = connection.getresponse()
        self.assertEqual(response.getheader("content-type"), "text/event-stream")
        kind = None
        while line := response.readline():
            text = line.decode().rstrip("\n")
            if text.startswith("event: "):
                kind = text[7:]
            elif text.startswith("data: "):
                messages.append((kind, json.loads(text[6:])))
                ready.set()

    def post_lines(self, documents, **parameters):
        return self.server.post("/documents", "".join(json.dumps(d) + "\n" for d in documents).encode(), {"Content-Type": "application/x-ndjson"}, **parameters)

    def test_what_comes_in_is_stored_and_told(self):
        messages, ready = [], threading.Event()
        listener = threading.Thread(target=self.listen, args=(messages, ready), daemon=True)
        listener.start()
        self.assertTrue(ready.wait(30))
        before, tag = self.fetch("/info"), self.server.get("/events").headers["etag"]
        fresh = [document | {"id": "fresh-" + document["id"]} for document in make_documents(6, seed=99)]
        done = self.check(self.post_lines([*fresh, {"id": "no text"}, fresh[0]], return_="documents"), "POST", "/api/v1/documents")
        self.assertEqual((done["added"], done["skipped"], len(done["refused"]), len(done["documents"])), (6, 1, 1, 6))
        self.assertEqual(done["refused"][0]["line"], 7)
        after = self.fetch("/info")
        self.assertEqual((after["documents"], after["events"]), (before["documents"] + 6, before["events"] + done["events"]))
        self.assertEqual(self.server.get("/events", {"If-None-Match": tag}).status, 200, "the tag of before is stale")
        self.assertEqual(self.check(self.post_lines(fresh), "POST", "/api/v1/documents")["skipped"], 6)
        again = self.check(self.post_lines(fresh[:1], again="true"), "POST", "/api/v1/documents")
        self.assertEqual((again["replaced"], self.fetch("/info")["events"]), (1, after["events"]))
        version = self.check(self.server.post("/documents", {**fresh[0], "text": fresh[0]["text"] + " Norway and Chile signed an agreement on trade."}), "POST", "/api/v1/documents")
        self.assertEqual((version["added"], version["versions"]), (1, 1))
        deadline = time.time() + 20
        while time.time() < deadline and sum(kind == "documents" for kind, _ in messages) < 3:
            time.sleep(0.02)
        self.assertEqual(messages[0][0], "hello")
        told = [message for kind, message in messages if kind == "documents"]
        self.assertEqual(sum(message["added"] for message in told), 7)
        event = next(message for kind, message in messages if kind == "event")
        self.assertEqual([], list(validator({"$ref": "#/components/schemas/stored_event"}).iter_errors(event)))

    def test_reading_during_an_ingest(self):
        faults, stop = [], threading.Event()

        def read():
            while not stop.is_set():
                answer = self.server.get("/events", limit=1000)
                if answer.status != 200 or answer.json["total"] != len(answer.json["items"]):
                    faults.append((answer.status, answer.body[:100]))
        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(4):
            self.check(self.post_lines(make_documents(8, seed=200 + number)), "POST", "/api/v1/documents")
        stop.set()
        for reader in readers:
            reader.join()
        self.assertEqual(faults, [])
        ids = [e["id"] for e in self.pages("/events", limit=100)]
        self.assertEqual(len(ids), len(set(ids)))


class Reviews(Served):
    TEMPLATE = "/api/v1/events/{id}/reviews"

    def review(self, event, verdict, reviewer="Ada", **more):
        return self.server.post(f"/events/{event['id']}/reviews", {"verdict": verdict, "reviewer": reviewer, **more})

    def kept(self, event, verdict, reviewer="Ada", **more):
        return self.check(self.review(event, verdict, reviewer, **more), "POST", self.TEMPLATE, 201)

    def again(self, event):
        return self.fetch(f"/events/{event['id']}", "/events/{id}")

    def exported(self):
        """Events of the evaluation data by id, and the rows of the cases."""
        lines = [json.loads(line) for line in self.server.get("/reviews/export", as_="evaluation").body.decode().split("\n") if line]
        cases = [dict(zip(["text", "type", "cameo", "actors", "recipients", "status"], row.split("\t")))
                 for row in self.server.get("/reviews/export", as_="cases").body.decode().split("\n")[1:] if row]
        return {event["id"]: event for line in lines for event in line["events"] + line["wrong"]}, cases

    def test_reviews_stand_beside_the_event(self):
        events = self.fetch("/events", limit=6)["items"]
        for event, ada, ben in zip(events, ["right", "right", "wrong", "wrong", "right"], ["right", "wrong", "wrong", "wrong", "right"]):
            self.kept(event, ada, "Cleo")
            self.kept(event, ben, "Ben", note="=note")
        corrected = self.kept(events[5], "corrected", "Cleo", correction={"type": "THREATEN", "recipients": ["CHL"], "status": "denied"})
        self.assertEqual((corrected["reviewer"], corrected["correction"]["type"], corrected["fits"], corrected["stands"]), ("Cleo", "THREATEN", True, True))
        after = self.again(events[5])
        self.assertEqual(after.pop("verdicts"), ["corrected"])
        self.assertEqual(after, {name: value for name, value in events[5].items() if name != "verdicts"}, "the machine's row stays")
        self.assertEqual(len(self.fetch(f"/events/{events[0]['id']}/reviews", "/events/{id}/reviews")["items"]), 2)
        self.assertEqual(len(self.pages("/reviews", limit=3, reviewer="Cleo")), 6)
        agreement = self.fetch("/reviews/agreement", a="Cleo", b="Ben")
        self.assertEqual((agreement["both"], agreement["same"]), (5, 4))
        self.assertAlmostEqual(agreement["kappa"], (0.8 - 12 / 25) / (1 - 12 / 25))
        table = list(csv.DictReader(io.StringIO(self.server.get("/reviews", format="csv", reviewer="Ben").body.decode())))
        self.assertEqual((len(table), table[0]["note"]), (5, "'=note"))
        found, cases = self.exported()
        self.assertEqual([found[event["id"]]["verdict"] for event in events], ["right", "wrong", "wrong", "wrong", "right", "corrected"])
        changed = found[events[5]["id"]]
        self.assertEqual((changed["cameo"], changed["quad"], changed["intensity"], changed["mode"], changed["asserted"]), (None, 3, -3.5, None, None))
        self.assertEqual([(p["country"], p["sectors"]) for p in changed["recipients"]], [("CHL", [])])
        self.assertIn(("THREATEN", "-", "CHL", "denied"), [(case["type"], case["cameo"], case["recipients"], case["status"]) for case in cases])
        for event in (events[5], events[0]):
            self.kept(event, "withdrawn", "Cleo")

    def test_a_later_word_takes_the_place_of_the_earlier_one(self):
        event = self.fetch("/events", limit=1, order="-date")["items"][0]
        reviewed = lambda: {e["id"] for e in self.fetch("/events", limit=1000, reviewed="true")["items"]}
        self.assertNotIn(event["id"], reviewed())
        self.kept(event, "right")
        self.assertIn(event["id"], reviewed())
        self.kept(event, "wrong")
        self.kept(event, "right", "Dan")
        self.assertEqual(self.again(event)["verdicts"], ["wrong", "right"])
        history = self.fetch(f"/events/{event['id']}/reviews", "/events/{id}/reviews")["items"]
        self.assertEqual([(r["reviewer"], r["verdict"], r["stands"]) for r in history], [("Ada", "right", False), ("Ada", "wrong", True), ("Dan", "right", True)])
        self.kept(event, "withdrawn", "Dan")
        self.assertEqual(self.exported()[0][event["id"]]["verdict"], "wrong", "the last word that counts")
        self.kept(event, "withdrawn")
        self.assertEqual(self.again(event)["verdicts"], [])
        self.assertNotIn(event["id"], reviewed())
        self.assertNotIn(event["id"], self.exported()[0])
        self.assertEqual(len(self.fetch(f"/events/{event['id']}/reviews", "/events/{id}/reviews")["items"]), 5, "nothing is deleted")
        self.assertEqual(self.fetch("/reviews", document=event["document"]["key"], stands="true")["items"], [])
        self.refused(self.review(event, "withdrawn"), 400)
        every, without = self.fetch("/events", limit=1)["total"], self.fetch("/events", limit=1, reviewed="false")["total"]
        self.assertEqual(every - without, len(reviewed()))

    def test_a_corrected_place_brings_its_own_coordinates(self):
        event = next(e for e in self.fetch("/events", limit=1000, order="-date")["items"] if e["place"] and e["place"]["latitude"] is not None)
        there = next(place for place in self.fetch("/places", q="iquique")["items"] if place["country"] == "CHL")
        kept = self.kept(event, "corrected", correction={"place": "Iquique", "geonameid": there["geonameid"]})
        self.assertEqual((kept["correction"]["country"], kept["correction"]["latitude"]), ("CHL", there["latitude"]))
        self.assertEqual(self.exported()[0][event["id"]]["place"], {**there, "basis": None})
        self.kept(event, "corrected", correction={"place": "Camp Nowhere", "country": "PER"})
        nowhere = {"name": "Camp Nowhere", "country": "PER", "geonameid": None, "admin1": None, "latitude": None, "longitude": None, "grain": None, "basis": None}
        self.assertEqual(self.exported()[0][event["id"]]["place"], nowhere)
        self.kept(event, "corrected", correction={"place": None, "country": None})
        self.assertIsNone(self.exported()[0][event["id"]]["place"])
        self.assertEqual(self.again(event)["place"], event["place"])
        self.kept(event, "withdrawn")

    def test_sides_by_codes(self):
        event = next(e for e in self.fetch("/events", limit=1000, order="-date")["items"] if e["actors"] and e["recipients"] and e["actors"][0]["country"])
        own = ":".join([event["actors"][0]["country"], *event["actors"][0]["sectors"]])
        self.kept(event, "corrected", correction={"actors": ["PER:MIL", "?"], "recipients": [own]})
        found, cases = self.exported()
        self.assertEqual([(p["country"], p["sectors"], p["name"]) for p in found[event["id"]]["actors"]], [("PER", ["MIL"], None), (None, [], None)])
        self.assertEqual(found[event["id"]]["recipients"], [event["actors"][0]], "the machine's own party keeps its words")
        self.assertIn(("PER:MIL|?", own), [(case["actors"], case["recipients"]) for case in cases])
        self.kept(event, "withdrawn")

    def test_wrong_reviews(self):
        event = self.fetch("/events", limit=1)["items"][0]
        wrong = [{"type": "X"}, {}, {"nonsense": 1}, {"type": "ASSAULT", "mode": "visit"}, {"mode": "nonsense"}, {"actors": ["Peru navy"]}, {"actors": ["PER:NAV"]}, {"recipients": ["MIL:PER"]},
                 {"country": "ZZZ", "place": "Puno"}, {"from": "2021-05-09", "to": "2021-05-01"}, {"from": "2021-02-30"}, {"place": "Oslo", "geonameid": 1}, {"status": "certain"}]
        for correction in wrong:
            said = self.refused(self.review(event, "corrected", correction=correction), 400)
            self.assertTrue(said["detail"] and said["remedy"], said)
        for verdict, more in [("maybe", {}), ("accept", {}), ("corrected", {}), ("right", {"correction": {"type": "AID"}}), ("right", {"reviewer": " "}), ("right", {"note": "x" * 9000}),
                              ("right", {"nonsense": 1})]:
            self.refused(self.review(event, verdict, **{"reviewer": "Ada", **more}), 400)
        self.refused(self.review({"id": "0" * 32}, "right"), 404)


class Words(Served):
    def test_every_code_has_its_meaning(self):
        glossary = self.fetch("/glossary")
        named = {}
        for term in glossary["terms"]:
            named.setdefault(term["group"], set()).add(term["code"])
        types = {one["code"]: {mode["code"] for mode in one["modes"]} for one in glossary["types"]}
        self.assertEqual(list(types), self.fetch("/info")["types"])
        cameo = {one["code"] for one in glossary["cameo"]}
        for event in self.pages("/events", limit=1000):
            self.assertIn(event["type"], types)
            self.assertTrue(event["mode"] is None or event["mode"] in types[event["type"]], event["mode"])
            self.assertIn(event["cameo"], cameo)
            self.assertIn(str(event["quad"]), named["quad"])
            self.assertIn(event["status"], named["status"])
            self.assertIn(event["date"]["basis"], named["date_basis"])
            self.assertLessEqual(set(event["contexts"]), named["context"])
            for party in event["actors"] + event["recipients"]:
                self.assertLessEqual(set(party["sectors"]), named["sector"])
            if event["place"]:
                self.assertIn(event["place"]["grain"], named["grain"])
        countries = [one["code"] for one in glossary["countries"]]
        self.assertEqual(len(countries), len(set(countries)))
        self.assertEqual(next(one["name"] for one in glossary["countries"] if one["code"] == "NLD"), "Netherlands")
        claims = API["components"]["schemas"]["claim"]["properties"]
        self.assertEqual(set(claims["certainty"]["enum"]), named["certainty"])
        self.assertEqual(set(claims["polarity"]["enum"]), named["polarity"])
        self.assertEqual(set(API["components"]["schemas"]["review"]["properties"]["verdict"]["enum"]), named["verdict"])

    def test_places_of_a_name(self):
        found = self.fetch("/places", q="san JOSE")["items"]
        self.assertGreater(len(found), 3)
        self.assertLessEqual(len(found), 30)
        self.assertEqual(self.fetch("/places", q="Nowhere at all")["items"], [])
        self.assertEqual(self.fetch("/places", q="Peruvian")["items"], [])
