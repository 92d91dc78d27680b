#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights of data/confidence.tsv: how likely type, actors and recipients of a coded event are right.

  export CASUS_HOME=. SHARED=../shared/eval
  tool=build/release/bin/confidence_tool
  python3 $SHARED/articles/score_articles.py --make-input $SHARED/articles/dev.jsonl > articles.jsonl
  python3 train/fit_confidence.py --open-texts $SHARED > open.jsonl
  for set in articles open; do $tool $set.jsonl > $set.features.jsonl; done
  $tool $SHARED/gsr/gsr_dev.input.jsonl > gsr.features.jsonl
  python3 train/fit_confidence.py $SHARED gsr.features.jsonl articles.features.jsonl open.features.jsonl > data/confidence.tsv

Three sets are fitted together. Gold standard records: right if the gold has the type with exactly its dyads; the gold has one main event per
sentence, so true side events count as wrong. Articles: right if a gold event of an accepted type and parties overlaps. Open texts (GUM, GeoVirus, English-EWT): our own
judgements in train/judged_events.tsv, which count only for events that are coded as they were when judged. Logistic regression with an L2 penalty;
the figures in the table's head are cross-validated by document (ten folds). The floor is chosen by hand from the table that goes to stderr.
"""
import argparse
import csv
import hashlib
import json
import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
JUDGED = pathlib.Path(__file__).resolve().parent / "judged_events.tsv"
PENALTY = 6.0
FOLDS = 10
FLOOR = 0.24
NEW_TYPES = {"FIGHT": "ASSAULT", "INVESTIGATE": "ACCUSE", "DISAPPROVE": "ACCUSE", "DEMAND": "REQUEST"}
ALIAS = {"UNO": "IGO", "EUR": "IGO"}


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def country(party):
    return party.split(":")[0]


def fold_code(party):
    code = country(party)
    return ALIAS.get(code, code) or None


def dyads(event):
    actors, recipients = [fold_code(a) for a in event["actors"]], [fold_code(r) for r in event["recipients"]]
    if not recipients and len(actors) > 1:
        return {(a, b) for i, a in enumerate(actors) for j, b in enumerate(actors) if i != j}
    return {(a, b) for a in actors or [None] for b in recipients or [None]}


def gold_records(shared, features):
    gold = {}
    for sentence in read_jsonl(shared / "gsr/gsr_dev.jsonl"):
        gold[sentence["id"]] = {(NEW_TYPES.get(e["plover_event"], e["plover_event"]), ALIAS.get(e["source"], e["source"]), ALIAS.get(e["target"], e["target"]))
                                for e in sentence["events"]}
    for document in features:
        for event in document["events"]:
            right = {(event["type"],) + dyad for dyad in dyads(event)} <= gold[document["id"]]
            yield document["id"], event["features"], float(right)


def articles(shared, features):
    sys.path.insert(0, str(shared / "articles"))
    import score_articles
    gold = {article["id"]: article for article in read_jsonl(shared / "articles/dev.jsonl")}
    for document in features:
        text = gold[document["id"]]["text"]
        spans = [[len(text[:at].encode()) for at in score_articles.find_span(text, e["evidence"])] for e in gold[document["id"]]["events"]]
        for event in document["events"]:
            parties = {side: [{"country": country(party)} for party in event[side]] for side in ("actors", "recipients")}
            right = any(start < event["end"] and event["start"] < end and event["type"] in score_articles.as_list(entry["type"])
                        and score_articles.dyad_credit(entry, parties) == 1
                        for entry, (start, end) in zip(gold[document["id"]]["events"], spans))
            yield document["id"], event["features"], float(right)


def open_texts(shared):
    """The documents that were judged, as input for the tool."""
    for path, corpora in (("claims_open", {"gum"}), ("geoparsing", {"geovirus"}), ("factuality", {"uds-ih2"})):
        for document in read_jsonl(shared / path / "dev.jsonl"):
            if document["corpus"] not in corpora:
                continue
            row = {"id": document["id"], "text": document["text"]}
            date = (document.get("date") or document.get("dct") or "")[:10]
            yield row | ({"published": date} if len(date) == 10 else {})


def judged(shared, features):
    texts = {document["id"]: hashlib.sha256(document["text"].encode()).hexdigest()[:12] for document in open_texts(shared)}
    with open(JUDGED, encoding="utf-8") as table:
        rows = list(csv.DictReader((line for line in table if not line.startswith("#")), delimiter="\t"))
    verdicts = {(row["document"], int(row["trigger"]), row["type"], row["actors"], row["recipients"]): float(row["right"])
                for row in rows if texts.get(row["document"]) == row["text"]}
    found = 0
    for document in features:
        for event in document["events"]:
            key = (document["id"], event["trigger"], event["type"], "|".join(event["actors"]) or "-", "|".join(event["recipients"]) or "-")
            if key in verdicts:
                found += 1
                yield document["id"], event["features"], verdicts[key]
    print(f"{found} of {len(rows)} judged events are coded as they were", file=sys.stderr)


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
            weights[name] -= 0.8 / (1 + step / 2000) * gradient[name] / len(data)
    return weights


def fold_of(document):
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def bins(pairs, count=10):
    pairs = sorted(pairs)
    for number in range(count):
        part = pairs[len(pairs) * number // count:len(pairs) * (number + 1) // count]
        yield len(part), sum(p for p, _ in part) / len(part), sum(r for _, r in part) / len(part)


def calibration_error(pairs):
    """Expected calibration error over ten bins of equal size."""
    return sum(abs(said - was) * size for size, said, was in bins(pairs)) / len(pairs)


def show(held_out):
    pairs = [(p, r) for _, p, r in held_out]
    print("said  was  (ten bins of equal size)", file=sys.stderr)
    for size, said, was in bins(pairs):
        print(f"{said:.2f}  {was:.2f}  {size}", file=sys.stderr)
    print("floor: events kept, right among them, right ones kept; by set", file=sys.stderr)
    for floor in (0.05, 0.08, 0.1, 0.12, 0.15, 0.18, 0.2, 0.22, 0.24, 0.26, 0.3, 0.35, 0.4, 0.5):
        cells = []
        for name in sorted({n for n, _, _ in held_out}):
            mine = [(p, r) for n, p, r in held_out if n == name]
            kept = [r for p, r in mine if p >= floor]
            cells.append(f"{name} {len(kept)}/{len(mine)} {sum(kept) / max(1, len(kept)):.2f} {sum(kept) / max(1, sum(r for _, r in mine)):.2f}")
        print(f"{floor:.2f}  " + "   ".join(cells), file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--open-texts", action="store_true", help="write the judged documents as input for the tool")
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("features", nargs="*", help="of gold records, articles and open texts")
    options = parser.parse_args()
    if options.open_texts:
        for document in open_texts(options.shared):
            print(json.dumps(document))
        return
    if len(options.features) != 3:
        parser.error("give the features of gold records, articles and open texts")
    records, texts, opened = (read_jsonl(path) for path in options.features)
    sets = {"records": list(gold_records(options.shared, records)), "articles": list(articles(options.shared, texts)), "judged": list(judged(options.shared, opened))}
    data = [row for rows in sets.values() for row in rows]
    names = sorted({feature for _, features, _ in data for feature in features})
    held_out = []
    for part in range(FOLDS):
        weights = fit([row for row in data if fold_of(row[0]) != part], names)
        held_out += [(name, probability(weights, features), right) for name, rows in sets.items() for document, features, right in rows if fold_of(document) == part]
    show(held_out)
    pairs = [(p, r) for _, p, r in held_out]
    brier = sum((p - r) ** 2 for p, r in pairs) / len(pairs)
    rate = sum(r for _, r in pairs) / len(pairs)
    print("# Weights of the confidence of events, by train/fit_confidence.py on gold standard records, articles and events of open texts judged by us (train/judged_events.tsv).")
    print("# The gold of the records has one main event per sentence: there the probability is a lower bound.")
    print(f"# Cross-validated by document on {len(pairs)} events, {rate:.2f} of them right: calibration error {calibration_error(pairs):.3f}, Brier score {brier:.3f} (always {rate:.2f}: {rate * (1 - rate):.3f});")
    print(f"# said/was in ten parts: {', '.join(f'{said:.2f}/{was:.2f}' for _, said, was in bins(pairs))}.")
    print("# floor: events less likely than that are not emitted.")
    print("feature\tweight")
    print(f"floor\t{FLOOR}")
    for name, weight in fit(data, names).items():
        print(f"{name}\t{weight:.3f}")


if __name__ == "__main__":
    main()
