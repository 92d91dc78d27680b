# SPDX-License-Identifier: Apache-2.0
"""Coded documents into a store without coding again, out of it, tables for other programs, and what breaks on the way: kills, full disks,
folders that take nothing, copies while somebody writes."""
import csv
import json
import os
import pathlib
import random
import re
import resource
import shlex
import subprocess
import tempfile
import time
import unittest

from support import CASUS, ROOT, EndToEnd, make_documents, write_lines


class Coded(EndToEnd):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="casus-test-")
        cls.addClassCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        documents = make_documents(120, sentences=12)
        documents.append({**documents[0], "text": "A correction: nothing happened in Norway. Iran attacked Iraq in 44 BC."})
        documents.append({"id": "norsk", "language": "no", "text": "Politiet arresterte tolv demonstranter i Oslo i går, sier en talsmann for regjeringen til avisen."})
        cls.coded = pathlib.Path(folder.name) / "coded.jsonl"
        write_lines(pathlib.Path(folder.name) / "documents.jsonl", documents)
        done = subprocess.run([CASUS, "code", "documents.jsonl"], capture_output=True, cwd=folder.name, check=True, timeout=300)
        cls.coded.write_bytes(done.stdout)
        cls.lines_of_code = done.stdout.decode("utf-8").splitlines()

    def import_coded(self, *options, status=0, **more):
        return self.casus("import", "--store", self.store, "--from", "casus", self.coded, *options, status=status, **more)[1]

    def exported(self, *options):
        return self.lines("export", "--store", self.store, "--to", "casus", *options)


class ThereAndBack(Coded):
    def test_what_code_printed_comes_back_out(self):
        said = self.import_coded()
        self.assertIn(f"{len(self.lines_of_code)} documents added (1 of them new versions)", said)
        self.assertEqual(self.exported(), [json.loads(line) for line in self.lines_of_code])
        self.assertEqual(self.casus("store", "check", self.store)[0].strip(), f"{self.store}: all is well")
        self.assertIn("122 there already", self.import_coded())
        self.assertIn("122 replaced", self.import_coded("--again"))
        self.assertEqual(self.exported(), [json.loads(line) for line in self.lines_of_code])
        self.assertEqual(self.sql("SELECT coded, count(*) AS n FROM documents GROUP BY coded ORDER BY coded"), [{"coded": False, "n": 1}, {"coded": True, "n": 121}])

    def test_a_store_of_casus_code_gives_the_same(self):
        self.casus("code", self.coded.parent / "documents.jsonl", "--store", self.store, "--quiet")
        self.assertEqual(self.exported(), [json.loads(line) for line in self.lines_of_code])
        asserted = self.sql("SELECT id FROM events WHERE asserted ORDER BY id")
        self.store = self.folder / "imported.duckdb"
        self.import_coded()
        self.assertEqual(self.sql("SELECT id FROM events WHERE asserted ORDER BY id"), asserted)
        self.assertGreater(len(asserted), 100)

    def test_a_choice_of_documents(self):
        self.import_coded()
        chosen = self.exported("--where", "d.publisher = 'Fjord News' AND e.type = 'SANCTION'")
        wanted = [json.loads(line) for line in self.lines_of_code]
        wanted = [document for document in wanted if document["publisher"] == "Fjord News" and any(event["type"] == "SANCTION" for event in document["events"])]
        self.assertGreater(len(wanted), 3)
        self.assertEqual(chosen, wanted)

    def test_bad_lines_are_named_and_the_rest_goes_in(self):
        good = self.lines_of_code[0]
        changed = json.loads(good)
        changed["text"] += " More."
        unknown = json.loads(self.lines_of_code[1])
        unknown["events"][0]["status"] = "rumoured"
        outside = json.loads(self.lines_of_code[2])
        outside["events"][0]["end"] = 10**6
        bad = ["{", "[]", '{"text": "Iran attacked Iraq."}', json.dumps(changed), json.dumps(unknown), json.dumps(outside)]
        (self.folder / "bad.jsonl").write_text("\n".join([*bad, "", good]) + "\n", encoding="utf-8")
        _, errors = self.casus("import", "--store", self.store, "--from", "casus", "bad.jsonl", status=1)
        for number, words in enumerate(["JSON", "JSON", '"id"', "key", '"status"', '"start"'], 1):
            line = next(line for line in errors.splitlines() if f"bad.jsonl:{number}:" in line)
            self.assertIn(words, line)
        self.assertIn("1 documents added", errors)
        self.assertEqual(len(self.sql("SELECT source FROM rejects")), len(bad))

    def test_rows_trace_to_the_bytes_of_their_source(self):
        self.import_coded()
        data = self.coded.read_bytes()
        for row in self.sql("SELECT key, source, source_line, source_start, source_end FROM documents"):
            self.assertEqual(row["source"], str(self.coded))
            line = data[row["source_start"]:row["source_end"]]
            self.assertEqual(json.loads(line)["key"], row["key"])
            self.assertEqual(data.count(b"\n", 0, row["source_start"]) + 1, row["source_line"])
        (self.folder / "note.txt").write_text("Iran attacked Iraq on Monday.\n", encoding="utf-8")
        self.casus("code", "note.txt", "--store", self.store, "--quiet")
        row, = self.sql("SELECT source, source_line, source_start, source_end, length(source_hash) AS hash FROM documents WHERE id = 'note.txt'")
        self.assertEqual(row, {"source": "note.txt", "source_line": None, "source_start": 0, "source_end": 30, "hash": 32})


class Tables(Coded):
    def test_tables_and_their_dictionary(self):
        self.import_coded()
        for kind in ["csv", "parquet"]:
            self.casus("export", "--store", self.store, "--to", kind, "--output", kind)
            files = {file.name for file in (self.folder / kind).iterdir()}
            self.assertLessEqual({f"{table}.{kind}" for table in [*self.TABLES, "runs", "rejects"]} | {"dictionary.md", "dictionary.tsv"}, files)
            self.assertFalse([file for file in (self.folder / kind).iterdir() if file.stat().st_size == 0])
        counts = self.counts()
        csv.field_size_limit(1 << 24)
        with (self.folder / "csv/dictionary.tsv").open(encoding="utf-8") as file:
            described = {(row["table"], row["column"]): row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
        for table in self.TABLES:
            with (self.folder / f"csv/{table}.csv").open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual(len(rows), counts[table])
            for column in rows[0] if rows else []:
                self.assertTrue(described[table, column]["meaning"] and described[table, column]["type"])
        page = (ROOT / "docs/schema.md").read_text(encoding="utf-8")
        in_page = {row[1]: set(re.findall(r"`\"?(\w+)\"?`", row[2])) for row in re.finditer(r"^\| `(\w+)` \| [^|]+ \| (.*) \|$", page, re.M)}
        for table, column in described:
            self.assertIn(column, in_page.get(table, ()), f"docs/schema.md, table {table}")
        self.assertEqual({table for table, _ in described}, {row["t"] for row in self.sql("SELECT table_name AS t FROM duckdb_tables() WHERE NOT internal")})
        _, errors = self.casus("export", "--store", self.store, "--to", "csv", "--output", "csv", status=2)
        self.assertIn("there already", errors)


class Breaks(Coded):
    def found(self):
        keys = [row["key"] for row in self.sql("SELECT key FROM documents")]
        self.assertEqual(len(keys), len(set(keys)))
        return set(keys)

    def test_kills_of_an_import_lose_and_double_nothing(self):
        quiet = self.folder / "undisturbed.duckdb"
        started = time.monotonic()
        self.casus("import", "--store", quiet, "--from", "casus", self.coded)
        duration = time.monotonic() - started
        chance = random.Random(os.getpid())
        for _ in range(6):
            run = subprocess.Popen([CASUS, "import", "--store", self.store, "--from", "casus", self.coded], cwd=self.folder, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, duration))
            run.kill()
            run.wait()
            if self.store.exists():
                self.found()
        self.casus("import", "--store", self.store, "--from", "casus", self.coded)
        self.assertEqual(self.counts(), self.counts(quiet))
        self.assertEqual(self.casus("store", "check", self.store)[0].strip(), f"{self.store}: all is well")

    def after_no_room(self, before, errors):
        """What there was is there, whole, and the same call finishes where there is room."""
        self.assertIn("no room", errors)
        self.assertEqual(self.casus("store", "check", self.store)[0].strip(), f"{self.store}: all is well")
        self.assertLessEqual(before, self.found())

    def few(self):
        few = self.folder / "few.jsonl"
        few.write_text("\n".join(self.lines_of_code[:10]) + "\n", encoding="utf-8")
        return few

    def test_a_file_that_may_not_grow_gives_an_error_and_leaves_the_store_whole(self):
        self.casus("import", "--store", self.store, "--from", "casus", self.few())
        before, limit = self.found(), 256 << 10  # less than the log of all these documents
        done = subprocess.run([CASUS, "import", "--store", self.store, "--from", "casus", self.coded], capture_output=True, cwd=self.folder, check=False, timeout=300,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self.assertEqual(done.returncode, 2, done.stderr)
        self.after_no_room(before, done.stderr.decode())
        self.import_coded()
        self.assertEqual(len(self.found()), 122)

    def test_a_full_disk_gives_an_error_and_leaves_the_store_whole(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest(f"a small file system cannot be mounted here: {mounted.stderr.decode().strip()}")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        self.store = disk / "news.duckdb"
        self.casus("import", "--store", self.store, "--from", "casus", self.few())
        before = self.found()
        (disk / "ballast").write_bytes(b"\0" * max(0, os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - (64 << 10)))
        self.after_no_room(before, self.import_coded(status=2))
        (disk / "ballast").unlink()
        self.import_coded()
        self.assertEqual(len(self.found()), 122)

    def test_a_folder_that_takes_nothing_gives_an_error(self):
        self.casus("import", "--store", self.store, "--from", "casus", self.few())
        before, bytes_before = self.found(), self.store.read_bytes()
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        someone = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
        probe = subprocess.run(["test", "-x", CASUS, "-a", "-r", self.coded, "-a", "!", "-w", self.folder], **someone, check=False)
        if probe.returncode != 0:
            self.skipTest("nobody but its owner reaches the program here, or everybody may write everywhere")
        done = subprocess.run([CASUS, "import", "--store", self.store, "--from", "casus", self.coded], capture_output=True, check=False, timeout=300, **someone)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("cannot be written", done.stderr.decode())
        self.assertEqual(self.store.read_bytes(), bytes_before)
        self.assertEqual(self.found(), before)


class Stories(EndToEnd):
    """Two publishers print one agency text, a third has its own, a fourth denies; another story beside it."""
    AGENCY = ("Gunmen attacked a military base near Mopti in Mali on 3 May 2021, killing twelve soldiers. The attackers came at dawn on motorcycles and burned two vehicles before they "
              "withdrew. The army of Mali sent reinforcements to Mopti from the capital. Nobody claimed the attack.")
    OWN = ("Twelve soldiers died on 3 May 2021 when gunmen attacked a military base near Mopti in Mali. Villagers in Mopti told of two hours of shooting at the base. "
           "The wounded soldiers were flown to the capital of Mali.")
    OTHER = "Norway and Japan signed an agreement on fisheries on 4 May 2021. The foreign minister of Japan visited Oslo for it and met the prime minister of Norway."

    def documents(self):
        return [{"id": "agency", "publisher": "The Courier", "published": "2021-05-04", "title": "Attack in Mali", "text": self.AGENCY},
                {"id": "reprint", "publisher": "Fjord News", "published": "2021-05-04", "title": "Attack in Mali", "text": self.AGENCY + " (Courier)"},
                {"id": "other", "publisher": "The Herald", "published": "2021-05-05", "title": "Fisheries", "text": self.OTHER},
                {"id": "own", "publisher": "Sahel Today", "published": "2021-05-05", "title": "Soldiers die in Mali", "text": self.OWN}]

    def labels(self, store=None):
        return self.sql("SELECT d.id, s.story, s.copy_group, list(r.event_cluster ORDER BY r.event) AS clusters FROM documents d JOIN document_stories s USING (document) "
                        "LEFT JOIN event_reports r USING (document) GROUP BY d.document, d.id, s.story, s.copy_group ORDER BY d.document", store)

    def test_one_event_many_reports(self):
        self.code_into_store(self.documents())
        of = {row["id"]: row for row in self.labels()}
        self.assertEqual(of["reprint"]["copy_group"], of["agency"]["copy_group"])
        self.assertEqual(of["own"]["story"], of["agency"]["story"])
        self.assertNotEqual(of["own"]["copy_group"], of["agency"]["copy_group"])
        self.assertNotEqual(of["other"]["story"], of["agency"]["story"])
        attack = [event for event in self.lines("events", "--store", self.store, "--type", "ASSAULT") if "attacked a military base" in event["words"]]
        self.assertEqual(sorted(event["document"]["id"] for event in attack), ["agency", "own", "reprint"])
        self.assertEqual({(told["event_cluster"], told["reports"], told["sources"], told["reporting"], told["denying"]) for told in (event["told"] for event in attack)},
                         {(attack[0]["told"]["event_cluster"], 3, 2, 2, 0)})
        corroborated = self.lines("events", "--store", self.store, "--min-sources", "2", "--one-per", "event")
        self.assertIn("agency", [event["document"]["id"] for event in corroborated], "the first published report stands for it")
        self.assertEqual(len({event["told"]["event_cluster"] for event in corroborated}), len(corroborated))
        self.assertEqual(self.lines("events", "--store", self.store, "--min-sources", "3"), [])
        every = self.lines("events", "--store", self.store)
        once = self.lines("events", "--store", self.store, "--one-per", "event")
        self.assertEqual({event["told"]["event_cluster"] for event in once}, {event["told"]["event_cluster"] for event in every})
        self.assertLess(len(once), len(every))
        for view in ["day", "story"]:
            self.assertLess(len(self.lines("events", "--store", self.store, "--one-per", view)), len(every))
        story = next(row for row in self.lines("stories", "--store", self.store) if row["story"] == of["agency"]["story"])
        self.assertEqual((story["documents"], story["texts"], story["publishers"], story["title"]), (3, 2, 3, "Attack in Mali"))
        self.assertEqual([row["copy_of"] for row in story["documents_of"]], [None, "agency", None])

    def test_the_questions_of_the_docs_are_answered(self):
        self.code_into_store(self.documents())
        event = self.sql("SELECT event_cluster, first(id) AS id FROM events JOIN event_reports USING (event) GROUP BY ALL ORDER BY count(*) DESC LIMIT 1")[0]["id"]
        page = (ROOT / "docs/schema.md").read_text(encoding="utf-8")
        questions = [statement for block in re.findall(r"```sql\n(.*?)```", page, re.S) for statement in block.strip().split("\n\n")]
        self.assertGreaterEqual(len(questions), 6)
        answers = {statement.splitlines()[0]: self.sql("\n".join(statement.replace("EVENT", event).splitlines()[1:])) for statement in questions}
        self.assertEqual([row["publisher"] for row in answers["-- the first report of an event and its followers"]], ["The Courier", "Fjord News", "Sahel Today"])
        self.assertEqual([row["is_copy"] for row in answers["-- the first report of an event and its followers"]], [False, True, False])
        self.assertEqual([row["reporting"] for row in answers["-- events that two independent sources report, and who denies them"]], [2])
        commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.S) for line in block.strip().splitlines() if line.startswith("casus")]
        self.assertGreaterEqual(len(commands), 5)
        for line in commands:
            rows = self.lines(*shlex.split(line.replace("EVENT", event).replace("news.duckdb", str(self.store)))[1:])
            if "--reports-of" in line:
                self.assertEqual(len(rows), 3)

    def test_labels_are_the_same_however_many_runs_made_them(self):
        documents = self.documents()
        self.code_into_store(documents)
        at_once = self.labels()
        for document in documents:
            write_lines(self.folder / "one.jsonl", [document])
            self.casus("code", "one.jsonl", "--store", self.folder / "bit.duckdb", "--quiet")
        self.assertEqual(self.labels(self.folder / "bit.duckdb"), at_once)
        self.assertEqual(self.sql("SELECT * FROM event_clusters ORDER BY ALL", self.folder / "bit.duckdb"), self.sql("SELECT * FROM event_clusters ORDER BY ALL"))

    def test_a_new_version_counts_instead_of_the_old(self):
        self.code_into_store(self.documents())
        self.code_into_store([{**self.documents()[3], "text": "The army of Mali said nothing. Norway met Japan."}])
        attack = [event for event in self.lines("events", "--store", self.store, "--type", "ASSAULT") if "attacked a military base" in event["words"]]
        self.assertEqual({(event["told"]["reports"], event["told"]["reporting"]) for event in attack}, {(2, 1)})
        self.code_into_store(self.documents()[:2], "--again")
        self.assertEqual(self.casus("store", "check", self.store)[0].strip(), f"{self.store}: all is well")

    def test_coded_documents_are_grouped_too(self):
        write_lines(self.folder / "documents.jsonl", self.documents())
        out, _ = self.casus("code", "documents.jsonl")
        self.casus("import", "--store", self.store, "--from", "casus", "-", text=out)
        of = {row["id"]: row for row in self.labels()}
        self.assertEqual(of["reprint"]["copy_group"], of["agency"]["copy_group"])
        self.assertNotEqual(of["other"]["story"], of["agency"]["story"])
        self.assertEqual(self.sql("SELECT max(reports) AS n FROM event_clusters"), [{"n": 3}])


class Snapshots(Coded):
    def test_a_copy_while_a_process_writes(self):
        writer = subprocess.Popen([CASUS, "import", "--store", self.store, "--from", "casus", self.coded, "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder)
        for cleanup in [writer.stdin.close, writer.stderr.close, writer.wait, writer.kill]:
            self.addCleanup(cleanup)
        deadline = time.monotonic() + 60
        while not self.store.exists():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        _, errors = self.casus("events", "--store", self.store, status=2)
        self.assertIn("casus store snapshot", errors)
        copy = self.folder / "copy.duckdb"
        while True:
            self.casus("store", "snapshot", self.store, copy)
            if self.sql("SELECT count(*) AS n FROM documents", copy) == [{"n": 122}]:
                break
            self.assertLess(time.monotonic(), deadline)
        self.assertIsNone(writer.poll(), "the writer still has the store")
        self.assertEqual(self.casus("store", "check", copy)[0].strip(), f"{copy}: all is well")
        self.assertEqual(sorted(file.name for file in self.folder.iterdir() if not file.name.endswith((".lock", ".wal"))), ["copy.duckdb", "news.duckdb"])
        writer.stdin.close()
        writer.wait()
        self.casus("store", "snapshot", self.store, copy)
        self.assertEqual(self.counts(copy), self.counts())
        (self.folder / "letter").write_text("Dear Sir", encoding="utf-8")
        self.casus("store", "snapshot", self.store, "letter", status=2)


if __name__ == "__main__":
    unittest.main()
