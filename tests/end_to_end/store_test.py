# SPDX-License-Identifier: Apache-2.0
"""The store: each document once, versions, coding again, one writer, and kills at any moment."""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time
import unittest

from support import CASUS, EndToEnd, make_documents, write_lines

ROWS = "SELECT key FROM documents ORDER BY key"


class EachDocumentOnce(EndToEnd):
    def test_coding_again_adds_nothing(self):
        documents = make_documents(30)
        _, errors = self.code_into_store(documents)
        self.assertIn("30 documents added", errors)
        first, runs = self.counts(), self.sql("SELECT * FROM runs")
        self.assertEqual(first["documents"], 30)
        self.assertGreater(first["events"], 60)
        self.assertGreater(first["event_actors"], first["events"] // 2)
        self.assertGreater(first["evidence"], first["events"])
        _, errors = self.code_into_store(documents)
        self.assertIn("30 there already", errors)
        self.assertEqual((self.counts(), self.sql("SELECT * FROM runs")), (first, runs))

    def test_what_is_printed_is_what_is_stored(self):
        documents = make_documents(20)
        write_lines(self.folder / "documents.jsonl", documents)
        plain = self.lines("code", "documents.jsonl")
        stored = self.lines("code", "documents.jsonl", "--store", self.store)
        self.assertEqual(stored, plain)
        self.assertEqual(self.lines("code", "documents.jsonl", "--store", self.store), [], "what is there is not coded again")
        asked = {event["id"]: event for event in self.lines("events", "--store", self.store)}
        for document in plain:
            for event in document["events"]:
                answer = asked.pop(event["id"])
                self.assertEqual(document["text"][event["start"]:event["end"]], answer.pop("words"))
                self.assertEqual(answer.pop("document")["key"], document["key"])
                answer.pop("asserted")
                self.assertTrue(answer.pop("story"))
                self.assertGreaterEqual(answer.pop("told")["reports"], 1)
                self.assertEqual(answer.pop("verdicts"), [])
                self.assertEqual(answer, event, "the same names and values as casus code gives")
        self.assertEqual(asked, {})

    def test_a_document_given_twice_in_one_call_is_stored_once(self):
        documents = make_documents(5)
        self.code_into_store(documents + documents)
        self.assertEqual(self.counts()["documents"], 5)

    def test_the_same_id_with_another_text_is_a_new_version(self):
        old = {"id": "a", "publisher": "P", "published": "2021-05-02", "text": "Iran attacked Iraq."}
        self.code_into_store([old, {"id": "b", "text": "Kenya met Ethiopia."}])
        _, errors = self.code_into_store([{**old, "text": "Iran did not attack Iraq. Iran attacked Turkey."}])
        self.assertIn("1 of them new versions", errors)
        self.assertEqual(self.sql("SELECT id, version, latest FROM documents ORDER BY id, version"),
                         [{"id": "a", "version": 1, "latest": False}, {"id": "a", "version": 2, "latest": True}, {"id": "b", "version": 1, "latest": True}])
        latest = {event["document"]["key"] for event in self.lines("events", "--store", self.store)}
        every = {event["document"]["key"] for event in self.lines("events", "--store", self.store, "--all-versions")}
        self.assertEqual(len(every) - len(latest), 1)
        self.code_into_store([old])
        self.assertEqual(self.counts()["documents"], 3, "an old version given once more is known")

    def test_coding_anew_replaces_rows_and_keeps_the_run(self):
        documents = make_documents(10)
        self.code_into_store(documents)
        first, ids = self.counts(), self.sql("SELECT id FROM events ORDER BY id")
        _, errors = self.code_into_store(documents, "--again")
        self.assertIn("10 coded anew", errors)
        self.assertEqual(self.counts(), first)
        self.assertEqual(self.sql("SELECT id FROM events ORDER BY id"), ids, "ids are stable")
        self.assertEqual(self.sql("SELECT run, documents, finished IS NOT NULL AS done FROM runs ORDER BY run"),
                         [{"run": 1, "documents": 10, "done": True}, {"run": 2, "documents": 10, "done": True}])
        self.assertEqual(self.sql("SELECT DISTINCT run FROM documents"), [{"run": 2}])
        self.assertEqual(self.sql("SELECT run, count(*) AS n FROM codings GROUP BY run ORDER BY run"), [{"run": 1, "n": 10}, {"run": 2, "n": 10}])

    def test_other_tables_make_another_run(self):
        home = self.folder / "home"
        root = next(parent for parent in pathlib.Path(CASUS).resolve().parents if (parent / "data/frames").is_dir())
        shutil.copytree(root / "data", home / "data")
        (home / "build").mkdir()
        for part in ["knowledge", "third_party"]:
            (home / "build" / part).symlink_to((root / "build" / part).resolve())
        environment = {"CASUS_HOME": str(home)}
        documents = make_documents(4)
        write_lines(self.folder / "documents.jsonl", documents)
        call = ["code", "documents.jsonl", "--store", self.store, "--quiet"]
        self.casus(*call, environment=environment)
        with (home / "data/frames/assault.tsv").open("a", encoding="utf-8") as table:
            table.write("# a change\n")
        _, errors = self.casus(*call, environment=environment)
        self.assertIn("4 coded anew", errors)
        self.assertEqual(len(self.sql("SELECT DISTINCT tables FROM runs")), 2)

    def test_refused_input_is_in_the_store(self):
        (self.folder / "lines.jsonl").write_text('{"text": "Iran met Iraq."}\n{"text"\n', encoding="utf-8")
        for _ in range(2):
            self.casus("code", "lines.jsonl", "--store", self.store, "--quiet", status=1)
        reject, = self.sql("SELECT source, reason FROM rejects")
        self.assertEqual(reject["source"], "lines.jsonl:2")
        self.assertIn("JSON", reject["reason"])


class OneWriter(EndToEnd):
    def start(self, documents):
        """A writer that waits for more on standard input after these documents are stored."""
        write_lines(self.folder / "first.jsonl", documents)
        writer = subprocess.Popen([CASUS, "code", "first.jsonl", "-", "--store", self.store], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, cwd=self.folder)
        self.addCleanup(writer.stdin.close)
        self.addCleanup(writer.stdout.close)
        self.addCleanup(writer.stderr.close)
        self.addCleanup(writer.wait)
        self.addCleanup(writer.kill)
        return writer

    def wait_for_lock(self):
        deadline = time.monotonic() + 60
        while not (self.folder / "news.duckdb").exists():
            self.assertLess(time.monotonic(), deadline, "the writer does not come up")
            time.sleep(0.02)

    def test_a_second_writer_is_refused_by_name_and_a_reader_too(self):
        writer = self.start(make_documents(2))
        self.wait_for_lock()
        write_lines(self.folder / "more.jsonl", make_documents(2, seed=9))
        _, errors = self.casus("code", "more.jsonl", "--store", self.store, status=2)
        self.assertIn(f"process {writer.pid}", errors)
        self.assertIn("one writer", errors)
        time.sleep(0.2)
        _, errors = self.casus("events", "--store", self.store, status=2)
        self.assertIn(str(writer.pid), errors)

    def test_the_lock_of_a_killed_writer_is_free(self):
        writer = self.start(make_documents(2))
        self.wait_for_lock()
        writer.kill()
        writer.wait()
        self.code_into_store(make_documents(3))
        self.assertEqual(self.counts()["documents"], 3)
        self.assertFalse((self.folder / "news.duckdb.lock").exists())

    def test_an_interrupt_keeps_what_was_finished(self):
        writer = self.start(make_documents(2))
        self.wait_for_lock()
        time.sleep(1.5)
        writer.send_signal(signal.SIGINT)
        _, errors = writer.communicate(timeout=60)
        self.assertEqual(writer.returncode, 1, errors)
        self.assertIn(b"stopped", errors)
        self.casus("code", "first.jsonl", "--store", self.store, "--quiet")
        self.assertEqual(self.counts()["documents"], 2)

    def test_a_file_that_is_no_store_is_left_alone(self):
        other = self.folder / "letter.txt"
        other.write_text("Dear Sir", encoding="utf-8")
        write_lines(self.folder / "documents.jsonl", make_documents(1))
        _, errors = self.casus("code", "documents.jsonl", "--store", other, status=2)
        self.assertIn("not a Casus store", errors)
        self.assertEqual(other.read_text(encoding="utf-8"), "Dear Sir")


class Kills(EndToEnd):
    KILLS = 12

    def test_kills_at_random_moments_lose_and_double_nothing(self):
        documents = make_documents(150, sentences=30)
        write_lines(self.folder / "documents.jsonl", documents)
        quiet = self.folder / "undisturbed.duckdb"
        started = time.monotonic()
        self.casus("code", "documents.jsonl", "--store", quiet, "--quiet")
        duration = time.monotonic() - started
        expected, keys = self.counts(quiet), self.sql(ROWS, quiet)
        self.assertEqual(expected["documents"], 150)
        chance = random.Random(os.getpid())
        acknowledged, interrupted = set(), 0
        for _ in range(self.KILLS):
            with (self.folder / "out.jsonl").open("wb") as out:
                run = subprocess.Popen([CASUS, "code", "documents.jsonl", "--store", self.store], cwd=self.folder, stdout=out, stderr=subprocess.DEVNULL)
                time.sleep(chance.uniform(0, duration))
                interrupted += run.poll() is None
                run.kill()
                run.wait()
            if not self.store.exists():
                continue  # killed before there was anything
            found = [row["key"] for row in self.sql(ROWS)]
            self.assertEqual(len(found), len(set(found)), "a document is there twice")
            for line in (self.folder / "out.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
                acknowledged.add(json.loads(line)["key"])
            self.assertLessEqual(acknowledged, set(found), "a document that was printed is lost")
        self.assertGreater(interrupted, 0, "no run was killed before its end")
        self.casus("code", "documents.jsonl", "--store", self.store, "--quiet")
        self.assertEqual(self.counts(), expected)
        self.assertEqual(self.sql(ROWS), keys)
        orphans = " UNION ALL ".join(f"SELECT '{table}' AS t FROM {table} WHERE document NOT IN (SELECT document FROM documents)" for table in self.TABLES[1:])
        self.assertEqual(self.sql(orphans), [])


if __name__ == "__main__":
    unittest.main()
