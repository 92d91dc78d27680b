# SPDX-License-Identifier: Apache-2.0
"""casus forecast: trained from a store, answered as of a day, refused where too little is known, and blind to what comes later."""
import datetime
import json
import random

from support import EndToEnd

START = datetime.date(2010, 1, 3)
UNTIL = START + datetime.timedelta(days=700)
AS_OF = UNTIL + datetime.timedelta(days=20)
NAMES = ["Avaria", "Boria", "Cadia", "Doria"]
CODES = [("042", 1, 1.9), ("061", 2, 6.4), ("112", 3, -2.0), ("190", 4, -10.0), ("145", 4, -7.5)]


def make_events(days=800, seed=3):
    """Rows of a table of events: four countries whose conflicts flare up for some weeks and end."""
    chance = random.Random(seed)
    rows, heat = [], {}
    for day in range(days):
        for a in NAMES:
            for b in NAMES:
                if chance.random() < 0.02:
                    heat[a, b] = chance.random() * 0.6
                if chance.random() < 0.05 + heat.get((a, b), 0):
                    hot = chance.random() < 0.3 + heat.get((a, b), 0)
                    code, quad, scale = chance.choice(CODES[3:] if hot else CODES[:3])
                    rows.append([str(START + datetime.timedelta(days=day)), a, b, code, str(quad), str(scale)])
    return rows


def write_table(path, rows):
    path.write_text("".join("\t".join(row) + "\n" for row in [["date", "source", "target", "code", "quad", "goldstein"], *rows]), encoding="utf-8")


def shuffled_after(rows, day):
    """The same rows, but whatever lies after `day` happened between others, at other times."""
    chance = random.Random(5)
    known, later = [r for r in rows if r[0] <= str(day)], [list(r) for r in rows if r[0] > str(day)]
    for column in range(1, 3):
        values = [row[column] for row in later]
        chance.shuffle(values)
        for row, value in zip(later, values):
            row[column] = value
    for row in later:
        row[3:] = ["190", "4", "-10.0"]
    return known + later + later


def involves(row, unit):
    sides = unit.split("|")
    return sides[0] in row[1:3] if len(sides) == 1 else sorted(row[1:3]) == sorted(sides)


class ForecastTest(EndToEnd):
    def make_store(self, name, rows, train=True):
        table, store = self.folder / "events.tsv", self.folder / name
        write_table(table, rows)
        self.casus("import", "--store", store, "--from", "tsv", table)
        if train:
            self.casus("forecast", "train", "--only", "escalation", "--store", store, "--until", UNTIL)
        return store

    def answers(self, store, questions):
        lines, _ = self.casus("forecast", "--store", store, "--questions", "-", text="".join(json.dumps(q) + "\n" for q in questions))
        return [json.loads(line) for line in lines.splitlines()]

    def test_answers_and_never_looks_ahead(self):
        rows = make_events()
        store = self.make_store("a.duckdb", rows)
        questions = [{"id": f"{unit}:{day}", "unit": unit, "asof": str(day)} for day in (UNTIL, AS_OF) for unit in ("Avaria", "Boria|Avaria", "Cadia|Cadia")]
        answers = self.answers(store, questions)
        self.assertEqual([a["id"] for a in answers], [q["id"] for q in questions])
        for answer in answers:
            for label in ("up1", "up2", "up4", "up12", "surge4", "surge12"):
                self.assertTrue(0 < answer["p"][label] < 1, label)
                self.assertTrue(0 < answer["base"][label] < 1, label)
            for weeks in ("1", "2", "4", "12"):
                count = answer["count"][weeks]
                self.assertLessEqual(count["p10"], count["mean"] + 1)
                self.assertLessEqual(count["p10"], count["p90"])
            self.assertTrue(answer["drivers"])
            self.assertTrue(all(past["asof"] < str(UNTIL) and past["outcome"] in (0, 1) for past in answer["similar"]))
            self.assertEqual(answer["trained_until"], str(UNTIL))
        self.assertGreater(len({answer["p"]["up4"] for answer in answers}), 3)
        # One question is answered from the rows of its sides only, and says the same.
        line, _ = self.casus("forecast", "--store", store, "--unit", "Boria|Avaria", "--as-of", AS_OF, "--format", "jsonl")
        alone = json.loads(line)
        self.assertEqual({**alone, "id": ""}, {**answers[4], "id": ""})
        # What happened is counted as it was.
        before = sum(1 for r in rows if {r[1], r[2]} == {"Avaria", "Boria"} and r[4] == "4" and str(AS_OF - datetime.timedelta(days=28)) < r[0] <= str(AS_OF))
        self.assertEqual(alone["count"]["4"]["previous"], before)
        # The leak test: everything after the as-of day is shuffled, and nothing changes; not in a second store either.
        other = self.make_store("b.duckdb", shuffled_after(rows, AS_OF))
        self.assertEqual(self.answers(other, questions), answers)
        # What is kept is scored when its weeks are over.
        self.casus("forecast", "--store", other, "--questions", "-", "--keep", text=json.dumps({"id": "1", "unit": "Avaria", "asof": str(UNTIL)}))
        scores = {(s["label"], s["method"]): s for s in json.loads(self.casus("forecast", "scores", "--store", other, "--format", "json")[0])["scores"]}
        kept = self.answers(other, [{"id": "1", "unit": "Avaria", "asof": str(UNTIL)}])[0]
        happened = sum(1 for r in shuffled_after(rows, AS_OF) if "Avaria" in r[1:3] and r[4] == "4" and str(UNTIL) < r[0] <= str(UNTIL + datetime.timedelta(days=28)))
        rose = happened > kept["count"]["4"]["previous"]
        self.assertAlmostEqual(scores["up4", "combined"]["brier"], (kept["p"]["up4"] - rose) ** 2, 3)
        # As text.
        text, _ = self.casus("forecast", "--store", store, "--unit", "Avaria", "--as-of", AS_OF, "--horizon", "12w", "--format", "table")
        self.assertIn("base rate", text)
        self.assertIn("over 12 weeks", text)

    def test_refuses_with_what_is_missing(self):
        rows = make_events(days=800)
        rows.append([str(AS_OF), "Fadia", "Doria", "190", "4", "-10.0"])
        store = self.make_store("a.duckdb", rows, train=False)
        ask = lambda unit, day: json.loads(self.casus("forecast", "--store", store, "--unit", unit, "--as-of", day, "--format", "jsonl")[0])
        self.assertIn("no model yet", ask("Avaria", AS_OF)["why"])
        self.assertIn("events begin on", ask("Avaria", START + datetime.timedelta(days=20))["why"])
        self.assertIn("12 are needed", ask("Fadia", AS_OF)["why"])
        self.assertIn("Nirgendia", ask("Nirgendia", AS_OF)["why"])
        self.assertIn("silent", ask("Avaria", START + datetime.timedelta(days=900))["why"])
        self.casus("forecast", "train", "--only", "escalation", "--store", store, "--until", UNTIL)
        early = ask("Avaria", UNTIL - datetime.timedelta(days=1))
        self.assertTrue(early["abstain"])
        self.assertIn(str(UNTIL), early["why"])
        _, errors = self.casus("forecast", "--store", store, "--unit", "A|B|C", "--as-of", AS_OF, status=2)
        self.assertIn("no unit", errors)
        _, errors = self.casus("forecast", "--store", store, "--unit", "Avaria", "--as-of", "soon", status=2)
        self.assertIn("YYYY-MM-DD", errors)
        lines, errors = self.casus("forecast", "--store", store, "--questions", "-", text='{"id": "1"}\n{"id": "2", "unit": "Avaria", "asof": "%s"}\n' % AS_OF, status=1)
        self.assertEqual(json.loads(lines)["id"], "2")
        self.assertIn("-:1", errors)

    def test_backtest(self):
        store = self.make_store("a.duckdb", make_events(), train=False)
        page = self.folder / "backtest.html"
        self.casus("backtest", "--store", store, "--from", UNTIL, "--refit", 100, "--output", page)
        self.assertIn("<svg", page.read_text(encoding="utf-8"))
        lines, _ = self.casus("backtest", "--store", store, "--from", UNTIL, "--refit", 100, "--format", "json", "--unit", "Avaria")
        backtest = json.loads(lines)
        self.assertEqual(backtest["units"], 1)
        methods = [s["method"] for s in backtest["scores"] if s["label"] == "up4"]
        self.assertEqual(methods, ["climatology", "persistence", "counts", "logistic", "trees", "combined"])
        for scores in backtest["scores"]:
            self.assertEqual(scores["forecasts"], sum(b["forecasts"] for b in scores["bins"]))
            self.assertTrue(0 <= scores["brier"] <= 1)
            if scores["method"] == "climatology":
                self.assertEqual(scores["skill"], 0)

    def test_a_kept_forecast_that_was_asked_by_code_is_scored(self):
        names = {"Avaria": "Kazakhstan", "Boria": "Russia"}
        rows = [[names.get(cell, cell) for cell in row] for row in make_events()]
        store = self.make_store("a.duckdb", rows)
        for unit in ("RUS|KAZ", "KAZ"):
            out, _ = self.casus("forecast", "--store", store, "--unit", unit, "--as-of", UNTIL, "--keep", "--format", "jsonl")
            self.assertEqual(json.loads(out)["unit"], {"KAZ": "Kazakhstan"}.get(unit, "Kazakhstan|Russia"))
        many = self.answers(store, [{"id": unit, "unit": unit, "asof": str(UNTIL)} for unit in ("RUS|KAZ", "Kazakhstan")])
        self.assertEqual([answer["unit"] for answer in many], ["Kazakhstan|Russia", "Kazakhstan"])
        scores = json.loads(self.casus("forecast", "scores", "--store", store, "--format", "json")[0])["scores"]
        self.assertEqual({s["forecasts"] for s in scores if s["label"] == "up4"}, {2})

    def test_events_added_after_training_count(self):
        rows = make_events()
        known, later = [r for r in rows if r[0] <= str(UNTIL)], [r for r in rows if r[0] > str(UNTIL)]
        store, whole = self.make_store("a.duckdb", known), self.make_store("b.duckdb", rows)
        write_table(self.folder / "later.tsv", later)
        self.casus("import", "--store", store, "--from", "tsv", self.folder / "later.tsv")
        for unit in ("Avaria", "Boria|Avaria", "Cadia|Cadia"):
            answers = [json.loads(self.casus("forecast", "--store", each, "--unit", unit, "--as-of", AS_OF, "--format", "jsonl")[0]) for each in (store, whole)]
            self.assertEqual(answers[0], answers[1])
            counted = sum(1 for r in rows if r[4] == "4" and str(AS_OF - datetime.timedelta(days=28)) < r[0] <= str(AS_OF) and involves(r, unit))
            self.assertEqual(answers[0]["count"]["4"]["previous"], counted)

    def test_a_store_that_is_not_there_is_not_made(self):
        for arguments in (["train", "--until", UNTIL], ["--unit", "A", "--as-of", UNTIL, "--keep"], ["Will Russia attack Ukraine?", "--keep"]):
            _, errors = self.casus("forecast", *arguments, "--store", "nowhere.duckdb", status=2)
            self.assertIn("no such store", errors)
            self.assertFalse((self.folder / "nowhere.duckdb").exists())

    def test_refuses_to_learn_from_too_little(self):
        store = self.make_store("a.duckdb", make_events(days=100), train=False)
        _, errors = self.casus("forecast", "train", "--only", "escalation", "--store", store, "--until", UNTIL, status=2)
        self.assertIn("import more history", errors)


class SeriesOfATable(EndToEnd):
    def test_units_are_the_names_as_they_came(self):
        rows = [["2011-10-07", "Guinea", "Mali", "190", "4", "-10"], ["2011-10-07", "Papua New Guinea", "Mali", "190", "4", "-10"], ["2011-10-08", "Guinea", "Guinea", "145", "4", "-7"],
                ["2011-10-09", "Guinea", "", "145", "4", "-7"], ["2011-10-09", "Mali", "Guinea", "042", "1", "2"], ["2011-10-10", "ETHALB", "Mali", "224", "4", "-7"]]
        table = self.folder / "events.tsv"
        write_table(table, rows + rows[:1])  # the same row twice is two events
        self.casus("import", "--store", self.store, "--from", "tsv", table)
        counted = {}
        for unit in ("Guinea", "Guinea|Mali", "Guinea|Guinea", "ETHALB|Mali", "GIN"):
            lines, _ = self.casus("series", "--store", self.store, "--unit", unit, "--by", "day", "--format", "jsonl")
            days = [json.loads(line) for line in lines.splitlines()]
            counted[unit] = (sum(d["events"] for d in days), sum(d["quad4"] for d in days), sum(d["reported"] for d in days))
        self.assertEqual(counted, {"Guinea": (5, 4, 5), "Guinea|Mali": (3, 2, 3), "Guinea|Guinea": (1, 1, 1), "ETHALB|Mali": (1, 1, 1), "GIN": (5, 4, 5)})
        parquet = self.folder / "series.parquet"
        self.casus("series", "--store", self.store, "--unit", "Guinea", "--by", "month", "--output", parquet)
        self.assertEqual(parquet.read_bytes()[:4], b"PAR1")
