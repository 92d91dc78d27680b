# SPDX-License-Identifier: Apache-2.0
"""casus serve: the reports of one event, on whose word each tells it, and why a claimed event does not count."""
import unittest

from served import Served
from support import ROOT

WIRE = ("PUNO, Peru, May 6 (AW) - Gunmen attacked a post of the Peruvian navy at Puno on Monday, killing two sailors and wounding five, the navy said. "
        "The attackers came in three boats before dawn and fled across Lake Titicaca. Nobody claimed responsibility.")


class OneAffair(Served):
    @classmethod
    def prepare(cls, folder):
        cls.shared.casus("code", ROOT / "examples/articles/13-one-affair.jsonl", "--store", cls.shared.store, "--quiet")

    def event(self, words, **filters):
        """The one event with these words."""
        found = [one for one in self.pages("/events", **filters) if words in one["words"]]
        self.assertEqual(len({one["told"]["event_cluster"] for one in found}), 1, words)
        return found[0]

    def key(self, document):
        return next(one["key"] for one in self.pages("/documents") if one["id"] == document)

    def reports(self, event):
        return self.fetch(f"/events/{event['id']}/reports", "/events/{id}/reports")["items"]


class EventReports(OneAffair):
    def test_reports_are_those_of_the_event_in_their_order(self):
        recall = self.event("recalled its ambassador from Bolivia", type="SANCTION")
        reports = self.reports(recall)
        self.assertEqual([(one["document"]["published"][:10], one["document"]["publisher"], one["status"], one["copy_of"]) for one in reports],
                         [("2024-05-10", "Altiplano Wire", "reported", None), ("2024-05-12", "Sierra Morning", "reported", None)])
        self.assertEqual(len(reports), recall["told"]["reports"])
        for one in reports:
            self.assertIn("ambassador", one["words"])

    def test_other_deeds_of_the_story_are_no_reports_of_it(self):
        shooting = self.event("patrol boat fired on a Bolivian boat")
        self.assertEqual([one["document"]["id"] for one in self.reports(shooting)], ["lake-10"])

    def test_claims_copies_and_facts_are_told_apart(self):
        attack = self.event("Gunmen attacked a post", document=self.key("lake-02"))
        first, copy, *later = self.reports(attack)
        self.assertEqual((first["document"]["id"], first["status"], first["copy_of"], first["independent"]), ("lake-02", "claimed", None, True))
        self.assertEqual([(one["holder"], one["country"], one["polarity"]) for one in first["claims"]], [("navy", "PER", "positive")])
        self.assertEqual((copy["document"]["id"], copy["copy_of"]["id"], copy["independent"]), ("lake-03", "lake-02", False))
        self.assertEqual((later[0]["document"]["id"], later[0]["status"]), ("lake-05", "reported"), "the killing of two sailors in the attack is the attack")
        self.assertEqual([one["document"]["published"] for one in self.reports(attack)], sorted(one["document"]["published"] for one in self.reports(attack)))
        self.assertEqual(self.reports(attack), self.reports({"id": copy["event"]}))

    def test_who_denies(self):
        denied = self.event("The Bolivian army did not attack the navy post")
        ours = next(one for one in self.reports(denied) if one["event"] == denied["id"])
        self.assertEqual(ours["status"], "denied")
        self.assertTrue([one for one in ours["claims"] if one["polarity"] == "negative"])

    def test_denials_are_no_mere_negations(self):
        denials = self.pages("/claims", denials="true")
        self.assertTrue(denials)
        for claim in denials:
            self.assertEqual(claim["polarity"], "negative")
            self.assertTrue(claim["events"] or claim["cue"]["kind"] in ("deny", "doubt"), claim)
        self.assertLess(len(denials), len(self.pages("/claims", polarity="negative")))

    def test_later_reports_name_the_earliest_first(self):
        found = [one for one in self.pages("/claims", later_reported="true") if one["document"]["id"] == "lake-02" and "attacked a post" in one["words"]]
        self.assertEqual([(one["publisher"], one["published"]) for one in found[0]["later_reports"]][0], ("Cordillera Press Agency", "2024-05-07"))
        for claim in self.pages("/claims", later_reported="true"):
            days = [one["published"] for one in claim["later_reports"]]
            self.assertEqual(days, sorted(days))

    def test_claims_of_an_event_are_those_of_all_its_reports(self):
        attack = self.event("Gunmen attacked a post", document=self.key("lake-02"))
        told_in = {one["document"]["id"] for one in self.fetch(f"/events/{attack['id']}/claims", "/events/{id}/claims")["items"]}
        self.assertLessEqual({"lake-02", "lake-03"}, told_in)

    def test_why_a_claim_does_not_count(self):
        listed = self.pages("/events", status="claimed")
        attack = next(one for one in listed if one["document"]["id"] == "lake-02")
        self.assertFalse(attack["asserted"])
        self.assertEqual([(one["holder"], one["country"], one["lacks"]) for one in attack["uncounted"]], [("navy", "PER", "distance")])
        self.assertEqual(self.fetch("/events/" + attack["id"], "/events/{id}")["uncounted"], attack["uncounted"])
        for one in listed:
            self.assertEqual(bool(one.get("uncounted")), not one["asserted"] and bool(one["claims"]), one["words"])
        self.refused(self.server.get("/events/ffffffffffffffffffffffffffffffff/reports"), 404)


class Latecomers(OneAffair):
    def test_the_original_is_the_first_published_whatever_came_in_first(self):
        self.check(self.server.post("/documents", {"id": "early", "title": "Gunmen attack", "publisher": "Early Bird", "published": "2024-05-06T08:00:00Z", "text": WIRE}), "POST", "/api/v1/documents")
        attack = self.event("Gunmen attacked a post", document=self.key("lake-02"))
        self.assertEqual([(one["document"]["id"], one["copy_of"] and one["copy_of"]["id"]) for one in self.reports(attack)][:2], [("early", None), ("lake-02", "early")])


if __name__ == "__main__":
    unittest.main()
