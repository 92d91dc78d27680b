#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights of data/confidence.tsv: how likely type, actors and recipients of a coded event are right.

  CASUS_HOME=. build/release/bin/confidence_tool ../shared/eval/gsr/gsr_dev.input.jsonl > features.jsonl
  train/fit_confidence.py ../shared/eval/gsr/gsr_dev.jsonl features.jsonl > data/confidence.tsv

An event counts as right if the gold sentence has its type with exactly its dyads (countries). The gold has one main event per sentence,
so true side events count as wrong: the fitted probability is a lower bound of the precision. Logistic regression with an L2 penalty;
the figures in the table's head are cross-validated by sentence (ten folds).
"""
import json
import math
import sys

PENALTY = 6.0
FOLDS = 10
NEW_TYPES = {"FIGHT": "ASSAULT", "INVESTIGATE": "ACCUSE", "DISAPPROVE": "ACCUSE", "DEMAND": "REQUEST"}
ALIAS = {"UNO": "IGO", "EUR": "IGO"}


def fold(code):
    return ALIAS.get(code, code) or None


def dyads(event):
    actors, recipients = [fold(a) for a in event["actors"]], [fold(r) for r in event["recipients"]]
    if not recipients and len(actors) > 1:
        return {(a, b) for i, a in enumerate(actors) for j, b in enumerate(actors) if i != j}
    return {(a, b) for a in actors or [None] for b in recipients or [None]}


def rows(gold_path, feature_path):
    gold = {}
    for line in open(gold_path, encoding="utf-8"):
        sentence = json.loads(line)
        gold[sentence["id"]] = {(NEW_TYPES.get(e["plover_event"], e["plover_event"]), fold(e["source"]), fold(e["target"])) for e in sentence["events"]}
    found = []
    for number, line in enumerate(open(feature_path, encoding="utf-8")):
        document = json.loads(line)
        for event in document["events"]:
            triples = {(event["type"],) + dyad for dyad in dyads(event)}
            found.append((number, event["features"], float(triples <= gold[document["id"]])))
    return found


def probability(weights, features):
    return 1 / (1 + math.exp(-sum(weights.get(f, 0.0) for f in features)))


def fit(data, names):
    """Newton's method would need a matrix library; plain gradient descent does for so few weights."""
    weights = dict.fromkeys(names, 0.0)
    for step in range(1000):
        gradient = {name: (PENALTY * weights[name] if name != "bias" else 0.0) for name in names}
        for _, features, right in data:
            error = probability(weights, features) - right
            for feature in features:
                gradient[feature] += error
        for name in names:
            weights[name] -= 0.4 / math.sqrt(len(data)) / (1 + step / 2000) * gradient[name] / math.sqrt(len(data))
    return weights


def calibration_error(pairs, bins=5):
    """Expected calibration error over bins of equal size, and the bins."""
    pairs = sorted(pairs)
    error, shown = 0.0, []
    for number in range(bins):
        part = pairs[len(pairs) * number // bins:len(pairs) * (number + 1) // bins]
        said, was = sum(p for p, _ in part) / len(part), sum(r for _, r in part) / len(part)
        error += abs(said - was) * len(part) / len(pairs)
        shown.append(f"{said:.2f}/{was:.2f}")
    return error, shown


def main():
    data = rows(sys.argv[1], sys.argv[2])
    names = sorted({feature for _, features, _ in data for feature in features})
    held_out = []
    for part in range(FOLDS):
        weights = fit([row for row in data if row[0] % FOLDS != part], names)
        held_out += [(probability(weights, features), right) for number, features, right in data if number % FOLDS == part]
    error, shown = calibration_error(held_out)
    brier = sum((p - r) ** 2 for p, r in held_out) / len(held_out)
    rate = sum(r for _, r in held_out) / len(held_out)
    print("# Weights of the confidence of events, by train/fit_confidence.py on the development half of the gold standard records.")
    print("# That gold has one main event per sentence: its precision, and so this probability, is a lower bound.")
    print(f"# Cross-validated on {len(held_out)} events, {rate:.2f} of them right: calibration error {error:.3f}, Brier score {brier:.3f} (always {rate:.2f}: {rate * (1 - rate):.3f});")
    print(f"# said/was in five parts: {', '.join(shown)}.")
    print("feature\tweight")
    for name, weight in fit(data, names).items():
        print(f"{name}\t{weight:.3f}")


if __name__ == "__main__":
    main()
