#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Forecasts of escalation: each corpus imported into a store of its own, models trained until the end of its validation period, the questions of the test period answered
and scored beside the measured floors. Then what comes next (next.py).

    bench/forecast/run.py [--split test_dev|valid]

Needs a build and the evaluation data ($CASUS_SHARED or ../shared)."""
import argparse
import datetime
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import CASUS, EVAL, require, run  # noqa: E402

DATA = EVAL / "forecast/escalation"
SCORER = EVAL / "forecast/score_forecast.py"
# The last days of training and of validation, as the data's README has them, and the scheme of the codes.
SPLITS = {"icews": ("2014-06-30", "2014-12-31", "cameo"), "levant": ("1998-12-31", "2001-12-31", "cameo"), "gulf": ("1992-12-31", "1994-12-31", "weis"),
          "turkey": ("2000-12-31", "2002-12-31", "cameo"), "balkans": ("1997-12-31", "1998-12-31", "weis")}
LABELS = ["up4", "up12", "surge4", "surge12"]
FLOORS = ["negbin", "logit_lags", "logit_full", "lightgbm", "blend"]
RESAMPLINGS = 1000


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answer(corpus, questions, until, folder):
    """Predictions by id, seconds of training, seconds of all answers."""
    store, asked, scheme = folder / f"{corpus}.duckdb", folder / f"{corpus}.jsonl", SPLITS[corpus][2]
    run([CASUS, "import", "--store", store, "--from", "tsv", "--scheme", scheme, DATA / f"events_{corpus}.tsv"])
    started = time.monotonic()
    run([CASUS, "forecast", "train", "--only", "escalation", "--store", store, "--until", until])
    trained = time.monotonic()
    asked.write_text("".join(json.dumps(q) + "\n" for q in questions), encoding="utf-8")
    lines = run([CASUS, "forecast", "--store", store, "--questions", asked]).splitlines()
    return [json.loads(line) for line in lines], trained - started, time.monotonic() - trained


def score(gold, predictions, folder):
    path = folder / "predictions.jsonl"
    path.write_text("".join(json.dumps({k: p[k] for k in ("id", "p", "abstain") if k in p}) + "\n" for p in predictions), encoding="utf-8")
    return json.loads(run([sys.executable, SCORER, "esc", gold, path, "--boot", "300", "--by", "corpus,kind"]))["labels"]


def paired(gold, predictions, label, other):
    """By how much the Brier skill exceeds that of `other` (a field of the predictions): mean, and the 95 % interval of resampled units."""
    by_id, units = {p["id"]: p for p in predictions}, {}
    for row in gold:
        p = by_id.get(row["id"], {})
        if label not in row["y"] or label not in p.get("p", {}):
            continue
        y, sums = row["y"][label], units.setdefault((row["corpus"], row["kind"], row["unit"]), [0.0, 0.0, 0.0])
        for i, said in enumerate((p["p"][label], p[other][label], row["clim"][label])):
            sums[i] += (said - y) ** 2
    units, chance, differences = list(units.values()), random.Random(7), []
    for _ in range(RESAMPLINGS):
        ours, theirs, reference = map(sum, zip(*chance.choices(units, k=len(units))))
        differences.append((theirs - ours) / reference)
    differences.sort()
    ours, theirs, reference = map(sum, zip(*units))
    return (theirs - ours) / reference, differences[RESAMPLINGS // 40], differences[-1 - RESAMPLINGS // 40]


def floor_of_calibration(gold, predictions, label):
    """The calibration error that these forecasts would have if they were right, mean and 95th percentile: outcomes drawn from them, one draw for the windows of a unit that overlap."""
    by_id, rows, weeks = {p["id"]: p for p in predictions}, [], int(label.lstrip("upsrge"))
    for row in gold:
        if label in row["y"] and label in by_id.get(row["id"], {}).get("p", {}):
            block = datetime.date.fromisoformat(row["asof"]).toordinal() // (7 * weeks)
            rows.append((by_id[row["id"]]["p"][label], (row["corpus"], row["kind"], row["unit"], block)))
    chance, errors = random.Random(7), []
    for _ in range(RESAMPLINGS // 5):
        drawn, away = {}, [0.0] * 10
        for p, block in rows:
            if block not in drawn:
                drawn[block] = chance.random()
            away[min(9, int(10 * p))] += p - (drawn[block] < p)
        errors.append(sum(map(abs, away)) / len(rows))
    errors.sort()
    return sum(errors) / len(errors), errors[len(errors) * 19 // 20]


def print_scores(scores, floors):
    print(f"{'':10}{'method':12}{'skill':>9}{'95 % by units':>18}{'AUC':>8}{'calibration':>13}")
    for label in LABELS:
        for name, row in [*((f, floors[f]["labels"].get(label)) for f in FLOORS if f in floors), ("Casus", scores.get(label))]:
            if row:
                low, high = row.get("bss_ci95_by_unit") or (float("nan"), float("nan"))
                print(f"{label:10}{name:12}{row['bss']:9.4f}{f'{low:.3f} to {high:.3f}':>18}{row['auc']:8.4f}{row['ece10']:13.4f}")
        if label in scores:
            print(f"{'':10}by corpus and kind: " + ", ".join(f"{k} {v['bss']:.3f}" for by in ("by_corpus", "by_kind") for k, v in scores[label][by].items()))


def one_year(folder):
    """Ten months of ICEWS: what training on them takes, and one question."""
    store = folder / "icews14.duckdb"
    run([CASUS, "import", "--store", store, "--from", "tsv", *(EVAL / f"forecast/icews14/{part}.tsv" for part in ("train", "valid", "test"))])
    started = time.monotonic()
    run([CASUS, "forecast", "train", "--only", "escalation", "--store", store, "--until", "2014-11-30"])
    trained = time.monotonic() - started
    times = []
    for _ in range(5):
        started = time.monotonic()
        run([CASUS, "forecast", "--store", store, "--unit", "Citizen (Nigeria)", "--as-of", "2014-12-07"])
        times.append(time.monotonic() - started)
    print(f"a year of ICEWS (90,730 events): trained in {trained:.1f} s, a question answered in {1000 * min(times):.0f} ms, the start of the program included")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="test_dev", choices=["test_dev", "valid"])
    split = parser.parse_args().split
    require()
    gold_path = DATA / f"gold_{split}.jsonl"
    gold, questions = read(gold_path), read(DATA / f"questions_{split}.jsonl")
    floors = json.loads((EVAL / "forecast/floors_scored.json").read_text(encoding="utf-8"))
    floors = {name.split("/")[1]: value for name, value in floors.items() if name.startswith(split + "/")}
    with tempfile.TemporaryDirectory(prefix="casus-bench-") as name:
        folder, predictions = pathlib.Path(name), []
        for corpus in sorted({q["corpus"] for q in questions}):
            mine = [q for q in questions if q["corpus"] == corpus]
            answers, training, answering = answer(corpus, mine, SPLITS[corpus][1 if split.startswith("test") else 0], folder)
            predictions += answers
            refused = sum("abstain" in a for a in answers)
            print(f"{corpus:8} trained in {training:6.1f} s, {len(mine)} questions answered in {answering:5.1f} s, {refused} refused", flush=True)
        print_scores(score(gold_path, predictions, folder), floors)
        for label in LABELS:
            print(f"{label:10}calibration error if the forecasts were right: {'{:.4f} (95 %: below {:.4f})'.format(*floor_of_calibration(gold, predictions, label))}")
            print(f"{label:10}skill above the count model alone, units resampled: {'{:.4f} ({:.4f} to {:.4f})'.format(*paired(gold, predictions, label, 'baseline'))}")
        one_year(folder)
    print(flush=True)
    subprocess.run([sys.executable, pathlib.Path(__file__).with_name("next.py")], check=True)


if __name__ == "__main__":
    main()
