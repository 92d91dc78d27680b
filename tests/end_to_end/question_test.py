# SPDX-License-Identifier: Apache-2.0
"""casus events, claims and explain over a store: formats, filters, reasons."""
import csv
import io
import os
import pty
import subprocess
import unicodedata
import unittest

from support import CASUS, EndToEnd, make_documents

FORMULA = {"id": "=1+1", "title": "@sum", "publisher": "-2+3", "published": "2021-05-12", "text": "Soldiers of Russia shelled the port of Odessa on Monday."}


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class Questions(EndToEnd):
    def setUp(self):
        super().setUp()
        self.code_into_store([*make_documents(30), FORMULA])

    def events(self, *options, **more):
        return self.lines("events", "--store", self.store, "--format", "jsonl", *options, **more)

    def test_formats_say_the_same(self):
        nested = self.events()
        self.assertGreater(len(nested), 60)
        table = list(csv.DictReader(io.StringIO(self.casus("events", "--store", self.store, "--format", "csv")[0])))
        self.assertEqual([row["id"] for row in table], [event["id"] for event in nested])
        for row, event in zip(table, nested):
            self.assertEqual(row["actors"].lstrip("'"), "; ".join(actor["name"] or actor["text"] for actor in event["actors"]))
            self.assertEqual(row["status"], event["status"])
            self.assertEqual(row["date_from"], event["date"]["from"] or "")
        self.casus("events", "--store", self.store, "--output", "events.parquet")
        self.assertEqual((self.folder / "events.parquet").read_bytes()[:4], b"PAR1")
        self.assertEqual(footer_rows((self.folder / "events.parquet").read_bytes()), len(nested))
        piped = subprocess.run([CASUS, "events", "--store", self.store, "--format", "parquet"], capture_output=True, check=True).stdout
        self.assertEqual(footer_rows(piped), len(nested))

    def test_cells_that_a_spreadsheet_would_run(self):
        rows = [row for row in csv.DictReader(io.StringIO(self.casus("events", "--store", self.store, "--format", "csv", "--publisher", "-2+3")[0]))]
        self.assertTrue(rows)
        self.assertEqual((rows[0]["document"], rows[0]["title"], rows[0]["publisher"]), ("'=1+1", "'@sum", "'-2+3"))
        self.assertLess(float(rows[0]["intensity"]), 0, "a negative number stays a number")

    def test_filters(self):
        every = self.events()
        for option, value, holds in [
                ("--actor", "IRN", lambda e: any(a["country"] == "IRN" for a in e["actors"])),
                ("--type", "consult", lambda e: e["type"] == "CONSULT"),
                ("--type", "19", lambda e: e["cameo"].startswith("19")),
                ("--from", "2021-05-10", lambda e: (e["date"]["to"] or e["date"]["from"] or "") >= "2021-05-10"),
                ("--publisher", "Fjord", lambda e: e["document"]["publisher"] == "Fjord News"),
                ("--status", "reported", lambda e: e["status"] == "reported")]:
            found = [event["id"] for event in self.events(option, value)]
            self.assertEqual(found, [event["id"] for event in every if holds(event)], option)
            self.assertTrue(found, option)
            self.assertLess(len(found), len(every) + (option == "--status"), option)
        asserted = self.events("--asserted")
        self.assertEqual([event["id"] for event in asserted], [event["id"] for event in every if event["asserted"]])
        self.assertEqual(len(self.events("--limit", 3)), 3)

    def test_tables_fit_the_terminal(self):
        for columns in [40, 80, 120, 200]:
            out, _ = self.casus("events", "--store", self.store, "--format", "table", environment={"COLUMNS": str(columns)})
            lines = out.split("\n")
            self.assertGreater(len(lines), 20)
            for line in lines:
                self.assertLessEqual(width(line), columns, line)

    def test_a_terminal_gets_a_table(self):
        primary, secondary = pty.openpty()
        run = subprocess.Popen([CASUS, "events", "--store", self.store, "--limit", "3"], stdout=secondary, stderr=subprocess.PIPE)
        _, errors = run.communicate(timeout=60)
        os.close(secondary)
        out = os.read(primary, 1 << 16).decode()
        os.close(primary)
        self.assertEqual(run.returncode, 0, errors)
        self.assertIn("who → whom", out)
        self.assertEqual(len(out.strip().split("\n")), 5)

    def test_parquet_is_no_text_for_a_terminal(self):
        primary, secondary = pty.openpty()
        run = subprocess.run([CASUS, "events", "--store", self.store, "--format", "parquet"], stdout=secondary, stderr=subprocess.PIPE, check=False)
        os.close(secondary)
        os.close(primary)
        self.assertEqual(run.returncode, 2)
        self.assertIn(b"--output", run.stderr)

    def test_sql_of_ones_own(self):
        self.assertEqual(self.sql("SELECT count(*) AS n FROM documents"), [{"n": 31}])
        out, _ = self.casus("events", "--store", self.store, "--format", "table", "--sql", "SELECT type, count(*) AS events FROM events GROUP BY ALL ORDER BY 2 DESC")
        self.assertIn("events", out.split("\n")[0])
        (self.folder / "secret.csv").write_text("a\n1\n", encoding="utf-8")
        for statement in ["SELECT * FROM 'secret.csv'", "SELECT 1; SELECT 2", "DROP TABLE events", "COPY events TO 'stolen.csv'", "SELECT nonsense"]:
            for form in ["jsonl", "csv", "table"]:
                out, errors = self.casus("events", "--store", self.store, "--format", form, "--sql", statement, status=2)
                self.assertEqual(out, "", statement)
                self.assertNotEqual(errors, "")
            self.casus("events", "--store", self.store, "--output", "x.parquet", "--sql", statement, status=2)
            self.assertFalse((self.folder / "x.parquet").exists())
        self.assertFalse((self.folder / "stolen.csv").exists())

    def test_claims_lead_to_their_events(self):
        claims = self.lines("claims", "--store", self.store)
        ids = {event["id"] for event in self.events()}
        for claim in claims:
            self.assertLessEqual(set(claim["events"]), ids)
        for claim in claims[:3]:
            for event in claim["events"]:
                self.assertIn(claim["id"], [about["id"] for about in self.lines("claims", "--store", self.store, "--about", event[:12])])

    def test_who_denies_what(self):
        every = self.lines("claims", "--store", self.store)
        for option, value, holds in [("--polarity", "negative", lambda c: c["polarity"] == "negative"), ("--cue", "deny,say", lambda c: c["cue"] and c["cue"]["kind"] in ("deny", "say"))]:
            found = [claim["id"] for claim in self.lines("claims", "--store", self.store, option, value)]
            self.assertTrue(found, option)
            self.assertEqual(found, [claim["id"] for claim in every if holds(claim)], option)
        _, errors = self.casus("claims", "--store", self.store, "--polarity", "no", status=2)
        self.assertIn("positive negative unknown", errors)

    def test_claimed_first_and_reported_later(self):
        shelled = "Russia shelled villages near Kharkiv in Ukraine on 2 May 2019"
        documents = [{"id": "first", "publisher": "The Courier", "published": "2019-05-03",
                      "text": shelled + ", the mayor of Kharkiv said. Two houses burned down, he added, and the people fled to the cellars."},
                     {"id": "second", "publisher": "Fjord News", "published": "2019-05-06",
                      "text": shelled + ". Families left Kharkiv by train. A school in the villages is in ruins."},
                     {"id": "third", "publisher": "The Herald", "published": "2019-05-07",
                      "text": shelled + ", officials said in Kharkiv. Aid for the villages is on its way, the ministry told reporters."}]
        self.code_into_store(documents)
        found = self.lines("claims", "--store", self.store, "--later-reported", "--from", "2019", "--to", "2019")
        self.assertEqual([claim["document"]["id"] for claim in found], ["first"])
        self.assertEqual([report["publisher"] for report in found[0]["later_reports"]], ["Fjord News"])

    def test_explain_shows_the_operators_of_a_status(self):
        self.code_into_store([{"id": "status", "publisher": "Status News", "published": "2019-05-03", "text": "Officials said that Russia may not attack Ukraine."}])
        event = self.events("--publisher", "Status News")[0]
        out, _ = self.casus("explain", "--store", self.store, event["id"])
        status = next(line for line in out.splitlines() if "status: " in line)
        self.assertRegex(status, 'verb "said" makes it certain positive claimed; modal "may" makes it possible negative claimed; possible')

    def test_explain_shows_the_whole_chain(self):
        event = self.events("--publisher", "-2+3")[0]
        for name in [event["id"], event["id"][:10]]:
            out, _ = self.casus("explain", "--store", self.store, name)
            self.assertIn(f"⟦{event['words'].rstrip('.')}", out)
            for part in ["Sentence", "Tree", "Frame " + event["rule"], "trigger:", "Actors", "agents/", "Reasoning", "date: ", "├─", "nsubj", "◀ fired", "◀ actor"]:
                self.assertIn(part, out)

    def test_explain_wants_one_event(self):
        _, errors = self.casus("explain", "--store", self.store, "nothing", status=2)
        self.assertIn("nothing", errors)
        _, errors = self.casus("explain", "--store", self.store, "", status=2)
        self.assertIn("several", errors)

    def test_series_count_what_events_lists(self):
        asserted = [event for event in self.events("--asserted") if event["date"]["from"]]
        for unit, holds in [("IRN", lambda countries: "IRN" in countries),
                            ("TUR|SYR", lambda countries: {"TUR", "SYR"} <= set(countries)),
                            ("CHL|CHL", lambda countries: set(countries) - {None} == {"CHL"})]:
            wanted = [event for event in asserted if holds([party["country"] for party in event["actors"] + event["recipients"]])]
            self.assertTrue(wanted, unit)
            for by in ["day", "week", "month"]:
                rows = self.lines("series", "--store", self.store, "--unit", unit, "--by", by)
                self.assertEqual(sum(row["events"] for row in rows), len(wanted), (unit, by))
                self.assertEqual(sum(row["quad4"] for row in rows), sum(event["quad"] == 4 for event in wanted))
                self.assertEqual(sum(row["CONSULT"] for row in rows), sum(event["type"] == "CONSULT" for event in wanted))
                self.assertAlmostEqual(sum(row["intensity"] for row in rows), sum(event["intensity"] for event in wanted), places=1)
                self.assertEqual([row["period"] for row in rows], sorted({row["period"] for row in rows}))
        self.assertEqual(self.lines("series", "--store", self.store, "--unit", "TUR|SYR"), self.lines("series", "--store", self.store, "--unit", "SYR|TUR"))
        empty = self.lines("series", "--store", self.store, "--unit", "IRN", "--by", "month", "--from", "2019-11", "--to", "2020-02")
        self.assertEqual([(row["period"], row["events"]) for row in empty], [(day, 0) for day in ["2019-11-01", "2019-12-01", "2020-01-01", "2020-02-01"]])
        for wrong in [["--unit", "|A"], ["--unit", "A|B|C"], ["--unit", "A", "--by", "hour"], ["--unit", "A", "--from", "soon"]]:
            self.casus("series", "--store", self.store, *wrong, status=2)

    def test_looking_after_a_store(self):
        out, _ = self.casus("store", "info", self.store)
        self.assertIn("31", out)
        self.assertIn("Fjord News", out)
        before = self.counts()
        self.assertIn("all is well", self.casus("store", "check", self.store)[0])
        self.casus("store", "compact", self.store)
        self.assertIn("all is well", self.casus("store", "check", self.store)[0])
        self.assertEqual(self.counts(), before)
        for verb in ["info", "check", "compact"]:
            self.casus("store", verb, "nowhere.duckdb", status=2)
        self.assertFalse((self.folder / "nowhere.duckdb").exists())

    def test_doctor(self):
        out, _ = self.casus("doctor")
        self.assertNotIn("MISSING", out)
        self.assertIn("DuckDB", out)
        out, _ = self.casus("doctor", status=1, environment={"CASUS_HOME": str(self.folder)})
        self.assertIn("MISSING", out)

    def test_every_event_can_be_explained(self):
        out, _ = self.casus("explain", "--store", self.store, "--all")
        self.assertEqual(out.count("\nReasoning\n"), len(self.events()))
        self.assertEqual(out.count("\nTree "), len(self.events()))


def footer_rows(data):
    """Rows of a Parquet file: the third field of the file's Thrift (compact) metadata, behind version and schema."""
    size = int.from_bytes(data[-8:-4], "little")
    reader = Thrift(data[-8 - size:-8])
    return reader.structure()[3]


class Thrift:
    """As much of the compact protocol as metadata needs."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def varint(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def zigzag(self):
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def value(self, kind):
        if kind in (1, 2):
            return kind == 1
        if kind == 3:
            self.at += 1
            return self.data[self.at - 1]
        if kind in (4, 5, 6):
            return self.zigzag()
        if kind == 7:
            self.at += 8
            return None
        if kind == 8:
            size = self.varint()
            self.at += size
            return self.data[self.at - size:self.at]
        if kind in (9, 10):
            head = self.data[self.at]
            self.at += 1
            count = head >> 4 if head >> 4 < 15 else self.varint()
            return [self.value(3 if head & 15 in (1, 2) else head & 15) for _ in range(count)]
        if kind == 12:
            return self.structure()
        raise ValueError(kind)

    def structure(self):
        fields, number = {}, 0
        while True:
            head = self.data[self.at]
            self.at += 1
            if head == 0:
                return fields
            number = number + (head >> 4) if head >> 4 else self.zigzag()
            fields[number] = self.value(head & 15)


if __name__ == "__main__":
    unittest.main()
