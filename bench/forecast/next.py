#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What comes next: ICEWS14 by the usual protocol (single step, both directions, time-aware filter), beside a mix of recurrence and pair history; and what
millions of made facts cost.

    bench/forecast/next.py [--facts 2000000]

Needs a build and the evaluation data ($CASUS_SHARED or ../shared). --facts 0 leaves the made facts out."""
import argparse
import collections
import datetime
import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import CASUS, EVAL, require, run  # noqa: E402

DATA = EVAL / "forecast/icews14"
ENTITIES = 7128
# For each split the last day of training.
SPLITS = {"valid": "2014-10-31", "test": "2014-11-30"}
PUBLISHED = "published, on GPUs: TiRGN 44.0 / 63.8, LogCL 48.9 / - (MRR / Hits@10); to reach: 46 / 65, a year within 60 s on 2 cores, a question within 0.1 s"


def casus(*arguments, text=None):
    """Seconds and standard output; the program has to succeed."""
    started = time.monotonic()
    done = subprocess.run([str(CASUS), *map(str, arguments)], input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bench/forecast: casus {' '.join(map(str, arguments[:2]))} ended with {done.returncode}: {done.stderr[-500:]}")
    return time.monotonic() - started, done.stdout


def rows_of(*names):
    for name in names:
        with open(DATA / f"{name}.tsv", encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                yield line.rstrip("\n").split("\t")


class History:
    """The baseline: answers seen before with this question, discounted by age, and partners of the entity behind them."""

    HALF_LIFE = 45  # days

    def __init__(self):
        self.same = collections.defaultdict(dict)
        self.pair = collections.defaultdict(dict)
        self.role = collections.defaultdict(collections.Counter)

    def add(self, day, subject, relation, obj):
        for side, entity, other in (("o", subject, obj), ("s", obj, subject)):
            for table, key in ((self.same, (side, entity, relation)), (self.pair, entity)):
                value, last = table[key].get(other, (0, day))
                table[key][other] = (value * 2 ** ((last - day) / self.HALF_LIFE) + 1, day)
            self.role[side, relation][other] += 1

    def rank(self, day, side, entity, relation):
        scores = collections.Counter()
        for table, key, weight in ((self.same, (side, entity, relation), 1), (self.pair, entity, 0.05)):
            for other, (value, last) in table[key].items():
                scores[other] += weight * value * 2 ** ((last - day) / self.HALF_LIFE)
        for other, count in self.role[side, relation].most_common(100):
            scores[other] += 1e-6 * count
        return scores.most_common(100)


def number(day):
    return datetime.date.fromisoformat(day).toordinal()


def write_baseline(split, out):
    history, past = History(), collections.deque(sorted(rows_of(*list(["train", "valid", "test"])[:["valid", "test"].index(split) + 2])))
    golds = sorted((json.loads(line) for line in open(DATA / f"gold_{split}.jsonl", encoding="utf-8")), key=lambda gold: gold["date"])
    with open(out, "w", encoding="utf-8") as file:
        for gold in golds:
            while past and past[0][0] < gold["date"]:
                day, subject, relation, obj = past.popleft()[:4]
                history.add(number(day), subject, relation, obj)
            ranked = history.rank(number(gold["date"]), gold["side"], gold["entity"], gold["relation"])
            file.write(json.dumps({"id": gold["id"], "ranked": ranked}) + "\n")


def score(split, predictions):
    return json.loads(run([sys.executable, EVAL / "forecast/score_forecast.py", "tkg", DATA / f"gold_{split}.jsonl", predictions, "--n-entities", ENTITIES, "--by", "side", "--strict"]))


def print_scores(split, name, scores):
    sides = scores["by_side"]
    print(f"{split:7}{name:30}{scores['mrr']:7.2f}{scores['hits1']:8.2f}{scores['hits3']:8.2f}{scores['hits10']:8.2f}{sides['o']['mrr']:9.2f}{sides['s']['mrr']:9.2f}", flush=True)


def measure_icews(folder):
    table, store = folder / "icews14.tsv", folder / "icews14.duckdb"
    table.write_text((DATA / "train.tsv").read_text(encoding="utf-8") + "".join("\t".join(row) + "\n" for row in rows_of("valid", "test")), encoding="utf-8")
    casus("import", "--store", store, "--from", "tsv", table)
    print(f"{'split':7}{'':30}{'MRR':>7}{'Hits@1':>8}{'Hits@3':>8}{'Hits@10':>8}{'MRR o':>9}{'MRR s':>9}")
    said = []
    for split, until in SPLITS.items():
        predictions = folder / f"{split}.jsonl"
        write_baseline(split, predictions)
        print_scores(split, "recurrence and pair history", score(split, predictions))
        trained, _ = casus("forecast", "train", "--only", "next", "--store", store, "--until", until)
        gold = (DATA / f"gold_{split}.jsonl").read_text(encoding="utf-8")
        answered, out = casus("forecast", "next", "--store", store, "--queries", "-", text=gold)
        predictions.write_text(out, encoding="utf-8")
        print_scores(split, "casus forecast next", score(split, predictions))
        one, _ = casus("forecast", "next", "--store", store, "--queries", "-", text=gold.splitlines()[-1])
        said.append(f"{split}: trained in {trained:.0f} s, {len(gold.splitlines())} questions in {answered:.1f} s ({1000 * (answered - one) / len(gold.splitlines()):.2f} ms each), one alone in {one:.2f} s with start-up and reading the store")
    print("\n" + "\n".join(said) + "\n" + PUBLISHED)


def write_facts(path, count):
    """Five years of facts between 40,000 actors, active by a power law, who mostly meet those whom they met before."""
    chance, first = random.Random(9), datetime.date(2010, 1, 1)
    met = collections.defaultdict(list)
    with open(path, "w", encoding="utf-8") as out:
        print("date\tsubject\trelation\tobject\tcameo", file=out)
        for fact in range(count):
            a = int(40000 ** chance.random())
            b = chance.choice(met[a]) if met[a] and chance.random() < 0.7 else int(40000 ** chance.random())
            met[a].append(b)
            code = f"{1 + int(20 * chance.random() ** 2):02d}{chance.randint(0, 5)}"
            day = first + datetime.timedelta(days=fact * 1826 // count)
            print(f"{day}\tActor {a} (Country {a % 150})\tRelation {code}\tActor {b} (Country {b % 150})\t{code[:2]}0", file=out)


def measure_many(folder, count):
    table, store = folder / "many.tsv", folder / "many.duckdb"
    write_facts(table, count)
    imported, _ = casus("import", "--store", store, "--from", "tsv", table)
    trained, _ = casus("forecast", "train", "--only", "next", "--store", store, "--until", "2014-11-30")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2 ** 20
    queries = "".join(json.dumps({"id": f"2014-12-01|{'os'[each % 2]}|Actor {1 + each} (Country {(1 + each) % 150})|Relation 010"}) + "\n" for each in range(2000))
    answered, _ = casus("forecast", "next", "--store", store, "--queries", "-", text=queries)
    one, _ = casus("forecast", "next", "--store", store, "--queries", "-", text=queries.splitlines()[0])
    print(f"\n{count:,} made facts: imported in {imported:.0f} s, trained in {trained:.0f} s, {peak:.1f} GiB at most; 2,000 questions in {answered:.1f} s, "
          f"{(answered - one) / 2:.2f} ms each; one alone {one:.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=2_000_000)
    options = parser.parse_args()
    require()
    with tempfile.TemporaryDirectory() as name:
        measure_icews(pathlib.Path(name))
        if options.facts:
            measure_many(pathlib.Path(name), options.facts)


main()
