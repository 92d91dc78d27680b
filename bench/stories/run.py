#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stories, copies and reports of one event of `casus stories`, beside TF-IDF references in the same run.

  bench/stories/run.py [--gold FILE] [--orders 5] [--seeds 3] [--judge N]

Stories and events: ECB+ (evaluation data, $CASUS_SHARED or ../shared), the documents in several random orders. The references are TF-IDF of scikit-learn:
average link over all documents at the threshold that suits the gold best, and one pass with the mean likeness to a story's documents, likewise at its best
threshold; events by the same head lemma are those of the data's README. Copies: texts of our own and what copies.py makes of them; no data needed.
--judge N prints N pairs of coded events that were merged across documents, drawn by seed, for judging, and ends."""
import argparse
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import copies  # noqa: E402
from evaluation import CASUS, EVAL, ROOT, require, run  # noqa: E402

VENV = ROOT / "build/bench/stories_venv"
PEERS = ["scikit-learn==1.9.1", "numpy==2.4.6", "scipy==1.17.1"]
# From the README of the data, held-out half: event CoNLL F1 of the same head lemma within the stories of TF-IDF average link.
HEAD_LEMMA = 73.6


def stories(documents, *options):
    lines = "".join(json.dumps(document) + "\n" for document in documents)
    return [json.loads(line) for line in run([CASUS, "stories", "-", *options], input=lines).splitlines()]


def score(gold, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.flush()
        return json.loads(run([sys.executable, EVAL / "clustering/score_clustering.py", gold, file.name, "--json"]))


def half_of(topics):
    return set(sorted(topics)[::2])


def measure_orders(gold, orders):
    records = [json.loads(line) for line in open(gold, encoding="utf-8")]
    # With the spans of the gold's events, so that the same run gives stories and events; nothing else of the gold is seen.
    documents = [{"id": r["id"], "text": r["text"], "events": [{"start": e["start"], "end": e["end"]} for e in r["events"]]} for r in records]
    figures = defaultdict(list)
    halves = half_of({r["topic"] for r in records})
    for seed in range(orders):
        shuffled = documents[:]
        random.Random(seed).shuffle(shuffled)
        rows = stories(shuffled)
        result = score(gold, rows)
        for name in ("P", "R", "F1"):
            figures[name].append(100 * result["doc"]["b3"][name])
        figures["pairwise"].append(100 * result["doc"]["pairwise"]["F1"])
        figures["events"].append(100 * result["event"]["conll_f1"])
        for name, keep in (("first half", lambda r: r["topic"] in halves), ("second half", lambda r: r["topic"] not in halves)):
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as part:
                part.writelines(json.dumps(r) + "\n" for r in records if keep(r))
                part.flush()
                figures[name].append(100 * score(part.name, rows)["doc"]["b3"]["F1"])
    return figures


def references(gold, orders):
    python = VENV / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=True)
    return json.loads(run([python, pathlib.Path(__file__).with_name("tfidf_worker.py"), gold, orders]))


def measure_copies(seed):
    documents, origins = copies.make(ROOT, seed)
    groups = {row["id"]: row["copy_of"] or row["id"] for row in stories(documents)}

    def pairs(counts):
        return sum(n * (n - 1) // 2 for n in counts.values())
    both = pairs(Counter((groups[i], origins[i]) for i in groups))
    return 100 * both / pairs(Counter(origins.values())), 100 * both / pairs(Counter(groups.values())), len(documents)


def judged_pairs(gold, count):
    documents = [{"id": r["id"], "text": r["text"]} for r in map(json.loads, open(gold, encoding="utf-8"))]
    reports = defaultdict(list)
    for row in stories(documents, "--events"):
        for event in row.get("events", []):
            reports[event["cluster"]].append({"document": row["id"], "copy_of": row["copy_of"], **event})
    pairs = [(a, b) for cluster in reports.values() for i, a in enumerate(cluster) for b in cluster[:i] if a["document"] != b["document"]]
    for a, b in random.Random(1).sample(pairs, min(count, len(pairs))):
        print(json.dumps({"cluster": a["cluster"], "type": a["type"], "a": a["document"], "sentence_a": a["sentence"], "b": b["document"], "sentence_b": b["sentence"]}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", default=EVAL / "clustering/dev.jsonl")
    parser.add_argument("--orders", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3, help="sets of copies")
    parser.add_argument("--judge", type=int, metavar="N")
    options = parser.parse_args()
    require()
    if options.judge:
        judged_pairs(options.gold, options.judge)
        return
    print("copies (our own texts and their reprints)     recall  precision  texts")
    for seed in range(1, options.seeds + 1):
        print("  seed {}                                     {:6.2f}     {:6.2f}  {:5}".format(seed, *measure_copies(seed)))
    figures = measure_orders(options.gold, options.orders)
    print(f"stories of ECB+, B-cubed F1 over {options.orders} orders      mean    least   most")
    for name, values in (("casus stories, one pass", figures["F1"]), ("  precision", figures["P"]), ("  recall", figures["R"]),
                         ("  every other topic", figures["first half"]), ("  the other topics", figures["second half"]), ("  pairwise F1", figures["pairwise"])):
        print(f"  {name:44}{statistics.mean(values):6.2f}  {min(values):6.2f}  {max(values):6.2f}")
    peers = references(options.gold, options.orders)
    print(f"  {'TF-IDF average link, all documents at once':44}{100 * peers['all']:6.2f}")
    print(f"  {'TF-IDF, one pass':44}{100 * peers['one_pass']:6.2f}")
    print(f"events of ECB+ at given spans, CoNLL F1: {statistics.mean(figures['events']):.2f} (same head lemma in TF-IDF stories, held-out half: {HEAD_LEMMA})")


main()
