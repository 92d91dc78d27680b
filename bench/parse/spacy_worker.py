#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs spaCy for run.py: loads the model and the documents, then obeys lines on standard input.

"run N" annotates all documents with batches of N; every answer is one line of JSON. Times are CPU seconds."""
import importlib
import json
import resource
import sys
import time


def answer(**values):
    print(json.dumps(values), flush=True)


def main():
    documents, model = sys.argv[1:]
    start = time.process_time()
    import spacy  # the import is part of what a user waits for

    nlp = importlib.import_module(model).load()
    load = time.process_time() - start
    with open(documents, encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    answer(load_seconds=load, version=spacy.__version__)
    for line in sys.stdin:
        batch_size = int(line.split()[1])
        start = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=batch_size))
        answer(seconds=time.process_time() - start, tokens=tokens,
               peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


main()
