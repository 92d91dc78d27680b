#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Events of `casus code` beside the peers: the gold standard records of PLOVER, and whole articles.

    bench/code/run.py [--json FILE]

Needs a build and the evaluation data ($CASUS_SHARED or ../shared), whose scorers it runs on their development halves.
Figures of peers are those of the data's README, measured with the same scorer."""
import argparse
import json
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import CASUS, EVAL, articles_table, require, run  # noqa: E402

# title, level of the scorer, PETRARCH2, PETRARCH-1, UniversalPetrarch (development half where given, else all), to reach
ROWS = [
    ("PLOVER type", "type", 42.6, 44.9, 50.3, 70),
    ("CAMEO root", "root", 40.3, 39.7, 45.7, 70),
    ("full CAMEO", "cameo", 16.9, 17.6, 16.1, 40),
    ("source, with sector", "srcX", 48.4, 44.7, 42.7, 65),
    ("target, with sector", "tgtX", 40.2, 37.0, 41.5, 60),
    ("dyad", "dyad", 51.8, 49.0, 47.9, 70),
    ("root + dyad", "root+dyad", 29.1, 31.4, 30.7, 55),
]


def in_capitals(lines):
    """The documents with their texts in capitals, letter for letter, so that offsets hold."""
    for line in lines:
        document = json.loads(line)
        document["text"] = "".join(c.upper() if len(c.upper()) == 1 else c for c in document["text"])
        yield json.dumps(document) + "\n"


def gsr(folder, capitals=False):
    """F1 per level, in percent."""
    data = EVAL / "gsr"
    source, system = folder / "gsr.in.jsonl", folder / "gsr.jsonl"
    lines = (data / "gsr_dev.input.jsonl").read_text(encoding="utf-8").splitlines()
    source.write_text("".join(in_capitals(lines) if capitals else (line + "\n" for line in lines)), encoding="utf-8")
    coded = run([CASUS, "code", source])
    system.write_text(run([sys.executable, data / "casus_to_gsr.py"], input=coded), encoding="utf-8")
    table = run([sys.executable, data / "score_gsr.py", "--gold", data / "gsr_dev.jsonl", "--sys", system])
    return {name: 100 * float(f1) for name, f1 in re.findall(r"^(\S+)\s+\d\.\d+\s+\d\.\d+\s+(\d\.\d+)", table, re.M)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", metavar="FILE", help="write the figures there")
    options = parser.parse_args()
    require()
    with tempfile.TemporaryDirectory() as name:
        figures = gsr(pathlib.Path(name))
        capitals = gsr(pathlib.Path(name), capitals=True)
        table = articles_table(pathlib.Path(name), "--by-article")
    print(f"{'gold standard records, F1 in %':32}{'PETRARCH2':>12}{'PETRARCH-1':>12}{'Universal P.':>14}{'Casus':>8}{'in capitals':>13}{'to reach':>10}")
    for title, level, *peers, goal in ROWS:
        print(f"{title:32}{peers[0]:12.1f}{peers[1]:12.1f}{peers[2]:14.1f}{figures[level]:8.1f}{capitals[level]:13.1f}{goal:10}")
    print("\narticles, development half\n" + table)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")


main()
