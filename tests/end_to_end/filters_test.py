# SPDX-License-Identifier: Apache-2.0
"""casus serve: words, sides and places as filters of events, claims, documents and stories, and what documents are called that have no title."""
import unittest

from served import Served
from support import ROOT

UNTITLED = {"id": "u/1", "publisher": "Fjord News", "published": "2021-05-14",
            "text": "Norway imposed sanctions on Iran on Friday, after a long debate in which nobody in the whole parliament had asked for anything else. Iran rejected them."}
SHORT = {"id": "u/2", "publisher": "Fjord News", "published": "2021-05-15", "text": "Kenya accused Chile of an attack. Chile denied it."}
OTHERS = {"id": "u/3", "title": "Word of others", "publisher": "Fjord News", "published": "2021-05-16", "text": "Bolivian soldiers shelled a village on Monday, Norway said."}


class Filters(Served):
    @classmethod
    def prepare(cls, folder):
        cls.shared.code_into_store([UNTITLED, SHORT, OTHERS])
        cls.shared.casus("code", ROOT / "examples/articles/13-one-affair.jsonl", "--store", cls.shared.store, "--quiet")

    def sides(self, event):
        return {one["country"] for one in event["actors"] + event["recipients"]}

    def test_words_find_events_by_their_clause(self):
        every = self.pages("/events", limit=100)
        for words in ("ambassador", "AMBASS", "recall ambassador", "sanctions"):
            found = self.pages("/events", q=words, limit=100)
            wanted = [one["id"] for one in every if all(any(part.startswith(word) for part in one["words"].lower().replace("'", " ").split()) for word in words.lower().split())]
            self.assertEqual(sorted(one["id"] for one in found), sorted(wanted), words)
            self.assertTrue(found, words)
            counted = self.pages("/events", q=words, asserted="true")
            for path in ("/timeline", "/facets"):
                self.assertEqual(self.fetch(path, q=words)["events"], len(counted), path)
            view = self.fetch("/map", q=words)
            self.assertEqual(view["events"] + view["unplaced"], len(counted))
        self.assertEqual(self.pages("/events", q="bassador"), [], "a word begins there")
        self.assertEqual(self.pages("/events", q=".*"), [])
        self.assertTrue(self.fetch("/dyads", q="ambassador")["items"])
        self.assertTrue(self.fetch("/stories", q="ambassador")["items"])
        self.assertEqual(self.fetch("/stories", q="zebra")["items"], [])

    def test_places_are_found_and_filter(self):
        found = self.fetch("/event-places", q="pun")["items"]
        self.assertEqual((found[0]["name"], found[0]["country"]), ("Puno", "PER"))
        events = self.pages("/events", place=found[0]["place"], one_per="event")
        self.assertEqual(len(events), found[0]["events"])
        self.assertEqual({(one["place"]["name"], one["place"]["country"]) for one in events}, {("Puno", "PER")})
        by_name = self.pages("/events", place="puno, PER")
        self.assertLessEqual({one["id"] for one in events}, {one["id"] for one in by_name})
        self.assertEqual(self.pages("/events", place="Puno, IND"), [])
        self.assertEqual(self.fetch("/event-places", place=found[0]["place"])["items"], found[:1])
        self.assertEqual(self.fetch("/event-places", q="zzz")["items"], [])
        cluster = next(one for one in self.fetch("/map", zoom=12, asserted="false", one_per="event")["clusters"] if one["term"] == found[0]["place"])
        self.assertEqual((cluster["place"], cluster["places"], cluster["events"]), ("Puno", 1, found[0]["events"]))
        documents = {one["document"]["key"] for one in self.pages("/events", place=found[0]["place"])}
        self.assertEqual({one["key"] for one in self.pages("/documents", place=found[0]["place"])}, documents)

    def test_claims_by_what_they_are_about_and_whose_they_are(self):
        every = self.pages("/claims", limit=100)
        about = self.pages("/claims", q="navy post")
        self.assertTrue(about)
        for one in about:
            told = " ".join(filter(None, [one["words"], one["holder"]["name"], one["holder"]["text"]])).lower()
            self.assertTrue("navy" in told and "post" in told, told)
        self.assertTrue([one for one in self.pages("/claims", q="choque") if "Choque" in (one["holder"]["name"] or "")])
        self.assertEqual(self.pages("/claims", q="zebra"), [])
        countries = {event["id"]: self.sides(event) | {(event["place"] or {}).get("country")} for event in self.pages("/events", limit=100)}
        for filters in ({"country": "BOL"}, {"party": "BOL"}):
            found = self.pages("/claims", **filters)
            wanted = {one["id"] for one in every if one["holder"]["country"] == "BOL" or any("BOL" in countries[event] for event in one["events"])}
            self.assertTrue({one["id"] for one in found} <= wanted, filters)
            if "country" in filters:
                self.assertEqual({one["id"] for one in found}, wanted)
            self.assertTrue([one for one in found if one["holder"]["country"] == "BOL"])
            self.assertTrue([one for one in found if one["holder"]["country"] != "BOL"], "claims of others about what Bolivia did")
        denials = self.pages("/claims", holder="BOL", polarity="negative")
        self.assertTrue([one for one in denials if one["holder"]["name"] == "defence ministry"], "a country's ministries speak for it")
        for one in self.pages("/claims", party="BOL", type="ASSAULT"):
            self.assertTrue(one["events"])
        self.assertEqual(self.pages("/claims", country="BOL", status="denied", type="AID"), [])

    def test_claims_of_a_publisher_are_those_it_prints(self):
        found = self.pages("/claims", publisher="Voice")
        self.assertEqual({one["id"] for one in found}, {one["id"] for one in self.pages("/claims") if (one["document"]["publisher"] or "").startswith("Voice")})
        self.assertTrue(found)

    def test_documents_have_an_event_that_fits(self):
        for filters in ({"country": "BOL"}, {"party": "navy"}, {"type": "SANCTION", "country": "PER"}, {"status": "denied"}, {"quad": 2}, {"min_confidence": 0.5}):
            wanted = {one["document"]["key"] for one in self.pages("/events", limit=100, **filters)}
            found = {one["key"] for one in self.pages("/documents", limit=100, **filters)}
            self.assertEqual(found, wanted, filters)
            self.assertTrue(wanted, filters)
        both = self.pages("/documents", country="BOL", **{"from": "2024-05-14"})
        self.assertTrue(all(one["published"] >= "2024-05-14" for one in both) and both)
        self.assertEqual([one["id"] for one in self.pages("/documents", q="envoy home")], ["lake-08"])
        self.assertIn("lake-05", [one["id"] for one in self.pages("/documents", q="smugglers soldiers")], "words of the text")
        stories = self.pages("/stories", party="BOL")
        self.assertTrue(stories)
        self.assertLess(len(stories), len(self.pages("/stories")))

    def test_what_has_no_title_is_called_by_its_first_sentence(self):
        named = {one["id"]: one for one in self.pages("/documents", limit=100)}
        self.assertEqual((named["u/1"]["title"], named["u/1"]["name"]), (None, "Norway imposed sanctions on Iran on Friday, after a long debate in which nobody in the …"))
        self.assertEqual(named["u/2"]["name"], "Kenya accused Chile of an attack.")
        self.assertEqual(named["lake-02"]["name"], named["lake-02"]["title"])
        event = self.fetch("/events", document=named["u/1"]["key"])["items"][0]
        self.assertEqual(event["document"]["name"], named["u/1"]["name"])
        self.assertEqual(self.fetch(f"/events/{event['id']}/reports", "/events/{id}/reports")["items"][0]["document"]["name"], named["u/1"]["name"])
        self.assertEqual(self.fetch("/claims", document=named["u/2"]["key"])["items"][0]["document"]["name"], named["u/2"]["name"])
        story = next(one for one in self.pages("/stories") if one["first_report"] == named["u/1"]["key"])
        self.assertEqual(story["name"], named["u/1"]["name"])
        self.assertEqual(self.fetch("/stories/" + story["id"], "/stories/{key}")["reports"][0]["document"]["name"], named["u/1"]["name"])


if __name__ == "__main__":
    unittest.main()
