# SPDX-License-Identifier: Apache-2.0
"""docs/history.md: from a file of public event data to an answered question in three commands, for generated files of each format."""
import datetime
import json
import random

from exchange_test import ICEWS, POLECAT, gdelt
from support import EndToEnd

START = datetime.date(2013, 1, 6)
DAYS = 560
UNTIL = START + datetime.timedelta(days=500)
AS_OF = START + datetime.timedelta(days=540)
SIDES = [("RUS", "Russian Federation"), ("UKR", "Ukraine"), ("GEO", "Georgia"), ("TUR", "Turkey")]
DEEDS = [("190", "ASSAULT", 4), ("112", "ACCUSE", 3), ("042", "CONSULT", 1), ("061", "COOPERATE", 2)]


def happenings(seed=11):
    """(day, actor, recipient, deed): pairs of sides that fight more in some months than in others."""
    chance, number = random.Random(seed), 0
    for day in range(DAYS):
        for a in SIDES:
            for b in SIDES:
                heat = 0.5 if (day // 40 + len(a[1]) + len(b[1])) % 3 == 0 else 0.15
                if chance.random() < heat:
                    number += 1
                    yield number, START + datetime.timedelta(days=day), a, b, DEEDS[0] if chance.random() < 0.5 else chance.choice(DEEDS[1:])


def as_gdelt():
    party = lambda side: {"code": side[0], "name": side[1].upper(), "country": side[0], "type": ""}
    rows = []
    for number, day, a, b, deed in happenings():
        row = gdelt(number, day.strftime("%Y%m%d"), deed[0], party(a), party(b), url=f"http://quay.example/{number}").split("\t")
        row[29] = str(deed[2])
        rows.append("\t".join(row))
    return rows


def as_icews():
    return [ICEWS, *(f"{n}\t{day}\t{a[1]}\t\t{a[1]}\t{deed[1]}\t{deed[0]}\t-5.0\t{b[1]}\t\t{b[1]}\t{n}\t1\tAgence Quay\t\t\t\t\t\t" for n, day, a, b, deed in happenings())]


def as_polecat():
    quads = {4: "MATERIAL CONFLICT", 3: "VERBAL CONFLICT", 1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION"}
    nothing = "\t".join(["None"] * 10)
    return [POLECAT, *(f"EV{n}_1\t{day}\t{deed[1]}\tNone\t-5\t{quads[deed[2]]}\tNone\t{a[1]}\t{a[0]}\tNone\tGOV\tGOV\tNone\t{a[1]}\tNone\t{b[1]}\t{b[0]}\tNone\tGOV\tGOV\tNone\t{b[1]}\tNone\t"
                       f"{nothing}\tFjord News\t{day}\tNone\tNone\tNone\ten\tNGEC" for n, day, a, b, deed in happenings())]


class HistoryTest(EndToEnd):
    def test_three_commands(self):
        rises = {}
        for name, rows in (("gdelt", as_gdelt()), ("icews", as_icews()), ("polecat", as_polecat())):
            with self.subTest(name):
                path, store = self.folder / f"{name}.txt", self.folder / f"{name}.duckdb"
                path.write_text("\n".join(rows) + "\n", encoding="utf-8")
                self.assertIn(" 0 refused", self.casus("import", "--store", store, "--from", name, path)[1])
                self.casus("forecast", "train", "--only", "escalation", "--store", store, "--until", UNTIL)
                line, _ = self.casus("forecast", "--store", store, "--unit", "UKR|RUS", "--as-of", AS_OF)
                answer = json.loads(line)
                self.assertEqual(answer["unit"], "RUS|UKR")
                self.assertTrue(0 < answer["p"]["up4"] < 1)
                days = (str(AS_OF - datetime.timedelta(days=28)), str(AS_OF))
                fights = sum(1 for _, day, a, b, deed in happenings() if {a[0], b[0]} == {"RUS", "UKR"} and deed[2] == 4 and days[0] < str(day) <= days[1])
                self.assertEqual(answer["count"]["4"]["previous"], fights)
                rises[name] = answer["p"]["up4"]
        self.assertEqual(len(rises), 3)
