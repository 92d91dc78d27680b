# SPDX-License-Identifier: Apache-2.0
"""What the end-to-end tests share: the program ($CASUS), temporary folders, and invented documents."""
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASUS = os.environ.get("CASUS", str(ROOT / "build/release/bin/casus"))
# By how much bounds of time and memory are widened for a program that watches itself: sanitizers take two to three times both.
WIDENED = 3 if os.environ.get("CASUS_SANITIZE") else 1

COUNTRIES = ["Norway", "Iran", "Turkey", "Syria", "Ukraine", "Russia", "Kenya", "Ethiopia", "Chile", "Japan"]
SENTENCES = [
    "{a} imposed sanctions on {b} on {n} May 2021.",
    "The president of {a} met the foreign minister of {b} on Tuesday.",
    "Soldiers of {a} shelled a village near the border with {b}, killing {n} civilians, police said.",
    "{a} accused {b} of an attack on a tanker.",
    "{a} denied that it had attacked {b}.",
    "Police arrested {n} protesters in the capital of {a}.",
    "{a} may send troops to {b}, officials said.",
    "{a} and {b} signed an agreement on trade.",
]


def make_documents(count, seed=7, sentences=8):
    """Documents of a few sentences each, the same for the same seed."""
    chance = random.Random(seed)
    documents = []
    for number in range(count):
        text = []
        for _ in range(sentences):
            a, b = chance.sample(COUNTRIES, 2)
            text.append(chance.choice(SENTENCES).format(a=a, b=b, n=chance.randint(2, 28)))
        documents.append({"id": f"doc-{number}", "title": f"Report {number}", "publisher": chance.choice(["The Courier", "Fjord News"]),
                          "published": f"2021-05-{chance.randint(1, 28):02d}", "text": " ".join(text)})
    return documents


def write_lines(path, documents):
    path.write_text("".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents), encoding="utf-8")


class EndToEnd(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="casus-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = self.folder / "news.duckdb"

    def casus(self, *arguments, status=0, text=None, raw=None, environment=None):
        """Runs the program in the temporary folder, checks its exit status, gives (stdout, stderr) as text."""
        done = subprocess.run([CASUS, *map(str, arguments)], input=raw if raw is not None else (text or "").encode(), capture_output=True,
                              cwd=self.folder, timeout=300, env={**os.environ, **(environment or {})}, check=False)
        errors = done.stderr.decode("utf-8", "replace")
        self.assertEqual(done.returncode, status, f"casus {' '.join(map(str, arguments))}\n{errors}")
        return done.stdout.decode("utf-8"), errors

    def lines(self, *arguments, **options):
        """The JSON Lines that the program prints."""
        return [json.loads(line) for line in self.casus(*arguments, **options)[0].split("\n") if line]

    def sql(self, select, store=None):
        return self.lines("events", "--store", store or self.store, "--format", "jsonl", "--sql", select)

    def code_into_store(self, documents, *options):
        write_lines(self.folder / "documents.jsonl", documents)
        return self.casus("code", "documents.jsonl", "--store", self.store, "--quiet", *options)

    TABLES = ["documents", "sections", "sentences", "dates", "places", "mentions", "events", "event_actors", "counts", "claims", "claim_events", "evidence"]

    def counts(self, store=None):
        """Rows of each table of documents."""
        return self.sql("SELECT " + ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in self.TABLES), store)[0]
