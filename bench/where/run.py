#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Places of `casus code` measured by the geoparsing scorer, beside published and measured reference figures.

  bench/where/run.py [--gold FILE] [--json]

Needs a build and the evaluation data ($CASUS_SHARED or ../shared); without them, says so and ends.
"""
import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from evaluation import CASUS, EVAL, require, run  # noqa: E402

CORPORA = ("lgl", "trnews", "geovirus", "gwn")
# From the README of the evaluation data: recognition F1, accuracy within 161 km, end-to-end F1; in the order of CORPORA; None: not given.
REFERENCES = [
    ("spaCy sm + most populous (held-out half)", (68.6, 75.5, 88.7, 67.5), (52.0, 69.5, 68.6, 62.3), (41.6, 56.7, 66.2, 48.1)),
    ("the same + places remembered", (68.6, 75.5, 88.7, 67.5), (65.6, 78.4, 76.8, 73.3), (51.4, 63.1, 72.7, 55.4)),
    ("CamCoder (whole corpora)", (65.4, 74.6, 86.6, 69.1), (71.7, 82.4, 77.0, 83.9), None),
    ("Edinburgh Geoparser (whole corpora)", (50.1, 61.2, 67.8, 65.0), (81.9, 85.0, 80.7, 92.1), None),
    ("Mordecai 3, given names (parts)", None, (82.7, 87.3, None, 94.1), None),
]


def run_casus(gold):
    """What `casus code` lists as places, in the scorer's form; the program sees nothing but title and text."""
    documents = [json.loads(line) for line in open(gold, encoding="utf-8")]
    lines = [json.dumps({"id": d["id"], "title": d.get("title"), "text": d["text"]}) for d in documents]
    for line in filter(None, run([CASUS, "code", "-"], input="\n".join(lines) + "\n").split("\n")):
        document = json.loads(line)
        yield {"id": document["id"], "toponyms": [{"start": p["start"], "end": p["end"], "lat": p["latitude"], "lon": p["longitude"],
                                                    "geonameid": p["geonameid"]} for p in document["places"]]}


def measure(shared, gold):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as system:
        for document in run_casus(gold):
            print(json.dumps(document), file=system)
        system.flush()
        return json.loads(run([sys.executable, shared / "score_geoparsing.py", gold, system.name, "--json"]))


def row(name, *measures):
    cells = []
    for figures in measures:
        known = [x for x in figures or () if x is not None]
        cells.append("".join(f"{'-' if x is None else format(x, '.1f'):>7}" for x in figures or (None,) * 4)
                     + (f"{sum(known) / 4:7.1f}" if len(known) == 4 else f"{'-':>7}"))
    return f"{name:42}" + " |".join(cells)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", help="gold file (default: the development half)")
    parser.add_argument("--json", action="store_true", help="print the scorer's figures as JSON")
    options = parser.parse_args()
    require()
    shared = EVAL / "geoparsing"
    result = measure(shared, options.gold or shared / "dev.jsonl")
    if options.json:
        print(json.dumps(result, indent=1))
        return
    groups = [result.get(corpus) for corpus in CORPORA]

    def figures(read):
        return tuple(None if group is None else 100 * read(group) for group in groups)

    head = "".join(f"{corpus[:6]:>7}" for corpus in CORPORA) + f"{'mean':>7}"
    print(f"{'':42}{'recognition F1':^35} |{'within 161 km':^35} |{'end-to-end F1':^35}")
    print(f"{'':42}" + " |".join([head] * 3))
    print(row("casus code (this run)", figures(lambda g: g["recognition_overlap"]["F1"]), figures(lambda g: g["acc"]),
              figures(lambda g: g["end_to_end"]["F1"])))
    for reference in REFERENCES:
        print(row(*reference))


if __name__ == "__main__":
    main()
