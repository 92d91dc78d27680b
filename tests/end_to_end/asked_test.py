# SPDX-License-Identifier: Apache-2.0
"""casus forecast with a question in words: read, shown as read, and answered from a store's history, or refused with a reason."""
import datetime
import json
import random
import unittest

from forecast_test import write_table
from support import ROOT, EndToEnd

START = datetime.date(2010, 1, 3)
UNTIL = START + datetime.timedelta(days=560)
LAST = START + datetime.timedelta(days=599)
CENTRAL_ASIA = ["KAZ", "KGZ", "TJK", "UZB"]  # nothing happens in Turkmenistan
QUESTION = "Will Russia intensify the conflict for Central Asia?"


def make_events(seed=4):
    """Rows of a table of events: Russia and four states, with conflicts that flare up and end."""
    chance = random.Random(seed)
    names = ["RUS", *CENTRAL_ASIA]
    rows, heat = [], {}
    for day in range(600):
        for a in names:
            for b in names:
                if chance.random() < 0.02:
                    heat[a, b] = chance.random() * 0.5
                if chance.random() < 0.04 + heat.get((a, b), 0):
                    hot = chance.random() < 0.3 + heat.get((a, b), 0)
                    rows.append([str(START + datetime.timedelta(days=day)), a, b, *(("190", "4", "-10.0") if hot else ("042", "1", "1.9"))])
    rows.append([str(LAST), "RUS", "KAZ", "042", "1", "1.9"])
    return rows


class AskedTest(EndToEnd):
    def ask(self, *arguments, status=0):
        return json.loads(self.casus("forecast", "--store", self.store, *arguments, "--format", "jsonl", status=status)[0])

    def test_a_history_answers(self):
        rows = make_events()
        table = self.folder / "events.tsv"
        write_table(table, rows)
        self.casus("import", "--store", self.store, "--from", "tsv", table)
        self.assertIn("no model yet", self.ask(QUESTION)["why"])
        self.casus("forecast", "train", "--store", self.store, "--until", UNTIL)
        answer = self.ask(QUESTION)
        self.assertEqual(answer["asked"], {"units": ["RUS|KAZ+KGZ+TJK+TKM+UZB"], "change": "rise", "weeks": 4, "asof": str(LAST), "label": "up4"})
        self.assertIn("Russia (RUS) and Central Asia", answer["read"]["actors"])
        self.assertIn("Kazakhstan", answer["read"]["region"])
        self.assertIn("no event names TKM", answer["read"]["counted"])
        self.assertEqual(answer["probability"], answer["p"]["up4"])
        self.assertTrue(0 < answer["probability"] < 1)
        # The states of the region count as one side: each event once.
        month = [r for r in rows if {r[1], r[2]} & {"RUS"} and {r[1], r[2]} & set(CENTRAL_ASIA) and r[4] == "4" and str(LAST - datetime.timedelta(days=28)) < r[0]]
        self.assertEqual(answer["count"]["4"]["previous"], len(month))
        # A single state is the unit of that name.
        single = self.ask("Will fighting between Russia and Kazakhstan intensify over the next twelve weeks?")
        unit = self.ask("--unit", "RUS|KAZ", "--as-of", LAST, "--horizon", "12w")
        self.assertEqual({name: single[name] for name in unit if name != "id"}, {name: unit[name] for name in unit if name != "id"})
        # Without a day, the last one with events is asked on.
        undated = self.ask("--unit", "RUS|KAZ", "--horizon", "12w")
        self.assertEqual({name: undated[name] for name in unit}, unit)
        # An easing is what is left of a rise; inside a region, its members among themselves.
        self.assertAlmostEqual(self.ask("Will Russian attacks on Kazakhstan ease?")["probability"], 1 - self.ask("Will Russian attacks on Kazakhstan increase?")["probability"], 3)
        inside = self.ask("Will violence in Central Asia increase?")
        among = [r for r in rows if {r[1], r[2]} <= set(CENTRAL_ASIA) and r[4] == "4" and str(LAST - datetime.timedelta(days=28)) < r[0]]
        self.assertEqual(inside["count"]["4"]["previous"], len(among))
        # More than two sides: a forecast for each pair.
        pairs = self.ask("Will tensions between Russia, Kazakhstan and Uzbekistan rise?")
        self.assertEqual([forecast["unit"] for forecast in pairs["forecasts"]], ["KAZ|RUS", "RUS|UZB", "KAZ|UZB"])
        text, _ = self.casus("forecast", "--store", self.store, QUESTION, "--format", "table")
        for words in ("How it was read", "Kazakhstan, Kyrgyzstan", "Answer: ", "base rate", str(LAST)):
            self.assertIn(words, text)
        # Kept only where a unit of the store has been asked about.
        _, errors = self.casus("forecast", "--store", self.store, QUESTION, "--keep")
        self.assertIn("not kept", errors)

        # What is not read is refused with a reason, and with what can be asked.
        refused = self.ask("Will Russia invade Kazakhstan?", status=1)
        self.assertEqual((refused["abstain"], refused["reason"]), (True, "change"))
        self.assertIn("p", self.ask(refused["instead"]))
        self.assertIn("no event names", self.ask("Will violence in Peru increase?")["why"])
        self.assertIn("begin on", self.ask(QUESTION, "--as-of", START + datetime.timedelta(days=30))["why"])
        self.casus("forecast", "--store", self.store, QUESTION, "--horizon", "12w", status=2)
        self.casus("forecast", "--store", self.store, QUESTION, "--unit", "RUS", status=2)
        self.casus("forecast", "--store", self.store, "--document", "nothing", status=2)

    def test_the_title_of_a_document_asks(self):
        document = {"id": "asking", "title": "Will Russia Intensify the Conflict for Central Asia?", "published": "2021-05-12", "text": "Russia accused Kazakhstan of an attack."}
        self.casus("code", "-", "--store", self.store, text=json.dumps(document) + "\n")
        answer = self.ask("--document", "asking")
        self.assertEqual((answer["question"], answer["asked"]["asof"], answer["asked"]["units"]), (document["title"], "2021-05-12", ["RUS|KAZ+KGZ+TJK+TKM+UZB"]))
        self.assertTrue(answer["abstain"])

    @unittest.skipUnless((ROOT / "examples").is_dir(), "no examples")
    def test_the_example_store_refuses(self):
        self.casus("code", ROOT / "examples", "--store", self.store)
        answer = self.ask(QUESTION)
        self.assertTrue(answer["abstain"])
        self.assertNotEqual(answer["why"], "")
        self.assertIn("Central Asia", answer["read"]["actors"])
