#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Claims and factuality beside the references: who says so, how surely, and what happened.

    bench/claims/run.py [--json FILE]

Needs a build and the evaluation data ($CASUS_SHARED or ../shared), whose scorers it runs on their dev halves.
References: spaCy with rules, and where it is known one human against another (the data's READMEs)."""
import argparse
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import answers, articles_table, require  # noqa: E402

# measure, key, reference (spaCy with rules on dev; heldout where dev is not given), humans, to reach
ROWS = [
    ("claims (PolNeAR): triple F1", "claims.triple", 42.7, 76.3, 62),
    ("claims: content F1", "claims.content", 56.2, 82.1, 70),
    ("claims: cue F1", "claims.cue", 61.6, 82.0, 74),
    ("claims: source F1", "claims.source", 58.6, 82.7, 74),
    ("claims_open (GUM): clause + content F1", "claims_open.triple", 47.0, None, 70),
    ("factuality: macro F1, mean of three", "factuality.mean", 50.1, None, 58),
    ("  uds-ih2", "factuality.uds-ih2", 40.9, None, None),
    ("  meantime", "factuality.meantime", 52.5, None, None),
    ("  uw-te3", "factuality.uw-te3", 57.0, None, None),
    ("articles: status macro F1", "articles.status", None, None, 80),
    ("articles: claims F1", "articles.claims", None, None, 65),
    ("articles: events inside no_events", "articles.no_events", None, None, 0),
]


def measure():
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        score = answers("claims", "code", folder)
        for key, row in (("triple", "triple.half"), ("content", "half.content"), ("cue", "overlap.cue"), ("source", "overlap.source")):
            figures[f"claims.{key}"] = 100 * score[row]["F1"]
        figures["claims_open.triple"] = 100 * answers("claims_open", "code", folder)["triple.half"]["F1"]
        score = answers("factuality", "status", folder)
        corpora = [corpus for corpus in score if corpus != "ALL"]
        for corpus in corpora:
            figures[f"factuality.{corpus}"] = 100 * score[corpus]["macro_F1"]
        figures["factuality.mean"] = sum(100 * score[corpus]["macro_F1"] for corpus in corpora) / len(corpora)
        for line in articles_table(folder).splitlines():
            last = line.split()[-1] if line.split() else ""
            if line.startswith("status, macro F1"):
                figures["articles.status"] = float(last)
            elif line.startswith("claims (content and holder)"):
                figures["articles.claims"] = float(line.split()[-2])
            elif line.startswith("false events inside no_events"):
                figures["articles.no_events"] = float(last)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", metavar="FILE", help="write the figures there")
    options = parser.parse_args()
    require()
    figures = measure()
    print(f"{'dev halves':42}{'Casus':>8}{'spaCy + rules':>15}{'two humans':>12}{'to reach':>10}")
    for title, key, reference, humans, target in ROWS:
        cells = [f"{figures[key]:.1f}"] + [("-" if value is None else f"{value:g}") for value in (reference, humans, target)]
        print(f"{title:42}{cells[0]:>8}{cells[1]:>15}{cells[2]:>12}{cells[3]:>10}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


main()
